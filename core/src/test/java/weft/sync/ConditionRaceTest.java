package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.Weft;

/** A bounded buffer of conditions, whose users are cancelled at random. */
@Proof
@Timeout(60)
class ConditionRaceTest {
  private static final int CAPACITY = 3;

  private final Mutex mutex = new Mutex();
  private final Condition notEmpty = mutex.condition();
  private final Condition notFull = mutex.condition();
  private final ArrayDeque<Integer> items = new ArrayDeque<>(); // guarded by the mutex
  private int put; // guarded by the mutex
  private int taken; // guarded by the mutex
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();

  private void noteWhoIsIn() {
    if (inside.getAndIncrement() != 0) violations.incrementAndGet();
    if (inside.decrementAndGet() != 0) violations.incrementAndGet();
  }

  private void put(int item) {
    try (var _ = mutex.acquire()) {
      try {
        notFull.awaitUntil(() -> items.size() < CAPACITY);
      } finally {
        noteWhoIsIn(); // cancelled or not
      }
      items.add(item);
      put++;
      notEmpty.signal();
    }
  }

  private void take() {
    try (var _ = mutex.acquire()) {
      try {
        notEmpty.awaitUntil(() -> !items.isEmpty());
      } finally {
        noteWhoIsIn();
      }
      if (items.poll() == null) violations.incrementAndGet();
      taken++;
      notFull.signal();
    }
  }

  /** A lost signal would leave both sides waiting: the helpers, never cancelled, see to the end. */
  @Test
  void noSignalIsLostAndNobodyIsInWithAnother() {
    Weft.scope(s -> {
      s.background(
          "fills",
          () -> {
            while (true) put(-1);
          });
      s.background(
          "empties",
          () -> {
            while (true) take();
          });
      RandomCancellation.run(
          30_000,
          (task, random) -> {
            if (random.nextBoolean()) put(task);
            else take();
          });
    });
    assertThat(violations).hasValue(0);
    assertThat(put - taken).isEqualTo(items.size());
    assertThat(mutex.isHeld()).isFalse();
    assertThat(mutex.waiters()).isZero();
    assertThat(notEmpty.waiters()).isZero();
    assertThat(notFull.waiters()).isZero();
  }
}
