package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;

/** Readers and writers under random cancellation: never a writer with another, no hold lost. */
@Proof
@Timeout(60)
class RwLockRaceTest {
  private static final int WRITER = 1_000;

  private final RwLock lock = new RwLock();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private int value; // guarded by the lock

  private void read() {
    if (inside.incrementAndGet() >= WRITER) violations.incrementAndGet();
    int before = value;
    Thread.yield();
    if (value != before) violations.incrementAndGet();
    inside.decrementAndGet();
  }

  private void write(boolean downgrade) {
    if (inside.getAndAdd(WRITER) != 0) violations.incrementAndGet();
    value++;
    inside.addAndGet(-WRITER);
    if (downgrade) {
      lock.downgrade();
      read();
    }
  }

  @Test
  void randomUse() {
    RandomCancellation.run(
        60_000,
        (_, random) -> {
          switch (random.nextInt(6)) {
            case 0 -> lock.withWrite(() -> write(false));
            case 1 -> lock.withWrite(() -> write(true));
            case 2 ->
                lock.tryAcquireWrite()
                    .ifPresent(permit -> {
                      try (permit) {
                        write(false);
                      }
                    });
            default -> lock.withRead(this::read);
          }
        });
    assertThat(violations).hasValue(0);
    assertThat(lock).hasToString("free read-write lock");
  }
}
