package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SitemapsTest extends RunningSite {

  @Test
  void thePlainOneNamesPages() {
    List<URI> locations = locations(client.get("/sitemap.xml").text());

    assertThat(locations).hasSize(100);
    assertThat(expected.pages().keySet()).containsAll(locations);
  }

  @Test
  void theIndexNamesTheOthers() {
    String text = client.get("/sitemaps/index.xml").text();

    assertThat(text).contains("<sitemapindex ");
    assertThat(locations(text))
        .containsExactly(
            uri("/sitemap.xml"), uri("/sitemaps/pages.xml.gz"), uri("/sitemaps/hidden.xml.gz"));
  }

  @Test
  void thePackedOneNamesNearlyAllPages() throws IOException {
    RawClient.Response response = client.get("/sitemaps/pages.xml.gz");
    assertThat(response.header("content-type")).isEqualTo("application/gzip");
    assertThat(response.optionalHeader("content-encoding")).isEmpty();
    byte[] xml = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    List<URI> locations = locations(new String(xml, UTF_8));

    assertThat(locations).hasSizeGreaterThan(1_900).doesNotHaveDuplicates();
    assertThat(expected.pages().keySet()).containsAll(locations);
  }

  private static List<URI> locations(String xml) {
    return Pattern.compile("<loc>(.*?)</loc>")
        .matcher(xml)
        .results()
        .map(match -> URI.create(match.group(1).replace("&amp;", "&")))
        .toList();
  }
}
