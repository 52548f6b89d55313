package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class LargeTest extends RunningSite {

  private static final int LIMIT = 5 << 20;

  @Test
  void aHugePageTellsItsLength() {
    RawClient.Response response = client.get("/large/declared");

    assertThat(response.body().length).isBetween(19_000_000, 21_000_000);
    assertThat(response.header("content-length")).isEqualTo("" + response.body().length);
    assertThat(response.whole()).isTrue();
  }

  @Test
  void aHugePageDoesNotTellItsLength() {
    RawClient.Response response = client.get("/large/streamed");

    assertThat(response.body().length).isBetween(19_000_000, 21_000_000);
    assertThat(response.optionalHeader("content-length")).isEmpty();
    assertThat(response.whole()).isTrue();
  }

  @Test
  void aBombIsSmallUntilItIsUnpacked() throws IOException {
    RawClient.Response response = client.get("/large/bomb");

    assertThat(response.header("content-encoding")).isEqualTo("gzip");
    assertThat(response.body().length).isBetween(50_000, 150_000);
    assertThat(unpackedLength(response.body())).isBetween(100_000_000L, 100_001_000L);
  }

  @Test
  void whatIsNearTheLimitIsUnderIt() {
    for (String name : new String[] {"big", "big-when-unpacked"}) {
      RawClient.Response response = client.get("/large/" + name);

      assertThat(response.unpacked().length).isBetween(1_900_000, LIMIT / 2);
      assertThat(response.text()).endsWith("<a href=\"end\">The end</a>\n");
    }
  }

  @Test
  void nothingElseIsAnywhereNearIt() {
    expected.pages().keySet().stream()
        .map(RunningSite::path)
        .filter(path -> !path.startsWith("/large/") && !path.startsWith("/slow/"))
        .filter(path -> path.length() % 5 == 0 || path.equals("/trees/hub"))
        .forEach(path -> assertThat(client.get(path).body().length).isLessThan(500_000));
  }

  private static long unpackedLength(byte[] packed) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
