package weft.internal.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;

/** Who waits for the lock leaves a processor to who holds it, and keeps its interrupt. */
@Proof
@Timeout(60)
class SpinLockTest {
  private static final int WAITING = 2 * Runtime.getRuntime().availableProcessors() + 1;

  private final SpinLock lock = new SpinLock();
  private final AtomicInteger interrupted = new AtomicInteger();
  private volatile boolean goesOn;

  /** Has its processor taken away in the middle. */
  private void hold(CountDownLatch held) {
    lock.lock();
    held.countDown();
    while (!goesOn) LockSupport.park();
    lock.unlock();
  }

  private void meet(CountDownLatch come) {
    Thread.currentThread().interrupt();
    come.countDown();
    lock.lock();
    lock.unlock();
    if (Thread.currentThread().isInterrupted()) interrupted.incrementAndGet();
  }

  @Test
  void interruptedOnesOnAllCarriersLetTheHolderGoOn() throws InterruptedException {
    int rounds = RacePartner.rounds(400);
    for (int round = 0; round < rounds; round++) {
      goesOn = false;
      var held = new CountDownLatch(1);
      var holder = Thread.startVirtualThread(() -> hold(held));
      held.await();
      var come = new CountDownLatch(WAITING);
      var waiting = new ArrayList<Thread>();
      for (int i = 0; i < WAITING; i++) {
        waiting.add(Thread.startVirtualThread(() -> meet(come)));
      }
      come.await();
      goesOn = true;
      LockSupport.unpark(holder);
      holder.join();
      for (var thread : waiting) thread.join();
    }
    assertThat(interrupted).hasValue(rounds * WAITING);
  }
}
