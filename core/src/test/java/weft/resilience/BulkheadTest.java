package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Promise;
import weft.Proof;
import weft.RacePartner;
import weft.Task;
import weft.Weft;

/** So many at once, so many waiting, and not one more. */
@Timeout(60)
class BulkheadTest {
  private static Task<?> waiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.onSpinWait();
    return task;
  }

  @Test
  void refusesWhoFindsNoRoomToWait() {
    var bulkhead = Bulkhead.of(1, 2);
    var gate = new Promise<Boolean>();
    var order = new ArrayList<Integer>();
    Weft.scope(s -> {
      waiting(s.start(() -> bulkhead.call(gate::await)));
      for (int i = 0; i < 2; i++) {
        int n = i;
        waiting(
            s.start(() -> {
              bulkhead.call(() -> order.add(n));
            }));
      }
      assertThat(bulkhead.running()).isEqualTo(1);
      assertThat(bulkhead.waiters()).isEqualTo(2);
      assertThatExceptionOfType(BulkheadFullException.class)
          .isThrownBy(() -> bulkhead.call(() -> order.add(99)))
          .withMessage("the bulkhead is full: 1 calls go on and 2 wait");
      gate.complete(true);
    });
    assertThat(order).containsExactly(0, 1);
    assertThat(bulkhead).hasToString("bulkhead with 0 of 1 calls");
  }

  @Test
  void oneWhoLeavesTheLineMakesRoom() {
    var bulkhead = Bulkhead.of(1, 1);
    var gate = new Promise<Boolean>();
    var called = new AtomicInteger();
    Weft.scope(s -> {
      waiting(s.start(() -> bulkhead.call(gate::await)));
      for (int i = 0; i < 5; i++) {
        var leaving = waiting(s.start(() -> bulkhead.call(called::incrementAndGet)));
        leaving.cancel("leaves");
        while (!leaving.isDone()) Thread.onSpinWait();
      }
      waiting(s.start(() -> bulkhead.call(called::incrementAndGet)));
      gate.complete(true);
    });
    assertThat(called).hasValue(1);
  }

  @Proof
  @Test
  void underRandomCancellationNothingIsLost() {
    var bulkhead = Bulkhead.of(2, 3);
    var inside = new AtomicInteger();
    var wrong = new AtomicInteger();
    var counts = List.of(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    int each = RacePartner.rounds(20_000) / 8;
    Weft.scope(s -> {
      for (int t = 0; t < 8; t++) {
        s.start(() -> {
          for (int i = 0; i < each; i++) {
            var scope = new CancelScope();
            boolean cancel = ThreadLocalRandom.current().nextInt(4) == 0;
            try {
              boolean done =
                  scope.run(() -> {
                    bulkhead.call(() -> {
                      if (inside.incrementAndGet() > 2) wrong.incrementAndGet();
                      if (cancel) scope.cancel("inside");
                      Thread.yield();
                      inside.decrementAndGet();
                      Weft.checkpoint();
                    });
                  });
              counts.get(done ? 0 : 1).incrementAndGet();
            } catch (BulkheadFullException e) {
              counts.get(2).incrementAndGet();
            }
          }
        });
      }
    });
    assertThat(wrong).hasValue(0);
    assertThat(bulkhead.running()).isZero();
    assertThat(bulkhead.waiters()).isZero();
    assertThat(counts).allMatch(n -> n.get() > 0);
    for (int i = 0; i < 10; i++) bulkhead.call(() -> 1);
  }

  @Test
  void badLimitsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Bulkhead.of(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Bulkhead.of(1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Bulkhead.of(1, Integer.MAX_VALUE));
  }
}
