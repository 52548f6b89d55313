package weft.junit;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.LongStream;
import weft.Action;

/**
 * Runs a body on a deterministic loop in virtual time: what {@link WeftTest} does for a method of a
 * test class.
 *
 * <p><b>The loop.</b> One thread runs all the body's tasks, and the virtual threads they start, one
 * at a time; a task goes on until it suspends. {@link #fifo} runs first what could run first.
 * {@link #seed} chooses at random, and at suspension points that would not have suspended it may
 * let another task run first, as on a real machine; the same seed makes the same choices.
 *
 * <p><b>The clock.</b> It jumps to the next timer when nothing can run. Off-loaded work ({@code
 * toThread}, {@code runIn}), {@code Thread.sleep}, subprocesses and {@link TestClock#hold} keep it
 * from that; so does, for a second of real time at most, waiting for input (a server's socket that
 * waits for callers would else hold it for ever), and for a tenth of one waiting in a call of the
 * JDK or for a {@code CompletionStage}: another thread may be about to end that. Threads that are
 * not Weft's are not known: hold the clock while one works for the test.
 *
 * <p><b>The end.</b> If nothing can run, no timer is set and nothing may come from outside, it
 * fails with a {@link DeadlockError}; if it is not done within the limit of real time, with a
 * {@link HangError}. Its tasks are cancelled then. If tasks are alive when the body has ended,
 * failures were looked at by nobody, a task swallowed its cancellation, or somebody still has a
 * lock, a permit or an object of a pool that was made in the test ({@link
 * Testing#watch(weft.sync.Semaphore)} is for others), it fails with a {@link LeakError}.
 *
 * <p>Only what runs on the loop is repeatable: other threads, the real clock, and hash codes that
 * the JVM makes up are not. Tasks change at suspension points only, so races of plain code with
 * itself are not found.
 *
 * <p>Immutable. Needs the JVM option {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 *
 * <p>Source: trio's {@code MockClock}, kotlinx-coroutines-test's {@code runTest}, Rust's Shuttle.
 */
public final class Simulation {
  private final Settings settings;
  private final long first;
  private final long count;

  private Simulation(Settings settings, long first, long count) {
    this.settings = settings;
    this.first = first;
    this.count = count;
  }

  /** One run, in which what could run first runs first. */
  public static Simulation fifo() {
    return new Simulation(Settings.DEFAULT, 0, 0);
  }

  /** One run with the schedule that {@code seed} makes. */
  public static Simulation seed(long seed) {
    return new Simulation(Settings.DEFAULT, seed, 1);
  }

  /** A run for each of the seeds 1 to {@code count}; the first that fails is the last. */
  public static Simulation seeds(int count) {
    if (count < 1) throw new IllegalArgumentException("there must be a seed, not " + count);
    return new Simulation(Settings.DEFAULT, 1, count);
  }

  /** The same with another limit of real time for each run; it is 20 s at first. */
  public Simulation limit(Duration realTime) {
    Objects.requireNonNull(realTime, "realTime");
    if (!realTime.isPositive()) throw new IllegalArgumentException("no time at all: " + realTime);
    return new Simulation(settings.limit(realTime), first, count);
  }

  /** The same without a check for leaks. */
  public Simulation allowingLeaks() {
    return new Simulation(settings.leaks(false), first, count);
  }

  /**
   * Runs {@code body}, in each run anew: what it uses is to be made in it.
   *
   * @throws X what the body throws, where there is no seed
   * @throws SeedError if a run with a seed fails, however
   * @throws IllegalStateException if the JVM lacks its option
   */
  public <X extends Throwable> void run(Action<X> body) throws X {
    Objects.requireNonNull(body, "body");
    if (count == 0) once(settings, body);
    else LongStream.range(first, first + count).forEach(s -> once(settings.seed(s), body));
  }

  /** Runs {@code body} once; returns the turns that were taken. */
  @SuppressWarnings("unchecked") // what a body without a seed throws is its X
  static <X extends Throwable> Trace once(Settings settings, Action<?> body) throws X {
    try (var run = new Run(settings)) {
      run.call(body);
      run.finish();
      return run.trace();
    } catch (Throwable t) {
      throw (X) t;
    }
  }
}
