package weft;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.Outside;

/** A nursery with one strand, which runs on a thread of an executor while the caller waits. */
final class Offload<T extends @Nullable Object> extends Nursery {
  /** When a caller that is cancelled may leave before the body has ended. */
  enum Leave {
    /** Not even if the body has not begun; the caller then need not hear of the cancellation. */
    NEVER,
    /** If the body has not begun; it never will. */
    UNBEGUN,
    /** At any time; the body goes on alone. */
    ALWAYS
  }

  private final Worker<T> worker;

  private Offload(Strand caller, Environment environment, Executor executor, Body<T, ?> body) {
    worker = new Worker<>(this, environment, caller.bindings, executor, body);
  }

  /** Runs {@code body} on {@code executor}. */
  static <T extends @Nullable Object, X extends Throwable> T run(
      Executor executor, Environment environment, Leave leave, Body<T, X> body) throws X {
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(body, "body");
    var strand = Strand.current();
    strand.checkpoint();
    if (strand instanceof Worker<?> worker && worker.executor == executor) {
      return body.call(); // there already; to wait for another thread might be to wait for ever
    }
    var context = Contexts.capture(environment);
    var offload = new Offload<T>(strand, environment, executor, () -> context.call(body));
    offload.enter();
    Outcome<T> outcome;
    try {
      offload.worker.submit();
      outcome = offload.await(executor, leave);
    } finally {
      strand.exit(offload);
    }
    switch (outcome) {
      case Outcome.Success<T>(var value) -> {
        return value;
      }
      case Outcome.Failure<T>(var error) -> throw Failures.<X>sneak(error);
      case Outcome.Cancelled<T>(var reason) -> {
        var by = offload.cutBy();
        if (by != null) throw strand.told(by, null);
        throw new TaskCancelledException(reason);
      }
    }
  }

  private Outcome<T> await(Object on, Leave leave) {
    if (leave == Leave.NEVER) return worker.completion.awaitUncancellably(on);
    try {
      return worker.completion.await(on);
    } catch (CancelledError e) {
      if (worker.leave(leave == Leave.ALWAYS)) throw e;
      return worker.completion.awaitUncancellably(on);
    }
  }

  @Override
  void eachChild(Consumer<Strand> visitor) {
    visitor.accept(worker);
  }

  @Override
  public String toString() {
    return "work on another thread";
  }

  private static final class Worker<T extends @Nullable Object> extends Strand {
    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int DONE = 2;
    private static final int LEFT = 3; // by a caller that doesn't wait for it

    private final Executor executor;
    private final Body<T, ?> body;
    private final Completion<T> completion = new Completion<>();
    private final AtomicInteger state = new AtomicInteger(NEW);

    Worker(
        CancelNode parent,
        Environment environment,
        @Nullable Binding bindings,
        Executor executor,
        Body<T, ?> body) {
      super(parent, environment, bindings);
      this.executor = executor;
      this.body = body;
    }

    void submit() {
      boolean submitted = false;
      beginOutside();
      try {
        executor.execute(this);
        submitted = true;
      } finally {
        if (!submitted) endOutside();
      }
    }

    /** Lets an event loop know that there is work elsewhere, if that was begun on one. */
    private void beginOutside() {
      var outside = environment.outsideOfLoop();
      if (outside == null || environment.loop() != null) return;
      seat = outside.seat(this);
      outside.begin(Outside.Kind.WORK);
    }

    private void endOutside() {
      var outside = environment.outsideOfLoop();
      if (outside != null && environment.loop() == null) outside.end(Outside.Kind.WORK);
    }

    /** Whether the caller may go: the body hasn't begun and never will, or is abandoned. */
    boolean leave(boolean abandon) {
      if (state.compareAndSet(NEW, LEFT)) {
        endOutside(); // it will never run
        return true;
      }
      if (!abandon || !state.compareAndSet(RUNNING, LEFT)) return false;
      Roots.add(this);
      return true;
    }

    @Override
    public void run() {
      if (!state.compareAndSet(NEW, RUNNING)) return;
      var around = find();
      if (around == this) {
        work();
      } else if (around != null && around == caller()) {
        finish(outcome()); // an executor that runs things on the caller's thread: in its strand
      } else {
        workInsteadOf(around);
      }
    }

    /** Runs on a thread that is another strand's, if any: a task may well be an executor. */
    private void workInsteadOf(@Nullable Strand around) {
      var thread = Thread.currentThread();
      boolean handles = around != null && thread.getUncaughtExceptionHandler() == around;
      if (handles) thread.setUncaughtExceptionHandler(null);
      if (around != null && around.seat != null) seat = around.seat; // a loop's: give up its turn
      var before = FOREIGN.get();
      FOREIGN.set(this);
      try {
        work();
      } finally {
        if (before == null) FOREIGN.remove();
        else FOREIGN.set(before);
        if (handles) thread.setUncaughtExceptionHandler(around);
      }
    }

    @Override
    void startWaiting(Suspension suspension) {
      if (executor instanceof CpuPool pool) pool.beginWaiting();
      super.startWaiting(suspension);
    }

    @Override
    void stopWaiting() {
      super.stopWaiting();
      if (executor instanceof CpuPool pool) pool.endWaiting();
    }

    private @Nullable Strand caller() {
      return parent instanceof Nursery offload ? offload.owner() : null;
    }

    private void work() {
      var outcome = begin() ? outcome() : cancelled();
      detach();
      finish(outcome);
    }

    private Outcome<T> outcome() {
      try {
        return new Outcome.Success<>(body.call());
      } catch (Throwable t) {
        return isCut(t) ? cancelled() : new Outcome.Failure<>(t);
      }
    }

    private void finish(Outcome<T> outcome) {
      boolean awaited = state.compareAndSet(RUNNING, DONE);
      completion.complete(outcome);
      if (!awaited && outcome instanceof Outcome.Failure<T>(var error)) {
        environment.report("work that was abandoned", error);
      }
      endOutside();
    }

    private Outcome<T> cancelled() {
      var c = effective(this);
      return new Outcome.Cancelled<>(c == null ? "the thread was interrupted" : c.reason);
    }

    @Override
    public String toString() {
      return "work on another thread";
    }
  }
}
