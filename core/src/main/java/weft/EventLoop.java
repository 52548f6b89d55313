package weft;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Ready;
import weft.internal.loop.Tuning;

/**
 * A loop whose tasks take turns: at most one of them runs at any time, and the turn passes only
 * where one suspends. Between two suspensions a task has the loop for itself, so what only the
 * loop's tasks touch needs no lock.
 *
 * <pre>{@code
 * EventLoop.run(() -> {
 *   var loop = EventLoop.current();
 *   loop.callLater(Duration.ofSeconds(1), () -> IO.println("a second later"));
 *   scope(s -> {
 *     s.start(this::one); // on the loop, too
 *     s.start(this::other);
 *   });
 * });
 * }</pre>
 *
 * <p><b>What runs on it.</b> The body and what is submitted; every task that is started in a scope
 * which was opened on the loop, and so on; callbacks. All building blocks work as elsewhere. {@link
 * Weft#toThread(Body)} and {@link Weft#runIn} leave the loop, and so do tasks that are started by
 * what they run.
 *
 * <p><b>When the turn passes.</b> In suspension points of Weft that wait (an {@code await}, {@code
 * sleep}, a {@code receive} on an empty channel), in {@code sleep} of zero, and at the end of a
 * task. One that needn't wait goes on. {@link Weft#checkpoint} passes nothing on. A blocking call
 * of the JDK keeps the turn, and with it the whole loop: use {@code toThread} or {@code runIn}.
 * What is runnable runs in the order in which it became so, callbacks and tasks in one line.
 *
 * <p><b>When it is blocked.</b> A step of more than 100 ms ({@link LoopOptions#slowStep}) is
 * reported while it goes on, as {@link BlockedLoopException}, to the environment's {@linkplain
 * Environment#reporter reporter}.
 *
 * <p><b>Memory.</b> What was done by one step is seen by all later ones of the loop.
 *
 * <p>All methods may be called from any thread, but for what debug mode refuses. Where the JVM was
 * started with {@code --add-opens java.base/java.lang=ALL-UNNAMED}, the tasks run on one thread of
 * the loop's, else on any, one at a time; they can't tell, but it is faster.
 *
 * <p>Source: asyncio's event loop; its names, and its order of callbacks.
 */
