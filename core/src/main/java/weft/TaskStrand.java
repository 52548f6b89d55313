package weft;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The strand of a task, and its handle in one object: there may be millions. */
non-sealed class TaskStrand<T extends @Nullable Object> extends Strand implements Task<T> {
  /** The end of most tasks. That its class is loaded early spares deoptimisation: see run(). */
  private static final Outcome<?> DONE = new Outcome.Success<@Nullable Object>(null);

  private final Completion<T> completion = new Completion<>();

  /**
   * What is to run, an {@link Action}, until it begins; at the end what was thrown, where that is a
   * {@link TaskFailedException} with other failures. One field, since there may be millions.
   */
  private @Nullable Object workOrNested;

  @Nullable TaskStrand<?> previous; // among the scope's children, under its lock
  @Nullable TaskStrand<?> next;

  TaskStrand(
      Scope scope,
      Environment environment,
      @Nullable Binding bindings,
      boolean background,
      Action<?> work) {
    super(scope, environment, bindings);
    if (background) inBackground();
    this.workOrNested = work;
  }

  final Scope scope() {
    if (parent instanceof Scope scope) return scope;
    throw new AssertionError("a task has a scope");
  }

  /**
   * The life of the task. Of what comes after the body nothing is done here: if many tasks suspend
   * before the first ends, this is compiled before any end was seen (see {@link Suspension}).
   */
  @Override
  public final void run() {
    var work = workOrNested;
    workOrNested = null;
    finish(begin() ? outcomeOf(work) : cancelled(null));
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // an action's value is null, and T is Void
  private Outcome<T> outcomeOf(@Nullable Object work) {
    try {
      T value = null;
      if (work instanceof Body<?, ?> body) value = (T) body.call();
      else if (work instanceof Action<?> action) action.run();
      return value == null ? (Outcome<T>) DONE : new Outcome.Success<>(value);
    } catch (Throwable t) {
      return ended(t);
    }
  }

  private Outcome<T> ended(Throwable thrown) {
    var c = effective(this);
    boolean cut =
        thrown instanceof CancelledError
            || thrown instanceof InterruptedException
            || (c != null && Failures.isInterruption(thrown));
    if (cut) return cancelled(thrown);
    if (thrown instanceof TaskFailedException) workOrNested = thrown;
    return new Outcome.Failure<>(TaskFailedException.original(thrown));
  }

  private void finish(Outcome<T> outcome) {
    detach(); // callbacks run on this thread, and must not be interrupted for the task
    try {
      if (outcome instanceof Outcome.Failure<T>(var error) && !claimsFailure(error)) {
        scope().failed(this, workOrNested instanceof TaskFailedException e ? e : error);
      }
      completion.complete(outcome);
    } finally {
      var c = cancellation();
      if (c != null) c.settled();
      scope().ended(this, outcome instanceof Outcome.Cancelled);
    }
  }

  private Outcome<T> cancelled(@Nullable Throwable thrown) {
    var c = effective(this);
    if (c != null) return new Outcome.Cancelled<>(c.reason);
    var message = thrown instanceof CancelledError ? thrown.getMessage() : null;
    return new Outcome.Cancelled<>(message == null ? "the thread was interrupted" : message);
  }

  /** Whether somebody else than the scope takes this failure. */
  boolean claimsFailure(Throwable error) {
    return false;
  }

  @Override
  final void foreignInterrupt() {
    cancel(new Cancellation(Cancellation.Kind.INTERRUPT, "the thread was interrupted", null));
  }

  @Override
  public final T await() {
    observe();
    if (!isDone() && find() == this) {
      throw new IllegalStateException(this + " can't await itself");
    }
    var outcome = completion.await(this);
    if (workOrNested instanceof TaskFailedException e) throw TaskFailedException.of(e);
    return outcome.get();
  }

  @Override
  public final boolean cancel(String reason) {
    return !isDone() && cancel(Cancellation.requested(reason));
  }

  @Override
  public final boolean cancel(String reason, Duration grace) {
    return !isDone() && Grace.cancel(this, environment.clock(), reason, grace);
  }

  @Override
  public final boolean isDone() {
    return completion.outcome() != null;
  }

  @Override
  public final State state() {
    return switch (completion.outcome()) {
      case Outcome.Success<T> _ -> State.SUCCEEDED;
      case Outcome.Failure<T> _ -> State.FAILED;
      case Outcome.Cancelled<T> _ -> State.CANCELLED;
      case null -> !hasBegun() ? State.PENDING : waiting() != null ? State.WAITING : State.RUNNING;
    };
  }

  @Override
  public final String name() {
    var thread = thread();
    if (thread == null) return "new";
    return thread.getName().isEmpty() ? "task-" + thread.threadId() : thread.getName();
  }

  @Override
  public final Optional<Outcome<T>> outcome() {
    var outcome = completion.outcome();
    if (outcome != null) observe();
    return Optional.ofNullable(outcome);
  }

  /** Where the outcome will be, for one who is sure to look at it. */
  final Completion<T> observed() {
    observe();
    return completion;
  }

  @Override
  public final void onDone(Consumer<? super Outcome<T>> callback) {
    observe();
    completion.onDone(Callbacks.guarded("a callback of " + this, callback));
  }

  @Override
  public final CompletableFuture<T> toFuture() {
    observe();
    return Callbacks.future(completion, this::cancel);
  }

  @Override
  public final String toString() {
    return "task '" + name() + "'";
  }
}
