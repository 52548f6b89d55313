package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.RacePartner.jitter;
import static weft.RacePartner.rounds;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work on another thread that ends as its caller is cancelled. */
@Proof
@Timeout(60)
class OffloadRaceTest {
  /** What an abandoned body throws is thrown, or reported: never neither, never both. */
  @Test
  void theFailureOfAbandonedWorkIsHeardOnce() throws Exception {
    int rounds = rounds(20_000);
    var heard = new AtomicInteger();
    var run = new AtomicInteger();
    try (var pool = Executors.newSingleThreadExecutor();
        var partner = new RacePartner()) {
      var environment =
          Environment.standard().pool(pool).reporter((who, error) -> heard.incrementAndGet());
      environment.run(() -> {
        for (int i = 0; i < rounds; i++) {
          var scope = new CancelScope();
          partner.start(() -> {
            jitter();
            scope.cancel("now");
          });
          try {
            scope.run(() ->
                Weft.<Object, RuntimeException>toThreadAbandoning(() -> {
                  run.incrementAndGet();
                  jitter();
                  throw new IllegalStateException();
                }));
          } catch (IllegalStateException e) {
            heard.incrementAndGet();
          }
          partner.await();
        }
      });
    } // the pool has ended
    assertThat(heard.get()).isEqualTo(run.get());
  }

  /** The pool's threads are handed back without an interrupt. */
  @Test
  void noInterruptIsLeftOnThePool() throws Exception {
    int rounds = rounds(20_000);
    var stale = new AtomicInteger();
    try (var pool = Executors.newSingleThreadExecutor();
        var partner = new RacePartner()) {
      for (int i = 0; i < rounds; i++) {
        var scope = new CancelScope();
        partner.start(() -> {
          jitter();
          scope.cancel("now");
        });
        scope.run(() -> {
          Weft.runIn(pool, (Action<RuntimeException>) RacePartner::jitter);
        });
        pool.submit(
                () -> {
                  if (Thread.interrupted()) stale.incrementAndGet();
                })
            .get();
        partner.await();
      }
    }
    assertThat(stale).hasValue(0);
  }

  /** An executor may run the body on the caller's own thread. */
  @Test
  void aTimeoutAroundWorkOnTheCallersThreadEndsNothingElse() {
    for (int i = rounds(300); i > 0; i--) {
      String result =
          Weft.scope(s -> {
            var task =
                s.start(() -> {
                  Weft.moveOnAfter(
                      Duration.ofNanos(100_000),
                      () -> Weft.runIn(Runnable::run, () -> Weft.sleep(Duration.ofHours(1))));
                  Weft.checkpoint();
                  return "went on";
                });
            return task.await();
          });
      assertThat(result).isEqualTo("went on");
    }
  }

  @Test
  void aReporterThatThrowsAnErrorHangsNothing() {
    Environment.standard()
        .reporter((who, error) -> {
          throw new AssertionError(who);
        })
        .run(() -> {
          Weft.scope(s -> {
            s.start(() -> {})
                .onDone(outcome -> {
                  throw new IllegalStateException();
                });
          });
        });
  }
}
