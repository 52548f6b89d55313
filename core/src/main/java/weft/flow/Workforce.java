package weft.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.internal.lock.SpinLock;

/**
 * A number of workers at most, who look for work by themselves, and rest when there is none.
 *
 * <p>One is called at a time: until it has begun to look, no other is. It calls the next itself if
 * it finds more than it can do. So work that takes no time is done by a few, without many wake-ups
 * for nothing, and work that waits has as many workers as it needs, one after the other.
 */
final class Workforce {
  private final Crew crew;
  private final int most;
  private final Runnable work;
  private final Consumer<@Nullable Throwable> ended;
  private final AtomicBoolean calling = new AtomicBoolean();
  private final SpinLock lock = new SpinLock();
  private final WaitQueue<Suspension> resting = new WaitQueue<>(); // guarded by the lock
  private volatile int idle; // its size
  private volatile int started; // changed by the one who is calling

  Workforce(Crew crew, int most, Runnable work, Consumer<@Nullable Throwable> ended) {
    this.crew = crew;
    this.most = most;
    this.work = work;
    this.ended = ended;
  }

  /** Calls a worker, unless one is on its way; to be said after the work can be seen. */
  void call() {
    if (calling.get() || (idle == 0 && started == most)) return;
    if (!calling.compareAndSet(false, true)) return;
    if (wake()) return;
    if (started == most) calling.set(false);
    else start();
  }

  private boolean wake() {
    while (true) {
      var wait = poll();
      if (wait == null) return false;
      if (wait.resume()) return true;
    }
  }

  private @Nullable Suspension poll() {
    if (idle == 0) return null;
    lock.lock();
    var wait = resting.poll();
    idle = resting.size();
    lock.unlock();
    return wait;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time is calling
  private void start() {
    started++;
    boolean done = false;
    try {
      var unused =
          crew.start(
              () -> {
                calling.set(false);
                work.run();
              },
              false,
              ended);
      done = true;
    } finally {
      if (!done) calling.set(false);
    }
  }

  /** Calls all who rest: there is no more work to come. */
  void callAll() {
    boolean woken = true;
    while (woken) woken = wake();
  }

  /**
   * Lets the calling worker rest until it is called.
   *
   * @param mayRest asked after others can see that it rests
   * @param whenResting run when it rests
   */
  void rest(BooleanSupplier mayRest, Runnable whenResting) {
    var wait = new Suspension(this);
    lock.lock();
    resting.add(wait);
    idle = resting.size();
    boolean rests = mayRest.getAsBoolean();
    if (!rests) leave(wait);
    lock.unlock();
    if (!rests) return;
    whenResting.run();
    try {
      wait.await();
    } catch (CancelledError e) {
      lock.lock();
      leave(wait);
      lock.unlock();
      throw e;
    }
    calling.set(false);
  }

  private void leave(Suspension wait) {
    resting.remove(wait);
    idle = resting.size();
  }

  @Override
  public String toString() {
    return "work for a parallel stage";
  }
}
