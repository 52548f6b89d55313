package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.LONG;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilBlocked;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.scope;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Meetings of cancellers and strands that are too rare to wait for: nodes made for it stop them.
 */
@Timeout(30)
class DeliveryTest {
  /** A node that tells when a canceller passes it, or looks upwards through it. */
  private static final class Probe extends CancelNode {
    private final Strand owner;
    private volatile Runnable whenReached = () -> {};
    private volatile Runnable whenWalked = () -> {};

    Probe(Strand owner) {
      super(null);
      this.owner = owner;
    }

    @Override
    Strand owner() {
      return owner;
    }

    @Override
    void onReached(Cancellation by) {
      whenReached.run();
    }

    @Override
    boolean isShield() {
      whenWalked.run();
      return false;
    }
  }

  @Test
  void secondCancellerMeetsAFirstOneThatFindsItsScopeLeft() {
    // The first one has claimed the strand, and looked at the outer scope already, when the second
    // one cancels that and finds the strand claimed: one of them has to interrupt it.
    var outer = new CancelScope();
    var inner = new CancelScope();
    var above = new AtomicReference<Probe>();
    var below = new AtomicReference<Probe>();
    var leave = new AtomicBoolean();
    var left = new AtomicBoolean();
    var slept = new AtomicReference<Throwable>();
    var thread = new AtomicReference<Thread>();
    scope(s -> {
      var task =
          s.start(() -> {
            var strand = Strand.current();
            thread.set(Thread.currentThread());
            above.set(new Probe(strand));
            strand.enter(above.get());
            outer.run(() -> {
              inner.run(() -> {
                var probe = new Probe(strand);
                strand.enter(probe);
                below.set(probe);
                until(leave::get);
                strand.leave(probe);
              });
              left.set(true);
              slept.set(thrownBy(() -> Thread.sleep(LONG)));
            });
            strand.leave(above.get());
          });
      until(() -> below.get() != null);
      below.get().whenReached =
          () -> {
            leave.set(true);
            until(left::get);
            untilBlocked(thread.get());
          };
      var canceller = Thread.currentThread();
      var once = new AtomicBoolean();
      above.get().whenWalked =
          () -> {
            if (Thread.currentThread() == canceller && once.compareAndSet(false, true)) {
              var second = Thread.ofPlatform().start(() -> outer.cancel("outer"));
              until(outer::isCancelled);
              // it ends now, or waits for the first one to be done: let it come that far
              for (int i = 0; i < 10_000 && second.isAlive(); i++) Thread.yield();
            }
          };
      inner.cancel("inner");
      above.get().whenWalked = () -> {};
      try {
        until(task::isDone);
      } finally {
        thread.get().interrupt();
      }
    });
    assertThat(slept.get()).isInstanceOf(InterruptedException.class);
    assertThat(outer.isCancelled()).isTrue();
  }

  @Test
  void closingARegistrationKeepsTheInterruptForTheNextBlockingCall() {
    var fired = new AtomicBoolean();
    var closing = new AtomicBoolean();
    // On platform threads: one that is interrupted can't wait for others without keeping its
    // carrier.
    Environment.standard()
        .threads(Thread.ofPlatform().factory())
        .run(() ->
            scope(s -> {
              var self = new AtomicReference<Task<?>>();
              var task =
                  s.start(() -> {
                    var registration =
                        Weft.onCancel(() -> {
                          fired.set(true);
                          until(closing::get);
                          untilWaiting(self.get());
                        });
                    until(() -> fired.get() && Thread.currentThread().isInterrupted());
                    closing.set(true);
                    registration.close(); // waits for the action, which takes the interrupt away
                    Thread.sleep(LONG);
                  });
              self.set(task);
              until(() -> task.state() == Task.State.RUNNING);
              task.cancel("cut");
              until(task::isDone);
              assertThat(task.outcome()).contains(new Outcome.Cancelled<>("cut"));
            }));
  }
}