public final class EventLoop implements AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String name = "weft-loop-" + NUMBERS.incrementAndGet();
  private final boolean debug;
  private final boolean program; // made by run()
  private final LoopClock clock;
  private final long origin;
  private final Dispatcher dispatcher;
  private final Environment environment;
  private final CallbackStrand callbacks;
  private final Watchdog watchdog;
  private final Readiness readiness;
  private final LoopSignals signals = new LoopSignals(this);
  private final @Nullable LoopRoot root;
  private volatile @Nullable Scope scope;
  private volatile boolean closing;
  private volatile boolean closed;

  private EventLoop(LoopOptions options, boolean program) {
    this.program = program;
    debug = options.isDebug();
    var outer = options.environment();
    var base = outer.clock();
    origin = base.nanoTime();
    watchdog = new Watchdog(this, base, options.slowStep());
    var tuning = Tuning.current();
    if (outer.explorer != null) tuning = tuning.unwatched(); // its time passes when nothing runs
    if (debug && program && tuning.idle() == null) tuning = tuning.whenIdle(new Stuck(this));
    var owner = new Owner();
    dispatcher = Dispatcher.of(name, tuning, outer.hasStandardThreads(), debug, owner);
    clock = new LoopClock(base, dispatcher::timersDue);
    environment = outer.on(this, dispatcher, clock);
    callbacks = new CallbackStrand(this, environment);
    readiness = new Readiness(this);
    dispatcher.open();
    root = program ? null : new LoopRoot(this, environment);
    if (root != null) scope = root.open();
  }

  /**
   * Runs a program on a loop of its own: else like {@link Weft#run(Body)}, Ctrl-C included. When
   * the body has ended, the tasks that were {@linkplain #submit submitted} are cancelled, and have
   * ended when this returns; callbacks that have not run never will.
   *
   * @return what the body returns
   * @throws IllegalStateException on an event loop
   */
  public static <T extends @Nullable Object, X extends Throwable> T run(Body<T, X> body) throws X {
    return run(LoopOptions.STANDARD, body);
  }

  /** Runs a program that returns nothing; see {@link #run(Body)}. */
  public static <X extends Throwable> void run(Action<X> body) throws X {
    var unused = EventLoop.<@Nullable Object, X>run(LoopOptions.STANDARD, Works.body(body));
  }

  static <T extends @Nullable Object, X extends Throwable> T run(
      LoopOptions options, Body<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    if (Environment.current().loop() != null) {
      throw new IllegalStateException(
          "this is an event loop already: call the body, or start a task for it");
    }
    var loop = new EventLoop(options, true);
    try {
      return Program.<T, X>run(
          loop.environment,
          () ->
              Weft.<T, X>supervise(s -> {
                loop.scope = s;
                return body.call();
              }));
    } finally {
      loop.end();
    }
  }

  /** Opens a loop that runs what is {@linkplain #submit submitted}, until it is closed. */
  public static EventLoop open() {
    return open(LoopOptions.STANDARD);
  }

  static EventLoop open(LoopOptions options) {
    return new EventLoop(options, false);
  }

  /** How a loop can be made otherwise. */
  public static LoopOptions options() {
    return LoopOptions.STANDARD;
  }

  /**
   * The loop that the caller runs on, as a task or a callback.
   *
   * @throws IllegalStateException elsewhere
   */
  public static EventLoop current() {
    var loop = Environment.current().loop();
    if (loop == null) {
      throw new IllegalStateException("no event loop runs here: see EventLoop.run");
    }
    return loop;
  }

  /** Tells whether the caller runs on this loop, as a task or a callback. */
  public boolean isCurrent() {
    return Environment.current().loop() == this;
  }

  // ---- tasks

  /**
   * Starts a task on the loop; from any thread. It ends with the loop at the latest. Its failure is
   * for whoever looks at the task; one that nobody looks at is reported.
   *
   * @throws IllegalStateException if the loop is closing, or closed
   */
  public <T extends @Nullable Object> Task<T> submit(Body<T, ?> body) {
    return start(null, body);
  }

  /** Starts a task that returns nothing; see {@link #submit(Body)}. */
  public Task<Void> submit(Action<?> body) {
    return start(null, body);
  }

  /** Starts a task with a name; see {@link #submit(Body)}. */
  public <T extends @Nullable Object> Task<T> submit(String taskName, Body<T, ?> body) {
    return start(Objects.requireNonNull(taskName, "name"), body);
  }

  /** Starts a task with a name that returns nothing; see {@link #submit(Body)}. */
  public Task<Void> submit(String taskName, Action<?> body) {
    return start(Objects.requireNonNull(taskName, "name"), body);
  }

  private <T extends @Nullable Object> Task<T> start(@Nullable String taskName, Action<?> body) {
    Objects.requireNonNull(body, "body");
    var s = scope;
    if (closing || s == null) throw isClosedError();
    return s.launch(taskName, program, body);
  }

  // ---- callbacks

  /**
   * Has {@code callback} run as soon as what is in line now has had its turn; in the order of the
   * calls. It runs once, by itself, must be short and can't suspend (to try is an error); it sees
   * the caller's context variables. What it throws is reported, and the loop goes on.
   *
   * @throws IllegalStateException if the loop is closed, or in debug mode on another thread
   */
  public LoopHandle callSoon(Action<?> callback) {
    requireHere("callSoon");
    return callSoonThreadSafe(callback);
  }

  /** Like {@link #callSoon}, and from any thread in debug mode too. */
  public LoopHandle callSoonThreadSafe(Action<?> callback) {
    requireOpen();
    var call = new Callback(this, Objects.requireNonNull(callback, "callback"), null);
    dispatcher.post(call);
    return call;
  }

  /**
   * Has {@code callback} run after {@code delay}, never sooner. Callbacks run in the order of their
   * times, those of the same time in the order of the calls; one whose time has come already runs
   * after what is in line. Else as for {@link #callSoon}.
   *
   * @throws IllegalStateException if the loop is closed, or in debug mode on another thread
   */
  public LoopHandle callLater(Duration delay, Action<?> callback) {
    requireHere("callLater");
    return callAtNano(clock.nanoTimeIn(delay), callback);
  }

  /** Has {@code callback} run when {@link #time} is {@code when}; see {@link #callLater}. */
  public LoopHandle callAt(Duration when, Action<?> callback) {
    requireHere("callAt");
    var cut = when.compareTo(Clock.FOREVER) > 0 ? Clock.FOREVER : when;
    return callAtNano(origin + (cut.isNegative() ? 0 : cut.toNanos()), callback);
  }

  private LoopHandle callAtNano(long nanoTime, Action<?> callback) {
    requireOpen();
    Objects.requireNonNull(callback, "callback");
    var call = new Callback(this, callback, Duration.ofNanos(nanoTime - origin));
    call.timer = clock.timers().add(nanoTime, () -> dispatcher.post(call));
    return call;
  }

  /** The loop's time, since it was made: never goes back. */
  public Duration time() {
    return Duration.ofNanos(clock.nanoTime() - origin);
  }

  // ---- channels, signals

  /**
   * Has {@code callback} run whenever there is something to read from {@code channel}, or to
   * accept, or its end was reached: again and again, until that has been read or the registration
   * is closed. Close it before the channel.
   *
   * @throws IllegalArgumentException if the channel is blocking, closed, or can't be read from
   * @throws IllegalStateException if it is watched for this already, or the loop is closed
   */
  public Registration onReadable(SelectableChannel channel, Action<?> callback) {
    requireOpen();
    return readiness.onReadable(channel, callback);
  }

  /**
   * Has {@code callback} run whenever {@code channel} takes something that is written, or has been
   * connected; see {@link #onReadable}.
   */
  public Registration onWritable(SelectableChannel channel, Action<?> callback) {
    requireOpen();
    return readiness.onWritable(channel, callback);
  }

  /**
   * Has {@code callback} run when the process gets the signal with this name ({@code "INT"}, {@code
   * "HUP"}, {@code "USR2"}), until the registration is closed: instead of what else would be done.
   * The last registration for a signal counts.
   *
   * @throws IllegalArgumentException if the JVM knows no such signal or keeps it for itself
   * @throws IllegalStateException if the loop is closed
   */
  public Registration onSignal(String signal, Action<?> callback) {
    requireOpen();
    return signals.on(signal, callback);
  }

  // ---- its end

  /**
   * Closes the loop: refuses new tasks, lets those that were submitted end, and returns when they
   * have. Callbacks that have not run by then never will. Called on the loop itself, it returns at
   * once. To call it again does nothing but wait.
   *
   * @throws CancelledError if the caller is cancelled; the tasks are then, and have ended
   * @throws IllegalStateException for a loop of {@link #run}, which ends with its body
   */
  @Override
  public void close() {
    if (root == null) throw new IllegalStateException("the loop of a program ends with its body");
    closing = true;
    root.close();
    if (!isCurrent()) root.awaitEnd();
  }

  /**
   * Cancels all tasks that were submitted, and closes the loop without waiting.
   *
   * @return whether this call was the first to do so
   * @throws IllegalStateException for a loop of {@link #run}, which ends with its body
   */
  public boolean cancel(String reason) {
    if (root == null) throw new IllegalStateException("the loop of a program ends with its body");
    closing = true;
    return root.cancel(Cancellation.requested(reason));
  }

  /** Tells whether the loop has been closed and its tasks have ended. */
  public boolean isClosed() {
    return closed;
  }

  /** Tells whether the loop is in debug mode. */
  public boolean isDebug() {
    return debug;
  }

  /** Called when its tasks have ended. */
  void end() {
    closing = true;
    closed = true;
    readiness.close();
    signals.close();
    dispatcher.stop();
  }

  private void requireHere(String method) {
    if (debug && !isCurrent()) {
      throw new IllegalStateException(
          method + " was called from outside of " + this + ": use callSoonThreadSafe");
    }
  }

  private void requireOpen() {
    if (closed) throw isClosedError();
  }

  private IllegalStateException isClosedError() {
    return new IllegalStateException(this + " is closed");
  }

  Environment environment() {
    return environment;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  LoopClock clock() {
    return clock;
  }

  CallbackStrand callbacks() {
    return callbacks;
  }

  @Override
  public String toString() {
    return "event loop " + name;
  }

  /** What the dispatcher asks of this. */
  private final class Owner implements Dispatcher.Owner {
    @Override
    public Thread newThread(Runnable work) {
      return environment.newThread(work);
    }

    @Override
    public void callbackThread() {
      callbacks.attach();
    }

    @Override
    public void fireTimers() {
      clock.timers().fire();
    }

    @Override
    public void watch() {
      watchdog.watch();
    }

    @Override
    public void stepBegins() {
      watchdog.stepBegins();
    }

    @Override
    public void stepEnded(Ready step) {
      watchdog.stepEnded(step);
    }
  }
}
