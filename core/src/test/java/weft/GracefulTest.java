package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.graceful;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that goes on for a while after its cancellation. */
@Timeout(30)
class GracefulTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final List<String> seen = new ArrayList<>();

  private void onClock(ScopeAction<RuntimeException> body) {
    clock.environment().run(() -> scope(body));
  }

  private void job(Duration takes) {
    try {
      graceful(GRACE, () -> sleep(takes));
      seen.add("done");
    } finally {
      if (seen.isEmpty()) {
        shield(() -> {
          sleep(Duration.ZERO); // clean-up may suspend, after the grace too
          seen.add("given back");
        });
      }
    }
  }

  @Test
  void whatIsDoneInTimeIsDone() {
    onClock(s -> {
      var task = s.start(() -> job(Duration.ofSeconds(4)));
      untilWaiting(task);
      task.cancel("shutting down");
      clock.awaitTimers(2);
      clock.advance(Duration.ofSeconds(4));
      Fixtures.until(task::isDone);
      assertThat(task.outcome()).contains(new Outcome.Success<>(null)); // nothing suspended after
    });
    assertThat(seen).containsExactly("done");
  }

  @Test
  void whatIsNotIsCutShortAndMayCleanUp() {
    onClock(s -> {
      var task = s.start(() -> job(LONG));
      untilWaiting(task);
      task.cancel("shutting down");
      clock.awaitTimers(2);
      clock.advance(Duration.ofSeconds(4));
      task.cancel("again"); // doesn't begin it anew
      assertThat(task.isDone()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      Fixtures.until(task::isDone);
      assertThat(task.outcome()).contains(new Outcome.Cancelled<>("shutting down"));
    });
    assertThat(seen).containsExactly("given back");
  }

  @Test
  void withoutACancellationThereIsNoLimit() throws IOException {
    int value =
        graceful(
            Duration.ZERO,
            () -> {
              checkpoint();
              return 7;
            });
    assertThat(value).isEqualTo(7);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            graceful(
                GRACE,
                () -> {
                  throw new IOException("mine");
                }));
    Object nothing = graceful(GRACE, () -> null);
    assertThat(nothing).isNull();
  }

  @Test
  void deadlineBeginsTheGrace() {
    onClock(s -> {
      var task =
          s.start(
              () -> moveOnAfter(Duration.ofSeconds(1), () -> graceful(GRACE, () -> sleep(LONG))));
      untilWaiting(task);
      clock.advance(Duration.ofSeconds(5));
      assertThat(task.isDone()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      assertThat(task.await()).isFalse();
    });
  }

  @Test
  void oneThatIsCancelledBeforeItBeginsHasItsGrace() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          scope.cancel("before");
          graceful(LONG, () -> checkpoint());
          seen.add("done");
          seen.add(
              ""
                  + (thrownBy(() -> graceful(Duration.ZERO, () -> suspendForever()))
                      instanceof CancelledError));
          checkpoint();
        });
    assertThat(done).isFalse();
    assertThat(seen).containsExactly("done", "true");
    assertNotInterrupted();
  }

  @Test
  void failureDuringTheGraceComesOut() {
    var scope = new CancelScope();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            scope.run(() ->
                graceful(
                    LONG,
                    () -> {
                      scope.cancel("now");
                      throw new IOException("mine");
                    })));
    assertNotInterrupted();
  }

  @Test
  void blockingCallIsInterruptedAfterTheGraceOnly() throws InterruptedException {
    var scope = new CancelScope();
    boolean done =
        scope.run(() ->
            graceful(
                Duration.ofMillis(1),
                () -> {
                  scope.cancel("now");
                  blockForever();
                }));
    assertThat(done).isFalse();
    assertNotInterrupted();
  }

  @Test
  void forcedCancellationPasses() {
    onClock(s -> {
      var task = s.start(() -> graceful(LONG, () -> suspendForever()));
      untilWaiting(task);
      task.cancel("now", Duration.ZERO);
      Fixtures.until(task::isDone);
      assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
    });
  }

  @Test
  void cancellationsAtAnyMomentAreNeverLost() {
    for (int i = 0; i < 3_000; i++) {
      scope(s -> {
        var task =
            s.start(() -> {
              graceful(Duration.ZERO, () -> {});
              graceful(Duration.ZERO, () -> suspendForever());
            });
        task.cancel("race");
      });
      assertThat(thrownBy(() -> timeout(LONG, () -> checkpoint()))).isNull();
    }
  }
}
