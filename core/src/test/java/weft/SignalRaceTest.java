package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.RacePartner.jitter;
import static weft.RacePartner.rounds;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A strand and its cancellers at the same instant: no interrupt is left behind, and none is lost.
 */
@Proof
@Timeout(120)
class SignalRaceTest {
  private final RacePartner partner = new RacePartner();
  private final RacePartner second = new RacePartner();
  private final AtomicInteger violations = new AtomicInteger();

  @AfterEach
  void end() {
    partner.close();
    second.close();
  }

  private void assertNoViolation() {
    assertThat(violations).hasValue(0);
  }

  private static void checkUntilTold() {
    for (int i = 1; ; i++) {
      Weft.checkpoint();
      if (i % 256 == 0) Thread.yield();
    }
  }

  private static boolean interrupted() {
    return Thread.interrupted();
  }

  /** Whether the strand has heard, or is sure to hear in its next blocking call. */
  private void expectInterrupt() {
    if (!Thread.currentThread().isInterrupted()) violations.incrementAndGet();
  }

  /** Runs on a platform thread that is not the test's own, so that its flag is ours alone. */
  private void repeat(int usual, Action<?> round) throws Exception {
    int rounds = rounds(usual);
    Fixtures.onPlatform(() -> {
      for (int i = 0; i < rounds; i++) {
        round.run();
        if (interrupted()) violations.incrementAndGet();
      }
    });
    assertNoViolation();
  }

  @Test
  void noInterruptIsLeftWhenTheStrandIsToldByACheckpoint() throws Exception {
    repeat(
        20_000,
        () -> {
          var scope = new CancelScope();
          partner.start(() -> {
            jitter();
            scope.cancel("now");
          });
          scope.run(() -> {
            while (true) Weft.checkpoint();
          });
          partner.await();
        });
  }

  @Test
  void noInterruptIsLeftWhenTwoCancelAndTheStrandIsTold() throws Exception {
    repeat(
        10_000,
        () -> {
          var outer = new CancelScope();
          var inner = new CancelScope();
          partner.start(() -> {
            jitter();
            outer.cancel("outer");
          });
          second.start(() -> {
            jitter();
            inner.cancel("inner");
          });
          outer.run(() -> {
            inner.run(() -> {
              while (true) Weft.checkpoint();
            });
            while (true) Weft.checkpoint();
          });
          partner.await();
          second.await();
        });
  }

  @Test
  void noInterruptIsLeftWhenAScopeEndsAsItIsCancelled() throws Exception {
    repeat(
        20_000,
        () -> {
          var scope = new CancelScope();
          partner.start(() -> {
            jitter();
            scope.cancel("now");
          });
          scope.run((Action<RuntimeException>) RacePartner::jitter);
          if (interrupted()) violations.incrementAndGet();
          partner.await();
        });
  }

  @Test
  void noInterruptIsLeftByNestedDeadlines() throws Exception {
    repeat(
        5_000,
        () -> {
          long nanos = ThreadLocalRandom.current().nextLong(50_000);
          Weft.moveOnAfter(
              Duration.ofNanos(nanos),
              () -> {
                Weft.moveOnAfter(
                    Duration.ofNanos(nanos),
                    () -> {
                      for (int i = 0; i < 500; i++) Weft.checkpoint();
                    });
                jitter();
              });
        });
  }

  @Test
  void leavingOneScopeLosesNoInterruptOfAnother() throws Exception {
    repeat(
        10_000,
        () -> {
          var outer = new CancelScope();
          var inner = new CancelScope();
          outer.run(() -> {
            partner.start(() -> {
              jitter();
              outer.cancel("outer");
            });
            second.start(() -> {
              jitter();
              inner.cancel("inner");
            });
            inner.run((Action<RuntimeException>) RacePartner::jitter);
            partner.await();
            second.await();
            expectInterrupt();
          });
        });
  }

