package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Packed pages, files, cookies: what comes beside plain HTML. */
class BodiesTest extends RunningSite {

  @Test
  void packedPagesUnpack() {
    Map<String, String> encodings =
        Map.of("gzip", "gzip", "gzip-chunked", "gzip", "deflate", "deflate", "capitals", "GZIP");
    encodings.forEach((name, encoding) -> {
      RawClient.Response response = client.get("/encodings/" + name);
      assertThat(response.header("content-encoding")).isEqualTo(encoding);
      assertThat(response.optionalHeader("content-length").isEmpty())
          .isEqualTo(name.equals("gzip-chunked"));
      assertThat(response.text()).contains("<title>Packed: " + name + "</title>");
    });
  }

  @Test
  void filesHaveTheirTypesAndBytes() {
    assertThat(file("pixel.png", "image/png")).startsWith("\u0089PNG\r\n");
    assertThat(file("paper.pdf", "application/pdf")).startsWith("%PDF-");
    assertThat(file("archive.zip", "application/zip")).startsWith("PK");
    assertThat(file("liar", "text/html")).startsWith("\u0089PNG").doesNotContain("<");
    assertThat(file("untyped", "")).startsWith("\u0089PNG");
    assertThat(file("empty", "text/html")).isEmpty();
  }

  @Test
  void whatIsNotHtmlIsNotToldToBe() {
    expected.kinds().entrySet().stream()
        .filter(entry -> entry.getValue() == Kind.NOT_HTML)
        .map(entry -> client.get(path(entry.getKey())))
        .forEach(response -> {
          assertThat(response.status()).isEqualTo(200);
          assertThat(response.header("content-type")).doesNotContain("html");
        });
  }

  @Test
  void pagesAreToldToBeHtmlAndCarryTheirTitle() {
    expected.pages().keySet().stream()
        .filter(uri -> expected.requests().get(uri) == 1 && !uri.getPath().startsWith("/slow/"))
        .filter(uri -> uri.getPath().length() % 4 == 0)
        .forEach(uri -> {
          RawClient.Response response = client.get(path(uri));
          assertThat(response.status()).as(path(uri)).isEqualTo(200);
          assertThat(response.header("content-type")).startsWithIgnoringCase("text/html");
        });
  }

  @Test
  void cookiesAreSetAndNotNeeded() {
    assertThat(client.get("/queries/cookie").header("set-cookie").lines()).hasSize(2);
    assertThat(client.get("/queries/cookie/behind").status()).isEqualTo(200);
  }

  private String file(String name, String type) {
    RawClient.Response response = client.get("/files/" + name);
    assertThat(response.header("content-type")).isEqualTo(type);
    return new String(response.body(), ISO_8859_1);
  }
}
