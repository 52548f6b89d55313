package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailuresTest extends RunningSite {

  @Test
  void eachPageWorksAtTheExpectedRequest() {
    expected.pages().keySet().stream()
        .filter(uri -> uri.getPath().startsWith("/failures/"))
        .forEach(uri -> {
          int requests = expected.requests().get(uri);
          for (int i = 1; i < requests; i++) {
            assertThat(client.get(path(uri)).status()).isIn(429, 500, 502, 503);
          }
          assertThat(client.get(path(uri)).status()).isEqualTo(200);
          assertThat(client.get(path(uri)).status()).isEqualTo(200);
        });
  }

  @Test
  void aPageFailsTheSameNumberOfTimesWhenManyAskAtOnce() throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> ask = () -> client.get("/failures/unavailable/7").status();
      List<Integer> statuses =
          executor.invokeAll(IntStream.range(0, 50).mapToObj(_ -> ask).toList()).stream()
              .map(Future::resultNow)
              .toList();

      assertThat(statuses).filteredOn(status -> status == 503).hasSize(2);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(48);
    }
  }

  @Test
  void aHeadUsesUpNoFailure() {
    String path = "/failures/unavailable/7";

    assertThat(client.request("HEAD", path).status()).isEqualTo(503);
    assertThat(client.request("HEAD", path).status()).isEqualTo(503);
    assertThat(client.request("HEAD", path).status()).isEqualTo(503);
    assertThat(client.get(path).status()).isEqualTo(503);
    assertThat(client.get(path).status()).isEqualTo(503);
    assertThat(client.request("HEAD", path).status()).isEqualTo(200);
  }

  @Test
  void retryAfterComesInAllItsForms() {
    assertThat(retryAfters("/failures/unavailable/1")).containsExactly("1", "");
    assertThat(retryAfters("/failures/unavailable/5")).containsExactly("0", "0");
    assertThat(retryAfters("/failures/unavailable/6")).containsExactly("soon", "soon");
    assertThat(retryAfters("/failures/busy/1")).containsExactly("1", "");
    assertThat(retryAfters("/failures/unavailable/3").getFirst())
        .matches("\\w{3}, \\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
  }

  @Test
  void lastingErrorsLast() {
    expected
        .statuses()
        .forEach((uri, status) -> {
          for (int i = 0; i <= Page.RETRIES; i++) {
            assertThat(client.get(path(uri)).status()).as(path(uri)).isEqualTo(status);
          }
        });
  }

  private List<String> retryAfters(String path) {
    return IntStream.range(0, 2).mapToObj(_ -> client.get(path).header("retry-after")).toList();
  }
}
