package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The strand of a task, and its handle in one object: there may be millions. */
non-sealed class TaskStrand<T extends @Nullable Object> extends Strand implements Task<T> {
  /** The end of most tasks. That its class is loaded early spares deoptimisation: see run(). */
  private static final Outcome<?> DONE = new Outcome.Success<@Nullable Object>(null);

  private static final Outcome<?> NO_MEMORY =
      new Outcome.Failure<>(new OutOfMemoryError("no memory to say how the task ended"));

  private static final VarHandle END;

  static {
    try {
      END = MethodHandles.lookup().findVarHandle(TaskStrand.class, "end", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The outcome, once there is one; before, a {@link Completion} if somebody waits for it. */
  private volatile @Nullable Object end;

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
   * The life of the task. After the body, nothing is done here that branches: if many tasks suspend
   * before the first ends, this is compiled before any end was seen (see {@link Suspension}). One
   * method, and so one stack frame, for the same reason that there are few fields.
   */
  @Override
  @SuppressWarnings("unchecked") // an action's value is null, and T is Void
  public final void run() {
    var work = workOrNested;
    workOrNested = null;
    Outcome<T> outcome;
    try {
      if (!begin()) {
        outcome = cancelled(null);
      } else if (work instanceof Body<?, ?> body) {
        outcome = success((T) body.call());
      } else {
        ((Action<?>) Objects.requireNonNull(work)).run();
        outcome = (Outcome<T>) DONE;
      }
    } catch (Throwable t) {
      outcome = ended(t);
    }
    finish(outcome, OutOfLine.DETOUR);
  }

  private static <T extends @Nullable Object> Outcome<T> success(T value) {
    return new Outcome.Success<>(value);
  }

  @SuppressWarnings("unchecked") // a failure has no value
  private Outcome<T> ended(Throwable thrown) {
    try {
      return outcomeOf(thrown);
    } catch (OutOfMemoryError e) {
      return (Outcome<T>) NO_MEMORY; // the scope still has to learn that the task has ended
    }
  }

  private Outcome<T> outcomeOf(Throwable thrown) {
    if (isCut(thrown) || thrown instanceof InterruptedException) {
      Failures.reportCleanUp(environment, this, thrown); // named only if there is something to say
      return cancelled(thrown);
    }
    if (thrown instanceof TaskFailedException) workOrNested = thrown;
    return new Outcome.Failure<>(TaskFailedException.original(thrown));
  }

  private void finish(Outcome<T> outcome, int detour) {
    if (detour > 0) finish(outcome, detour - 1);
    else finish(outcome);
  }

  private void finish(Outcome<T> outcome) {
    var explorer = environment.explorer;
    if (explorer != null && outcome instanceof Outcome.Success) {
      var told = toldOf();
      if (told != null) explorer.swallowed(toString(), told.reason);
    }
    detach(); // callbacks run on this thread, and must not be interrupted for the task
    try {
      if (outcome instanceof Outcome.Failure<T>(var error) && !claimsFailure(error)) {
        scope().failed(this, workOrNested instanceof TaskFailedException e ? e : error);
      }
    } finally {
      try {
        if (!END.compareAndSet(this, null, outcome)) completion().complete(outcome);
      } finally {
        Recorder.ended(this, outcome);
        var c = cancellation();
        if (c != null) c.settled();
        scope().ended(this, outcome instanceof Outcome.Cancelled);
      }
    }
  }

  private Outcome<T> cancelled(@Nullable Throwable thrown) {
    var c = effective(this);
    if (c != null) return new Outcome.Cancelled<>(c.reason);
    var message = thrown instanceof CancelledError ? thrown.getMessage() : null;
    return new Outcome.Cancelled<>(message == null ? "the thread was interrupted" : message);
  }

  /** How the task ended, or null. */
  @SuppressWarnings("unchecked") // only this class writes it
  private @Nullable Outcome<T> outcomeOrNull() {
    return switch (end) {
      case Outcome<?> outcome -> (Outcome<T>) outcome;
      case Completion<?> completion -> (Outcome<T>) completion.outcome();
      case null, default -> null;
    };
  }

  /** Where those who wait find the outcome; tasks that nobody awaits have none. */
  @SuppressWarnings("unchecked")
  final Completion<T> completion() {
    while (true) {
      var e = end;
      if (e instanceof Completion<?> completion) return (Completion<T>) completion;
      var made = new Completion<T>();
      if (e instanceof Outcome<?> outcome) {
        made.complete((Outcome<T>) outcome);
        return made;
      }
      if (END.compareAndSet(this, null, made)) return made;
    }
  }

  /** Whether somebody else than the scope takes this failure. */
  boolean claimsFailure(Throwable error) {
    return false;
  }

  @Override
  public final T await() {
    if (!isDone() && find() == this) {
      throw new IllegalStateException(this + " can't await itself");
    }
    var outcome = completion().await(this);
    observe(); // not before: a wait that is cut short has seen nothing
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
    return outcomeOrNull() != null;
  }

  @Override
  public final State state() {
    return switch (outcomeOrNull()) {
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
    var outcome = outcomeOrNull();
    if (outcome != null) observe();
    return Optional.ofNullable(outcome);
  }

  @Override
  public final void onDone(Consumer<? super Outcome<T>> callback) {
    observe();
    completion().onDone(Callbacks.guarded("a callback of " + this, callback));
  }

  @Override
  public final CompletableFuture<T> toFuture() {
    observe();
    return Callbacks.future(completion(), this::cancel);
  }

  @Override
  public final String toString() {
    return "task '" + name() + "'";
  }
}
