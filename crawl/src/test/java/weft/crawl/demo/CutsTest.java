package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CutsTest extends RunningSite {

  @Test
  void aBodyEndsBeforeItsLengthIsReached() {
    for (int i = 0; i < 5; i++) {
      RawClient.Response response = client.get("/cuts/length/always");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.whole()).isFalse();
      assertThat(Integer.parseInt(response.header("content-length")))
          .isEqualTo(2 * response.body().length);
    }
  }

  @Test
  void aChunkedBodyEndsWithoutItsLastChunk() {
    RawClient.Response response = client.get("/cuts/chunks/always");

    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), UTF_8)).startsWith("<!DOCTYPE html>");
    assertThat(response.whole()).isFalse();
  }

  @Test
  void aConnectionEndsWithoutAWord() {
    assertThat(client.get("/cuts/silence/always").status()).isZero();
  }

  @Test
  void aPackedBodyEndsAlthoughItsLengthIsRight() {
    RawClient.Response response = client.get("/cuts/gzip/always");

    assertThat(response.whole()).isTrue();
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () -> new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes());
  }

  @Test
  void whatIsCutOnceIsWholeTheSecondTime() {
    for (String how : new String[] {"length", "chunks", "silence"}) {
      assertThat(client.get("/cuts/" + how + "/once").whole()).isFalse();
      RawClient.Response second = client.get("/cuts/" + how + "/once");
      assertThat(second.whole()).isTrue();
      assertThat(second.text()).contains("Whole at the second try");
    }
  }
}
