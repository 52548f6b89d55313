package weft;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import weft.internal.kit.Explorer;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Outside;
import weft.internal.loop.Seating;

/**
 * What tasks run on: the clock, what starts their threads, and who hears of failures that nobody
 * looked at.
 *
 * <p>Immutable. Tasks inherit the environment of the scope they were started in; {@link
 * Weft#run(Body)} and entry points outside of it use {@link #standard}.
 *
 * <pre>{@code
 * Environment.standard().clock(myClock).run(() -> sleep(Duration.ofHours(1)));
 * }</pre>
 */
public final class Environment {
  private static final System.Logger LOGGER = System.getLogger("weft");
  private static final Environment STANDARD =
      new Environment(
          Clock.system(),
          Thread.ofVirtual().factory(),
          Environment::log,
          CpuPool.SHARED,
          Contexts.INSTALLED,
          null,
          null);

  private final Clock clock;
  private final ThreadFactory threads;
  private final BiConsumer<String, Throwable> reporter;
  private final Executor pool;
  private final List<ContextCapture> captures;
  private final @Nullable EventLoop loop;
  private final @Nullable Seating seating;

  /** Who is told of suspension points; null but in tests. */
  final @Nullable Explorer explorer;

  private Environment(
      Clock clock,
      ThreadFactory threads,
      BiConsumer<String, Throwable> reporter,
      Executor pool,
      List<ContextCapture> captures,
      @Nullable EventLoop loop,
      @Nullable Seating seating) {
    this.clock = clock;
    this.threads = threads;
    this.reporter = reporter;
    this.pool = pool;
    this.captures = captures;
    this.explorer = threads instanceof Explorer e ? e : null;
    this.loop = loop;
    this.seating = seating;
  }

  private static void log(String who, Throwable error) {
    switch (error) {
      case BlockedLoopException e -> LOGGER.log(System.Logger.Level.WARNING, e.getMessage(), e);
      case DeadlockException e -> LOGGER.log(System.Logger.Level.WARNING, e.getMessage());
      default ->
          LOGGER.log(System.Logger.Level.ERROR, "nobody looked at the failure of " + who, error);
    }
  }

  /** The system's clock, virtual threads, and the logger {@code weft}. */
  public static Environment standard() {
    return STANDARD;
  }

  /** The environment of the running task; {@link #standard} outside of any. */
  public static Environment current() {
    var strand = Strand.find();
    return strand == null ? STANDARD : strand.environment;
  }

  /** The same with another clock. */
  public Environment clock(Clock other) {
    Objects.requireNonNull(other, "clock");
    return new Environment(other, threads, reporter, pool, captures, loop, seating);
  }

  /**
   * The same with another source of threads, virtual or not; a task takes one for its whole life,
   * and sets its name and uncaught-exception handler. They are no event loop's.
   */
  public Environment threads(ThreadFactory other) {
    Objects.requireNonNull(other, "threads");
    return new Environment(clock, other, reporter, pool, captures, null, null);
  }

  /**
   * The same with another receiver of failures that nobody looked at; it is given the name of the
   * task, and called on any thread.
   */
  public Environment reporter(BiConsumer<String, Throwable> other) {
    Objects.requireNonNull(other, "reporter");
    return new Environment(clock, threads, other, pool, captures, loop, seating);
  }

  /** The same with another pool for {@link Weft#toThread(Body)}. */
  public Environment pool(Executor other) {
    Objects.requireNonNull(other, "pool");
    return new Environment(clock, threads, reporter, other, captures, loop, seating);
  }

  /** The same with one more kind of foreign context that tasks inherit. */
  public Environment capture(ContextCapture other) {
    var all = new ArrayList<>(captures);
    all.add(Objects.requireNonNull(other, "capture"));
    return new Environment(clock, threads, reporter, pool, List.copyOf(all), loop, seating);
  }

  /** The clock of this environment. */
  public Clock clock() {
    return clock;
  }

  Executor pool() {
    return pool;
  }

  List<ContextCapture> captures() {
    return captures;
  }

  /** Like {@link Weft#run(Body)}, in this environment. */
  public <T extends @Nullable Object, X extends Throwable> T run(Body<T, X> body) throws X {
    return Program.run(this, body);
  }

  /** Like {@link Weft#run(Action)}, in this environment. */
  public <X extends Throwable> void run(Action<X> body) throws X {
    var unused = Program.<@Nullable Object, X>run(this, Works.body(body));
  }

  /** The event loop that tasks run on, or null. */
  @Nullable EventLoop loop() {
    return loop;
  }

  /** Where those outside of an event loop count that it has to know of; null if there is none. */
  @Nullable Outside outsideOfLoop() {
    return switch (seating) {
      case Dispatcher dispatcher -> dispatcher.outside();
      case Outside outside -> outside;
      case null -> null;
    };
  }

  /** Whether tasks run on ordinary virtual threads. */
  boolean hasStandardThreads() {
    return threads == STANDARD.threads;
  }

  /** The same on an event loop, with its clock. */
  Environment on(EventLoop other, Dispatcher dispatcher, Clock itsClock) {
    return new Environment(itsClock, threads, reporter, pool, captures, other, dispatcher);
  }

  /** The same for what an event loop's tasks have done elsewhere. */
  Environment outside() {
    return loop == null
        ? this
        : new Environment(clock, threads, reporter, pool, captures, null, outsideOfLoop());
  }

  /**
   * Gives {@code strand} a thread that is not started.
   *
   * @throws IllegalStateException if the factory gave none
   */
  void prepare(Strand strand, @Nullable String name) {
    Thread thread;
    if (seating == null) {
      thread = newThread(strand);
    } else {
      var seat = seating.seat(strand, this::newThread);
      strand.seat = seat;
      thread = seat.thread();
    }
    if (name != null) thread.setName(name);
    strand.adopt(thread);
    Recorder.starts(strand);
  }

  Thread newThread(Runnable work) {
    @Nullable Thread thread = threads.newThread(work);
    if (thread == null) {
      throw new IllegalStateException("the environment's thread factory returned no thread");
    }
    return thread;
  }

  /** Hands on a failure that nobody looked at. */
  void report(String who, Throwable error) {
    try {
      reporter.accept(who, error);
    } catch (Throwable e) { // what reports must not break what is reported on
      Failures.suppress(e, error);
      LOGGER.log(System.Logger.Level.ERROR, "the environment's reporter failed", e);
    }
  }
}
