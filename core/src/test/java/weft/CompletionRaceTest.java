package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One outcome, many who wait for it, and some who stop waiting. */
@Proof
@Timeout(60)
class CompletionRaceTest {
  @Test
  void allWaitersAndCallbacksHearOfItOnce() {
    for (int round = RacePartner.rounds(3_000); round > 0; round--) {
      var promise = new Promise<Integer>();
      var heard = new AtomicInteger();
      var won = new AtomicInteger();
      Weft.scope(s -> {
        for (int i = 0; i < 3; i++) {
          int value = i;
          s.start(() -> heard.addAndGet(promise.await() >= 0 ? 1 : 0));
          s.start(() -> promise.onDone(outcome -> heard.incrementAndGet()));
          s.start(() -> {
            RacePartner.jitter();
            if (promise.complete(value)) won.incrementAndGet();
          });
        }
      });
      assertThat(heard).hasValue(6);
      assertThat(won).hasValue(1);
    }
  }

  /** Waits that are given up leave nothing behind, and take nobody's wake-up along. */
  @Test
  void cancelledWaitersTakeNobodysWakeUp() {
    for (int round = RacePartner.rounds(2_000); round > 0; round--) {
      var promise = new Promise<Integer>();
      var leaving = new CancelScope();
      var heard = new AtomicInteger();
      Weft.scope(s -> {
        for (int i = 0; i < 3; i++) {
          s.start(() -> {
            promise.await();
            heard.incrementAndGet();
          });
        }
        s.start(() -> {
          boolean unused =
              leaving.run(() -> {
                int value = promise.await();
              });
        });
        s.start(() -> leaving.cancel("leaves"));
        RacePartner.jitter();
        promise.complete(1);
      });
      assertThat(heard).hasValue(3);
    }
  }

  /** One long task among many short ones, waited for in turn. */
  @Test
  void waitingOftenForOneTaskLeavesNothingOnIt() {
    var refs = new ArrayList<WeakReference<Object>>();
    Weft.scope(s -> {
      var end = new Promise<Void>();
      Task<Object> longTask = s.start(() -> (Object) end.await());
      for (int i = 0; i < 100; i++) {
        Task<Object> shortTask = s.start(() -> new Object());
        refs.add(new WeakReference<>(shortTask));
        shortTask.await();
        Weft.firstCompleted(List.of(shortTask, longTask));
      }
      System.gc();
      System.gc();
      long kept = refs.stream().filter(r -> r.get() != null).count();
      end.complete(null);
      assertThat(kept).isLessThan(10);
    });
  }
}
