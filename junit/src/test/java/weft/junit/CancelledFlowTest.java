package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import weft.channel.Channel;
import weft.flow.Flow;

/**
 * Tasks of a pipeline are cancelled together, and which hears of it first is up to the schedule.
 * What one leaves behind then is no failure of another, and nobody keeps anything.
 */
class CancelledFlowTest {
  private static final int SCHEDULES = 200;

  private static Duration millis(long n) {
    return Duration.ofMillis(n);
  }

  /** Runs {@code pipeline} on many schedules until it is cancelled; counts how often it was. */
  private static void isCut(Runnable pipeline) {
    var cut = new AtomicInteger();
    Simulation.seeds(SCHEDULES)
        .run(() -> {
          if (!moveOnAfter(millis(5), pipeline::run)) cut.incrementAndGet();
        });
    assertThat(cut).hasValue(SCHEDULES);
  }

  @Test
  void theReaderOfAChannelThatACancelledFlowFilledIsCancelledToo() {
    isCut(() -> {
      var channel = Channel.<Long>buffered(1);
      scope(s -> {
        s.start(() -> Flow.tick(millis(1)).toChannel(channel));
        channel.forEach(_ -> sleep(millis(1)));
      });
    });
  }

  @Test
  void soIsWhoSendsToIt() {
    isCut(() -> {
      var channel = Channel.<Long>rendezvous();
      scope(s -> {
        s.start(() -> {
          try {
            sleep(Duration.ofHours(1));
          } catch (weft.CancelledError e) {
            channel.fail(e);
            throw e;
          }
        });
        channel.send(1L);
      });
    });
  }

  @Test
  void soAreSubscribersOfASharedFlow() {
    isCut(() ->
        scope(s -> {
          var shared = Flow.tick(millis(1)).share(s, 2);
          s.start(shared::drain);
          shared.forEach(_ -> sleep(millis(1)));
        }));
  }

  /** One whose task was cancelled before it began never ran, and so never gave back its turn. */
  @Test
  void mergedFlowsThatNeverBeganHaveNoTurn() {
    isCut(() -> Flow.tick(millis(1)).flatMapMerge(3, _ -> Flow.tick(millis(1)).take(2)).drain());
    Simulation.seeds(SCHEDULES)
        .run(() -> {
          var first = Flow.range(0, 3).flatMapMerge(3, i -> Flow.of(i, i)).first();
          assertThat(first).isBetween(0, 2);
        });
  }
}
