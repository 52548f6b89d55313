package weft.junit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import weft.Clock;

/**
 * The virtual clock of a test: it stands still while anything runs, and jumps to the next timer
 * when nothing can.
 *
 * <p>It starts at {@link #START}. Work on other threads and input from outside hold it: {@link
 * Simulation} says which. All methods may be called from any thread, apart from {@link #advance}.
 *
 * <p>Source: trio's {@code MockClock} with {@code autojump_threshold=0}.
 */
public final class TestClock implements Clock {
  /** The date and time of day at which each test begins. */
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final Object lock = new Object();
  private final TreeSet<Entry> timers = new TreeSet<>(); // guarded by lock
  private final Run run;
  private long made; // guarded by lock
  private int holds; // guarded by lock
  private volatile long nanos;
  private volatile boolean jumps = true;

  /** A timer; in the loop's line when it is due. */
  private final class Entry implements Runnable, Timer, Comparable<Entry> {
    final long at;
    final long number;
    private @Nullable Runnable action; // guarded by lock

    Entry(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    @Override
    public void run() {
      Runnable due;
      synchronized (lock) {
        due = action;
        action = null;
      }
      if (due != null) due.run();
    }

    @Override
    public void cancel() {
      synchronized (lock) {
        action = null;
        timers.remove(this);
      }
    }

    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  /** A time in which the clock is held, until it is closed. */
  public final class Hold implements AutoCloseable {
    private boolean over; // guarded by lock

    private Hold() {
      synchronized (lock) {
        holds++;
      }
    }

    /** Lets the clock go; to call it again does nothing. */
    @Override
    public void close() {
      synchronized (lock) {
        if (over) return;
        over = true;
        holds--;
      }
      run.wake();
    }
  }

  TestClock(Run run) {
    this.run = run;
  }

  /**
   * The clock of the test that the caller runs in.
   *
   * @throws IllegalStateException outside of one
   */
  public static TestClock current() {
    return Testing.run().clock();
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  /** The virtual time since the test began. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  @Override
  public Timer callAt(long nanoTime, Runnable action) {
    Entry entry;
    boolean due;
    synchronized (lock) {
      entry = new Entry(nanoTime, made++, action);
      due = nanoTime <= nanos;
      if (!due) timers.add(entry);
    }
    if (due) run.loop().execute(entry);
    else run.wake();
    return entry;
  }

  /** How many timers are set: one for each task that sleeps, each deadline, and so on. */
  public int timers() {
    synchronized (lock) {
      return timers.size();
    }
  }

  /** The virtual time until the first timer is due; empty without any. */
  public Optional<Duration> untilNext() {
    synchronized (lock) {
      return timers.isEmpty()
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(timers.first().at - nanos));
    }
  }

  /**
   * Says whether the clock jumps by itself when nothing can run, which it does at first. When it
   * doesn't, only {@link #advance} moves it.
   */
  public void autojump(boolean on) {
    jumps = on;
    run.wake();
  }

  boolean jumps() {
    return jumps;
  }

  /**
   * Moves the clock on by {@code span}: to each timer on the way in turn, where all tasks run until
   * they are blocked, and then to the end. Called by a task of the test, which waits meanwhile.
   *
   * @throws weft.CancelledError if the caller is cancelled; the clock then stands somewhere on the
   *     way
   * @throws IllegalArgumentException if {@code span} is negative
   */
  public void advance(Duration span) {
    if (span.isNegative()) throw new IllegalArgumentException("time doesn't go back: " + span);
    run.awaitAllBlocked(); // those who were just started have set their timers then
    long end = nanoTimeIn(span);
    while (fire(end)) run.awaitAllBlocked();
    nanos = Math.max(nanos, end);
  }

  /**
   * Says for how long, in real time, the clock waits for what may come from outside: for input and
   * callers, threads of the JDK, futures. It is 1 s for sockets and for off-loaded work that is
   * blocked, and 0.1 s for the rest, at first. To be called where a real server takes longer:
   * without it, a deadline may pass, in virtual time, while its answer is on its way. Holds for
   * waits that begin afterwards.
   *
   * <p>Source: trio's {@code autojump_threshold}.
   *
   * @throws IllegalArgumentException if {@code realTime} is negative
   */
  public void patience(Duration realTime) {
    if (realTime.isNegative()) throw new IllegalArgumentException("a negative time: " + realTime);
    run.patience(realTime.compareTo(Waits.ALWAYS) < 0 ? realTime : Waits.ALWAYS);
  }

  /** Keeps the clock from jumping until what this returns is closed: for work it can't know of. */
  public Hold hold() {
    return new Hold();
  }

  boolean isHeld() {
    synchronized (lock) {
      return holds > 0;
    }
  }

  /** Jumps to the first timer and puts what is due then in line; false if there is none. */
  boolean jump() {
    return fire(Long.MAX_VALUE);
  }

  private boolean fire(long latest) {
    synchronized (lock) {
      if (timers.isEmpty() || timers.first().at > latest) return false;
      nanos = Math.max(nanos, timers.first().at);
      while (!timers.isEmpty() && timers.first().at <= nanos) {
        run.loop().execute(timers.pollFirst());
      }
      return true;
    }
  }

  @Override
  public String toString() {
    return "virtual clock at " + Words.of(elapsed());
  }
}
