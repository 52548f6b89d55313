package weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Weft;
import weft.inspect.Held;
import weft.internal.kit.Made;

/**
 * Lets one task in at a time, and may be held across suspensions.
 *
 * <p>It belongs to the task that acquired it, and only that one can release it. Fair: it goes to
 * those who wait in the order in which they came, and a newcomer doesn't overtake them. It can't be
 * taken again by its holder: that would wait for ever, and is refused instead. What happens before
 * a release is seen after the acquisition that follows.
 *
 * <p>{@link #condition} makes what tasks wait with for something to become true of what the mutex
 * guards.
 */
public final class Mutex implements Held {
  private static final VarHandle HOLDER;

  static {
    try {
      HOLDER = MethodHandles.lookup().findVarHandle(Mutex.class, "holder", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Permits permits = new Permits(this, 1);

  /** Written by the holder alone; others may see it a little late. */
  @SuppressWarnings("UnusedVariable") // used through HOLDER
  private @Nullable Thread holder;

  /** One time that somebody holds the mutex. */
  static final class Hold implements Permit {
    private final Mutex mutex;
    private boolean over; // used by the holder alone

    private Hold(Mutex mutex) {
      this.mutex = mutex;
    }

    @Override
    public void close() {
      mutex.requireHeld();
      if (over) throw new IllegalStateException("this permit of the mutex was closed before");
      over = true;
      mutex.release();
    }

    @Override
    public String toString() {
      return "permit of a " + mutex;
    }
  }

  /** A free mutex. */
  public Mutex() {
    Made.tell(this);
  }

  /**
   * Takes the mutex, waiting for it; closing what this returns gives it back.
   *
   * @throws IllegalStateException if the caller holds it already
   * @throws CancelledError if the caller is cancelled; it then doesn't hold the mutex
   */
  public Permit acquire() {
    lock();
    return new Hold(this);
  }

  /**
   * Takes the mutex if it is free and nobody waits.
   *
   * @return empty if it is not, also if it is the caller who holds it
   */
  public Optional<Permit> tryAcquire() {
    if (!permits.tryTakeOnly()) return Optional.empty();
    held();
    return Optional.of(new Hold(this));
  }

  /** Runs {@code body} while holding the mutex. */
  public <T extends @Nullable Object, X extends Throwable> T with(Body<T, X> body) throws X {
    lock();
    try {
      return body.call();
    } finally {
      unlock();
    }
  }

  /** Runs {@code body} while holding the mutex. */
  public <X extends Throwable> void with(Action<X> body) throws X {
    lock();
    try {
      body.run();
    } finally {
      unlock();
    }
  }

  /** A new condition, to wait with for something that this mutex guards. */
  public Condition condition() {
    return new Condition(this);
  }

  private void lock() {
    Weft.checkpoint();
    if (!permits.tryTakeOnly()) {
      if (isHeldByCaller()) {
        throw new IllegalStateException("this task holds the mutex already; it is not reentrant");
      }
      permits.take(1);
    }
    held();
  }

  private void unlock() {
    requireHeld();
    release();
  }

  /** Gives the mutex back, for one who holds it. */
  void release() {
    HOLDER.setRelease(this, null);
    permits.giveOnly();
  }

  /** Notes that the caller holds the mutex. */
  void held() {
    HOLDER.setRelease(this, Thread.currentThread());
  }

  void requireHeld() {
    if (!isHeldByCaller()) {
      throw new IllegalStateException(
          "this task, " + Waits.name(Thread.currentThread()) + ", doesn't hold the " + this);
    }
  }

  /** The permits that this is made of: one. */
  Permits permits() {
    return permits;
  }

  private boolean isHeldByCaller() {
    return HOLDER.getAcquire(this) == Thread.currentThread();
  }

  /** Tells whether somebody holds it. */
  public boolean isHeld() {
    return permits.free() == 0;
  }

  /** The thread of the task that holds it; empty also while it passes from one to the next. */
  public Optional<Thread> holder() {
    return Optional.ofNullable((Thread) HOLDER.getAcquire(this));
  }

  /** The {@link #holder}, if there is one. */
  @Override
  public List<Thread> holders() {
    return holder().stream().toList();
  }

  /** How many tasks wait. */
  public int waiters() {
    return permits.waiters();
  }

  @Override
  public String toString() {
    if (!isHeld()) return "free mutex";
    var by = holder().map(thread -> "held by " + Waits.name(thread)).orElse("being handed over");
    return "mutex " + by + Waits.text(waiters());
  }
}
