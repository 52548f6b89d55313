package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.scope;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one way to wait, as those use it who build something of their own upon it. */
@Timeout(30)
class SuspensionTest {
  /** A wait for a value that is handed over. */
  private static final class Handover extends Suspension {
    private int value;

    Handover() {
      super("a hand-over");
    }
  }

  @Test
  void resumedBeforeTheWaitBegins() {
    var suspension = new Suspension("a word");
    assertThat(suspension.on()).isEqualTo("a word");
    assertThat(suspension.resume()).isTrue();
    assertThat(suspension.resume()).isFalse();
    suspension.await();
    assertThat(suspension.isCancelled()).isFalse();
    assertNotInterrupted();
  }

  @Proof
  @Test
  void handsOverFromAnyThread() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      int n = i;
      int seen =
          scope(s -> {
            var handover = new Handover();
            s.start(() -> {
              handover.value = n;
              handover.resume();
            });
            handover.await();
            return handover.value;
          });
      assertThat(seen).isEqualTo(n);
    }
  }

  @Test
  void cancelledWhileWaiting() {
    scope(s -> {
      var made = new AtomicReference<Suspension>();
      var task =
          s.start(() -> {
            var suspension = new Suspension("x");
            made.set(suspension);
            suspension.await();
          });
      untilWaiting(task);
      task.cancel("cut");
      until(task::isDone);
      assertThat(made.get().isCancelled()).isTrue();
      assertThat(made.get().resume()).isFalse();
    });
  }

  @Test
  void notEvenMadeInACancelledScope() {
    var scope = new CancelScope();
    scope.cancel("before");
    scope.run(() ->
        assertThatExceptionOfType(CancelledError.class)
            .isThrownBy(() -> new Suspension("x"))
            .withMessage("before"));
  }

  @Proof
  @Test
  void exactlyOneOfResumptionAndCancellationWins() {
    for (int i = RacePartner.rounds(10_000); i > 0; i--) {
      var resumed = new AtomicInteger();
      var returned = new AtomicInteger();
      scope(s -> {
        var made = new Promise<Suspension>();
        var task =
            s.start(() -> {
              var suspension = new Suspension("x");
              made.complete(suspension);
              suspension.await();
              returned.incrementAndGet();
            });
        s.start(() -> {
          if (made.await().resume()) resumed.incrementAndGet();
        });
        if (task.state() == Task.State.WAITING) task.cancel("race");
      });
      assertThat(returned.get()).isEqualTo(resumed.get());
    }
  }
}