  @Test
  void leavingAnInterruptedScopeLosesNoInterruptOfAnother() throws Exception {
    repeat(
        10_000,
        () -> {
          var outer = new CancelScope();
          var inner = new CancelScope();
          outer.run(() -> {
            inner.run(() -> {
              inner.cancel("inner");
              partner.start(() -> {
                jitter();
                outer.cancel("outer");
              });
              jitter();
            });
            partner.await();
            expectInterrupt();
          });
        });
  }

  @Test
  void leavingAShieldLosesNoInterrupt() throws Exception {
    repeat(
        10_000,
        () -> {
          var outer = new CancelScope();
          outer.run(() -> {
            partner.start(() -> {
              jitter();
              outer.cancel("outer");
            });
            jitter();
            Weft.shield((Action<RuntimeException>) RacePartner::jitter);
            partner.await();
            expectInterrupt();
          });
        });
  }

  @Test
  void noInterruptReachesShieldedCode() throws Exception {
    repeat(
        10_000,
        () -> {
          var outer = new CancelScope();
          outer.run(() -> {
            partner.start(() -> {
              jitter();
              outer.cancel("outer");
            });
            jitter();
            Weft.shield(() -> {
              jitter();
              if (Thread.currentThread().isInterrupted()) violations.incrementAndGet();
              partner.await();
              if (Thread.currentThread().isInterrupted()) violations.incrementAndGet();
            });
          });
        });
  }

  @Test
  void aSuspensionThatEndsAsItIsCancelledPassesTheNewsOn() throws Exception {
    repeat(
        20_000,
        () -> {
          var scope = new CancelScope();
          var promise = new Promise<Integer>();
          scope.run(() -> {
            partner.start(() -> {
              jitter();
              scope.cancel("now");
            });
            second.start(() -> {
              jitter();
              promise.complete(1);
            });
            boolean heard = false;
            try {
              promise.await();
            } catch (CancelledError e) {
              heard = true;
            }
            partner.await();
            second.await();
            if (!heard) expectInterrupt();
          });
        });
  }

  @Test
  void onCancelRunsWhenRegisteredAsTheCancellationComes() throws Exception {
    repeat(
        20_000,
        () -> {
          Weft.checkpoint(); // forgets the rounds before
          var scope = new CancelScope();
          var closed = new AtomicBoolean();
          scope.run(() -> {
            partner.start(() -> {
              jitter();
              scope.cancel("now");
            });
            while (!scope.isCancelled()) Thread.onSpinWait(); // written, not yet delivered
            try (var _ = Weft.onCancel(() -> closed.set(true))) {
              partner.await();
            }
            if (!closed.get()) violations.incrementAndGet();
          });
        });
  }

  @Test
  void aCancellationWhileAnActionIsAwaitedInterruptsTheNextBlockingCall() throws Exception {
    repeat(
        50,
        () -> {
          var outer = new CancelScope();
          var inner = new CancelScope();
          var release = new Promise<Boolean>();
          var strand = Strand.current();
          outer.run(() -> {
            inner.run(() -> {
              try (var _ = Weft.onCancel(release::await)) {
                inner.cancel("inner");
                if (!interrupted()) violations.incrementAndGet(); // heard of it
                partner.start(() -> {
                  Fixtures.until(() -> strand.waiting() != null);
                  outer.cancel("outer");
                  release.complete(true);
                });
              }
            });
            partner.await();
            expectInterrupt();
          });
        });
  }

  @Test
  void callbacksOfACancelledTaskAreNotInterrupted() {
    for (int i = rounds(500); i > 0; i--) {
      Weft.supervise(s -> {
        var task =
            s.start(() -> {
              while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
            });
        task.onDone(outcome -> {
          if (Thread.currentThread().isInterrupted()) violations.incrementAndGet();
        });
        Fixtures.until(() -> task.state() == Task.State.RUNNING);
        task.cancel("now");
      });
    }
    assertNoViolation();
  }
}
