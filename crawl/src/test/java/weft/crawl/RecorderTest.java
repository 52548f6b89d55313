package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;
import weft.crawl.result.Kind;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;
import weft.crawl.store.CrawlStore;
import weft.crawl.store.Place;

/** Those who wait because too many bytes are waiting to be stored. */
class RecorderTest {
  private static final int MANY = 10;
  private static final Gzipped LARGE = new Gzipped(new byte[70 << 20]); // takes all the room

  @TempDir Path dir;

  private static Visit visit(int number) {
    var outcome =
        new UrlOutcome(
            "in:" + number,
            Kind.NOT_HTML,
            200,
            1,
            0,
            Duration.ZERO,
            0,
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH);
    return new Visit(outcome, Optional.empty(), List.of(), 0, Optional.of(LARGE));
  }

  private static void putMany(CrawlStore store, Recorder recorder) {
    Weft.run(() -> {
      scope(s -> {
        var _ = s.startReady("store", recorder::run);
        try {
          scope(putting -> {
            for (int i = 0; i < MANY; i++) {
              int number = i;
              var _ = putting.start(() -> recorder.put(visit(number)));
            }
          });
        } finally {
          recorder.close();
        }
      });
    });
    assertThat(store.done().urls()).isEqualTo(MANY);
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eachIsStoredInTheEnd() {
    try (var store = CrawlStore.create(Place.of(dir.resolve("db")), List.of())) {
      putMany(store, new Recorder(store));
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nobodyWaitsForAStoreThatHasFailed() {
    var store = CrawlStore.create(Place.of(dir.resolve("db")), List.of());
    store.close();
    var recorder = new Recorder(store);
    assertThatThrownBy(() -> putMany(store, recorder)).isNotNull();
    assertThat(recorder.failure()).isPresent();
  }
}
