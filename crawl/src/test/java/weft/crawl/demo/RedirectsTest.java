package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedirectsTest extends RunningSite {

  @Test
  void theStatusesAreAllThere() {
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      assertThat(client.get("/redirects/" + status).status()).isEqualTo(status);
    }
  }

  @Test
  void everyLocationMeansTheExpectedTarget() {
    assertThat(expected.redirects()).hasSizeGreaterThan(30);
    expected
        .redirects()
        .forEach((uri, target) -> {
          if (expected.kinds().get(uri) == Kind.DUPLICATE) return;
          RawClient.Response response = client.get(path(uri));
          if (response.status() == 503) {
            return;
          }
          assertThat(response.status()).as(path(uri)).isBetween(301, 308);
          URI location = resolve(uri, response.header("location"));
          assertThat(location.getHost()).isEqualToIgnoringCase(target.getHost());
          assertThat(path(location)).as(path(uri)).isEqualTo(path(target));
        });
  }

  @Test
  void theLadderHasTenRungs() {
    URI at = uri("/redirects/ladder/1");
    int hops = 0;
    for (; expected.kinds().get(at) == Kind.REDIRECT; hops++) {
      at = expected.redirects().get(at);
    }
    assertThat(hops).isEqualTo(10);
    assertThat(expected.kinds()).containsEntry(at, Kind.PAGE);
  }

  @Test
  void aLoopIsWhatLeadsBackToItself() {
    expected
        .redirects()
        .forEach((start, target) -> {
          URI at = target;
          for (int hop = 0; hop < 20 && !at.equals(start); hop++) {
            at = expected.redirects().getOrDefault(at, at);
          }
          assertThat(expected.kinds().get(start) == Kind.REDIRECT_LOOP)
              .as(path(start))
              .isEqualTo(at.equals(start));
        });
    assertThat(expected.kinds())
        .containsEntry(uri("/redirects/self"), Kind.REDIRECT_LOOP)
        .containsEntry(uri("/redirects/loop/b"), Kind.REDIRECT_LOOP)
        .containsEntry(uri("/redirects/into-the-loop"), Kind.REDIRECT);
  }

  @Test
  void anUnsteadyRedirectFailsTwiceFirst() {
    assertThat(IntStream.range(0, 4).map(_ -> client.get("/redirects/unsteady").status()))
        .containsExactly(503, 503, 302, 302);
    assertThat(expected.requests()).containsEntry(uri("/redirects/unsteady"), 3);
  }

  /** {@link URI#resolve(String)} follows an old RFC: a query alone takes the last segment away. */
  private static URI resolve(URI base, String location) {
    return base.resolve(location.startsWith("?") ? base.getRawPath() + location : location);
  }
}
