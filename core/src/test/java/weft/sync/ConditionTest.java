package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.sync.RandomCancellation.untilWaiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.Proof;
import weft.RacePartner;
import weft.Scope;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** Waiting for, and giving, signals under a mutex. */
@Timeout(30)
class ConditionTest {
  private final Mutex mutex = new Mutex();
  private final Condition condition = mutex.condition();
  private final List<Integer> woken = new ArrayList<>(); // guarded by the mutex

  private Task<Void> waiter(Scope scope, int number) {
    var task =
        scope.start(() ->
            mutex.with(() -> {
              condition.await();
              woken.add(number);
            }));
    untilWaiting(task);
    while (mutex.isHeld()) Thread.onSpinWait();
    return task;
  }

  private void signal() {
    mutex.with(condition::signal);
  }

  @Test
  void signalsGoToThoseWhoWaitInTheOrderOfArrival() {
    Weft.scope(s -> {
      var tasks = new ArrayList<Task<Void>>();
      for (int i = 0; i < 5; i++) tasks.add(waiter(s, i));
      assertThat(condition.waiters()).isEqualTo(5);
      signal();
      tasks.getFirst().await();
      assertThat(tasks.get(1).isDone()).isFalse();
      mutex.with(condition::signalAll);
    });
    assertThat(woken).containsExactly(0, 1, 2, 3, 4);
    assertThat(condition.waiters()).isZero();
    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void aSignalThatNobodyWaitsForIsGone() {
    signal();
    Weft.supervise(s -> {
      var task = waiter(s, 0);
      signal();
      task.await();
    });
    assertThat(woken).containsExactly(0);
  }

  /** Signalled, and cancelled before it gets the mutex: either it returns, or the next does. */
  @Proof
  @Test
  void oneWhoIsCancelledPassesTheSignalOn() {
    int passedOn = 0;
    for (int i = 0; i < RacePartner.rounds(500); i++) {
      woken.clear();
      Weft.supervise(s -> {
        var first = waiter(s, 0);
        var second = waiter(s, 1);
        try (var _ = mutex.acquire()) {
          condition.signal(); // the first now stands in line for the mutex
          first.cancel("after the signal");
          RacePartner.jitter();
        }
        while (!first.isDone()) Thread.onSpinWait();
        if (mutex.with(() -> woken.contains(0))) signal();
        second.await();
      });
      if (woken.equals(List.of(1))) passedOn++;
      else assertThat(woken).containsExactly(0, 1);
    }
    assertThat(passedOn).isPositive();
  }

  @Test
  void oneWhoIsCancelledBeforeTheSignalDoesNotGetIt() {
    Weft.supervise(s -> {
      var first = waiter(s, 0);
      var second = waiter(s, 1);
      first.cancel("before the signal");
      while (!first.isDone()) Thread.onSpinWait();
      assertThat(condition.waiters()).isEqualTo(1);
      signal();
      second.await();
    });
    assertThat(woken).containsExactly(1);
  }

  @Test
  void oneWhoIsCancelledHoldsTheMutexAgainWhenItLearnsOfIt() {
    var held = new AtomicBoolean();
    Weft.supervise(s -> {
      var task =
          s.start(() ->
              mutex.with(() -> {
                try {
                  condition.await();
                } finally {
                  held.set(mutex.holder().orElseThrow() == Thread.currentThread());
                }
              }));
      untilWaiting(task);
      try (var _ = mutex.acquire()) {
        task.cancel("while another holds the mutex");
        untilWaiting(task);
        assertThat(task.isDone()).isFalse();
      }
    });
    assertThat(held).isTrue();
    assertThat(mutex.isHeld()).isFalse();
  }

  /** Once a grace period is over no suspension waits, and yet the mutex must be held again. */
  @Test
  void soDoesOneWhoIsForced() {
    var clock = new StepClock();
    var held = new AtomicBoolean();
    clock
        .environment()
        .run(() ->
            Weft.supervise(s -> {
              var task =
                  s.start(() ->
                      mutex.with(() -> {
                        try {
                          condition.await();
                        } finally {
                          held.set(mutex.holder().orElseThrow() == Thread.currentThread());
                        }
                      }));
              untilWaiting(task);
              try (var _ = mutex.acquire()) {
                task.cancel("now", Duration.ofSeconds(1));
                while (mutex.waiters() == 0) Thread.onSpinWait();
                clock.advance(Duration.ofSeconds(2));
                while (mutex.waiters() > 0) Thread.onSpinWait();
                assertThat(task.isDone()).isFalse();
              }
            }));
    assertThat(held).isTrue();
    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void awaitUntilAsksAgainAfterEverySignal() {
    var items = new ArrayList<String>(); // guarded by the mutex
    Weft.scope(s -> {
      var task =
          s.start(() ->
              mutex.with(() -> {
                condition.awaitUntil(() -> items.size() == 2);
                return List.copyOf(items);
              }));
      for (var item : List.of("a", "b")) {
        untilWaiting(task);
        mutex.with(() -> {
          items.add(item);
          condition.signal();
        });
      }
      assertThat(task.await()).containsExactly("a", "b");
    });
  }

  @Test
  void whatThePredicateThrowsComesOut() {
    mutex.with(() -> {
      assertThatThrownBy(() ->
              condition.awaitUntil(() -> {
                throw new IllegalArgumentException("broken");
              }))
          .hasMessage("broken");
      assertThat(mutex.holder()).hasValue(Thread.currentThread());
    });
  }

  @Test
  void oneWhoIsCancelledDoesNotBeginToWait() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() ->
            mutex.with(() -> {
              scope.cancel("before");
              assertThatThrownBy(condition::await).isInstanceOf(CancelledError.class);
              assertThatThrownBy(() -> condition.awaitUntil(() -> true))
                  .isInstanceOf(CancelledError.class);
              assertThat(mutex.isHeld()).isTrue();
            }));
    assertThat(done).isTrue();
    assertThat(condition.waiters()).isZero();
  }

  @Test
  void allOfItIsForTheHolder() {
    for (Runnable use :
        List.<Runnable>of(
            condition::await,
            () -> condition.awaitUntil(() -> true),
            condition::signal,
            condition::signalAll)) {
      assertThatIllegalStateException()
          .isThrownBy(use::run)
          .withMessageEndingWith("doesn't hold the free mutex");
    }
  }

  @Test
  void itShowsItsMutexAndWhoWaits() {
    Weft.supervise(s -> {
      var task = waiter(s, 0);
      assertThat(condition).hasToString("condition of a free mutex, 1 waiting for a signal");
      task.cancel("end");
    });
  }
}
