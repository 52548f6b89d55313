package weft.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What goes on outside of a loop that it, or its virtual clock, should wait for: counts that
 * whoever begins and ends such a thing keeps.
 *
 * <p>An end comes after what it leads to: work whose result makes a task runnable has put it in
 * line before it is seen as ended.
 */
public final class Outside implements Seating {
  /** A kind of thing that goes on outside. */
  public enum Kind {
    /** A thread at work for the loop that does not wait in a suspension itself. */
    WORK,
    /** A future of others that a task of the loop awaits: who will end it isn't known. */
    STAGE,
    /** A channel that is watched for being ready. */
    CHANNEL,
    /** A signal that is handled. */
    SIGNAL
  }

  private final Dispatcher loop;
  private final Map<Kind, AtomicInteger> counts = new EnumMap<>(Kind.class); // never changed

  Outside(Dispatcher loop) {
    this.loop = loop;
    for (var kind : Kind.values()) counts.put(kind, new AtomicInteger());
  }

  /** How many of a kind go on. */
  public int count(Kind kind) {
    return counter(kind).get();
  }

  /** Whether nothing goes on. */
  public boolean isQuiet() {
    return counts.values().stream().allMatch(count -> count.get() == 0);
  }

  /** Notes that something begins. */
  public void begin(Kind kind) {
    counter(kind).incrementAndGet();
  }

  /** Notes that something has ended. */
  public void end(Kind kind) {
    if (counter(kind).decrementAndGet() == 0) loop.kick();
  }

  private AtomicInteger counter(Kind kind) {
    return Objects.requireNonNull(counts.get(kind));
  }

  /** A seat for a thread that is started here, outside of the loop, and counts while it works. */
  @Override
  public Seat seat(Runnable work, ThreadFactory threads) {
    return new Place(this, work, threads);
  }

  /** A seat for the calling thread, or the one that will run {@code work}, wherever that is. */
  public Seat seat(Runnable work) {
    return new Place(this, work, null);
  }

  private static final class Place extends Seat implements Runnable {
    private static final VarHandle STATE;

    static {
      try {
        STATE = MethodHandles.lookup().findVarHandle(Place.class, "state", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final Outside outside;
    private final Runnable work;
    private volatile @Nullable Thread thread;
    private volatile int state = RUNNING;

    Place(Outside outside, Runnable work, @Nullable ThreadFactory threads) {
      this.outside = outside;
      this.work = work;
      if (threads != null) thread = threads.newThread(this);
    }

    @Override
    public Thread thread() {
      return Objects.requireNonNull(thread, "it has not begun");
    }

    @Override
    public Runnable work() {
      return work;
    }

    @Override
    public void start() {
      outside.begin(Kind.WORK);
      boolean started = false;
      try {
        thread().start();
        started = true;
      } finally {
        if (!started) outside.end(Kind.WORK);
      }
    }

    @Override
    public void run() {
      try {
        work.run();
      } finally {
        outside.end(Kind.WORK);
      }
    }

    @Override
    public void park() {
      thread = Thread.currentThread();
      if (!STATE.compareAndSet(this, RUNNING, WAITING)) {
        state = RUNNING;
        return;
      }
      outside.end(Kind.WORK);
      while (state == WAITING) {
        LockSupport.park(outside);
        if (Thread.currentThread().isInterrupted()) wake();
      }
    }

    @Override
    public void wake() {
      while (true) {
        int s = state;
        if (s == WAITING) {
          outside.begin(Kind.WORK); // before it can be seen as running
          if (STATE.compareAndSet(this, WAITING, RUNNING)) {
            LockSupport.unpark(thread);
            return;
          }
          outside.end(Kind.WORK);
        } else if (s != RUNNING || STATE.compareAndSet(this, RUNNING, WOKEN)) {
          return;
        }
      }
    }

    @Override
    public void giveWay() {
      Thread.yield();
    }
  }
}
