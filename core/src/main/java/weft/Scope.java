package weft;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A block of code that tasks live in: it ends when its body and all its tasks have ended.
 *
 * <p>Made by {@link Weft#scope} and {@link Weft#supervise}. The body runs on the caller's thread.
 * The scope may be handed to tasks, which may start more in it, at any depth, until it has ended.
 * All methods may be called from any thread.
 *
 * <p>Source: trio's nursery.
 */
public final class Scope extends Nursery {
  private final Children children = new Children();
  private final FailureLog failures = new FailureLog();
  private final @Nullable Unobserved unobserved;
  private final Environment environment = Environment.current();
  private @Nullable Binding bindings;

  /** Whether a task was cut short from further out. */
  private volatile boolean cut;

  Scope(boolean supervising) {
    unobserved = supervising ? new Unobserved() : null;
  }

  /**
   * Runs {@code body} in a new scope.
   *
   * @param valueless whether there is nothing to return: a scope that is cancelled then just ends
   */
  static <T extends @Nullable Object, X extends Throwable> T open(
      boolean supervising, boolean valueless, ScopeBody<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var scope = new Scope(supervising);
    var strand = scope.enter();
    scope.bindings = strand.bindings;
    @Nullable T value = null;
    @Nullable Throwable thrown = null;
    try {
      value = body.call(scope);
    } catch (Throwable t) {
      thrown = t;
      scope.bodyThrew(t);
    }
    scope.children.joinTasks(strand, scope);
    scope.children.endBackground(strand, scope);
    strand.exit(scope);
    if (scope.unobserved != null) scope.unobserved.reportAll();
    return scope.conclude(strand, value, thrown, valueless);
  }

  private void bodyThrew(Throwable thrown) {
    boolean cut = isCut(thrown);
    if (cut) {
      if (effective(this) != null) return;
      cancel(
          new Cancellation(Cancellation.Kind.INTERRUPT, "the scope's body was cut short", thrown));
    } else {
      boolean first = failures.add(thrown);
      if (first) failedBy("the scope's body", thrown);
    }
  }

  @SuppressWarnings("NullAway") // without a value to return, T is nullable
  private <T extends @Nullable Object, X extends Throwable> T conclude(
      Strand strand, @Nullable T value, @Nullable Throwable thrown, boolean valueless) throws X {
    if (thrown != null && failures.startsWith(thrown)) {
      throw Failures.<X>sneak(Objects.requireNonNull(failures.first(thrown)));
    }
    var failure = failures.wrapped();
    if (failure != null) throw failure;
    var by = thrown == null && cut ? cutBy() : null;
    if (by != null) throw strand.told(by, null);
    if (thrown == null) return value;
    var left = absorb(strand, thrown);
    if (left != null) throw Failures.<X>sneak(left);
    Failures.reportCleanUp(environment, "a cancelled scope", thrown);
    if (valueless) return null;
    throw new TaskCancelledException("the scope was cancelled before it had a value: " + reason());
  }

  private String reason() {
    var c = cancellation();
    return c == null ? "" : c.reason;
  }

  private void failedBy(String who, Throwable error) {
    cancel(new Cancellation(Cancellation.Kind.FAILURE, who + " failed: " + error, error));
  }

  /** Takes the failure of a task, before the task is seen as ended. */
  void failed(TaskStrand<?> task, Throwable thrown) {
    if (unobserved != null) unobserved.add(task, thrown);
    else if (failures.add(thrown)) failedBy(task.toString(), TaskFailedException.original(thrown));
  }

  /** Takes the end of a task; after this the scope may be gone. */
  void ended(TaskStrand<?> task, boolean cancelled) {
    if (cancelled && !task.isBackground() && cutBy() != null) cut = true;
    children.remove(task);
  }

  @Override
  void eachChild(Consumer<Strand> visitor) {
    children.forEach(visitor);
  }

  /**
   * Starts a task.
   *
   * @throws IllegalStateException if the scope has ended
   */
  public <T extends @Nullable Object> Task<T> start(Body<T, ?> body) {
    return launch(null, false, body);
  }

  /** Starts a task that returns nothing; see {@link #start(Body)}. */
  public Task<Void> start(Action<?> body) {
    return launch(null, false, body);
  }

  /** Starts a task with a name; see {@link #start(Body)}. */
  public <T extends @Nullable Object> Task<T> start(String name, Body<T, ?> body) {
    return launch(Objects.requireNonNull(name, "name"), false, body);
  }

  /** Starts a task with a name that returns nothing; see {@link #start(Body)}. */
  public Task<Void> start(String name, Action<?> body) {
    return launch(Objects.requireNonNull(name, "name"), false, body);
  }

  /**
   * Starts a background task: it is cancelled when the body and all other tasks have ended. Its
   * failure counts like any other's.
   *
   * @throws IllegalStateException if the scope has ended
   */
  public Task<Void> background(Action<?> body) {
    return launch(null, true, body);
  }

  /** Starts a background task with a name; see {@link #background(Action)}. */
  public Task<Void> background(String name, Action<?> body) {
    return launch(Objects.requireNonNull(name, "name"), true, body);
  }

  /**
   * Starts a task and waits until it says that it is ready.
   *
   * @return what the task is ready with
   * @throws TaskFailedException if the task fails first; the scope then goes on, as far as it is
   *     concerned
   * @throws TaskCancelledException if the task ends first, cancelled or without a word
   * @throws CancelledError if the caller is cancelled; the task is then, too
   * @throws IllegalStateException if the scope has ended
   */
  public <V extends @Nullable Object> V startReady(ReadyBody<V, ?> body) {
    return launchReady(null, body);
  }

  /** Starts a task with a name and waits until it is ready; see {@link #startReady(ReadyBody)}. */
  public <V extends @Nullable Object> V startReady(String name, ReadyBody<V, ?> body) {
    return launchReady(Objects.requireNonNull(name, "name"), body);
  }

  /**
   * Cancels the body and all tasks. A scope without a value then returns normally; one with a value
   * does if its body has one.
   *
   * @return whether this call was the first to cancel the scope
   */
  public boolean cancel(String reason) {
    return cancel(Cancellation.requested(Objects.requireNonNull(reason, "reason")));
  }

  /** Cancels the scope, and lets shielded parts go on for {@code grace} only. */
  public boolean cancel(String reason, Duration grace) {
    return Grace.cancel(this, environment.clock(), reason, grace);
  }

  private <V extends @Nullable Object> V launchReady(@Nullable String name, ReadyBody<V, ?> body) {
    Objects.requireNonNull(body, "body");
    var context = Contexts.capture(environment);
    ReadyBody<V, Throwable> inContext = ready -> context.run(() -> body.run(ready));
    var task =
        new ReadyStrand<>(this, environment, startersBindings(), inContext, new Completion<V>());
    start(task, name);
    return task.awaitReady();
  }

  /** Starts a task, as one of the methods above. */
  <T extends @Nullable Object> Task<T> launch(
      @Nullable String name, boolean background, Action<?> body) {
    Objects.requireNonNull(body, "body");
    var work = Contexts.capture(environment).wrap(body);
    var task = new TaskStrand<T>(this, environment, startersBindings(), background, work);
    start(task, name);
    return task;
  }

  /** A task inherits from the one who starts it; from the scope, where that is a stranger. */
  private @Nullable Binding startersBindings() {
    var starter = Strand.find();
    return starter == null ? bindings : starter.bindings;
  }

  /**
   * Starts the thread of a task. Where it can't be started, the scope is as before; where it was
   * and this throws all the same, as may happen when the stack overflows, the task either never
   * begins or is one of the scope's. What follows the addition needs no more stack than that did,
   * apart from the start itself.
   */
  private void start(TaskStrand<?> task, @Nullable String name) {
    environment.prepare(task, name);
    if (!children.add(task)) {
      throw new IllegalStateException(
          "the scope has ended: start tasks before its body and its other tasks have ended");
    }
    boolean started = false;
    try {
      task.start();
      started = true;
    } finally {
      if (!started && task.refuse()) children.remove(task);
    }
  }

  @Override
  public String toString() {
    return "scope";
  }
}
