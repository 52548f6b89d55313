package weft;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import weft.inspect.TaskTree;

/**
 * The entry points of Weft, to be imported statically: asyncio's vocabulary as methods.
 *
 * <p>Every one of them may be called on any thread, platform or virtual, inside or outside {@link
 * #run}. Those that suspend throw {@link CancelledError} in a cancelled scope, every time, until
 * the scope is left. Where a method takes a body, what the body throws comes out with its type.
 */
public final class Weft {
  private Weft() {}

  // ---- programs and scopes

  /**
   * Runs a program: {@code body} on a virtual thread, with Ctrl-C cancelling it.
   *
   * <p>The first Ctrl-C (or request to terminate) cancels the body and waits for its clean-up; if
   * the cancellation comes out of the body, the process ends with the exit code that the signal
   * would have given it (130, or 143). A second one ends the process at once. Within a task, this
   * just calls the body.
   *
   * @return what the body returns
   */
  public static <T extends @Nullable Object, X extends Throwable> T run(Body<T, X> body) throws X {
    return Program.run(Environment.current(), body);
  }

  /** Runs a program that returns nothing; see {@link #run(Body)}. */
  public static <X extends Throwable> void run(Action<X> body) throws X {
    Environment.current().run(body);
  }

  /**
   * Runs {@code body} on the caller's thread, with a {@link Scope} to start tasks in; returns when
   * all of them have ended.
   *
   * <p>The first failure, of a task or of the body, cancels all the others. If the body failed
   * first, its exception comes out as it is; else a {@link TaskFailedException} whose cause is what
   * failed first. All further failures are suppressed on what comes out.
   *
   * @return what the body returns
   * @throws TaskFailedException if a task failed
   * @throws TaskCancelledException if the scope was cancelled and cut the body short
   */
  public static <T extends @Nullable Object, X extends Throwable> T scope(ScopeBody<T, X> body)
      throws X {
    return Scope.open(false, false, body);
  }

  /** Runs a body that returns nothing in a scope; see {@link #scope(ScopeBody)}. */
  public static <X extends Throwable> void scope(ScopeAction<X> body) throws X {
    var unused = Scope.<@Nullable Object, X>open(false, true, Works.body(body));
  }

  /**
   * Like {@link #scope(ScopeBody)}, but a task's failure stays with the task: who awaits it, or
   * asks for its outcome, learns of it. One that nobody looked at goes to the environment's
   * reporter, when the scope ends at the latest.
   */
  public static <T extends @Nullable Object, X extends Throwable> T supervise(ScopeBody<T, X> body)
      throws X {
    return Scope.open(true, false, body);
  }

  /** Runs a body that returns nothing in a supervising scope; see {@link #supervise(ScopeBody)}. */
  public static <X extends Throwable> void supervise(ScopeAction<X> body) throws X {
    var unused = Scope.<@Nullable Object, X>open(true, true, Works.body(body));
  }

  // ---- several at once

  /**
   * Applies {@code f} to all {@code items} at once, on virtual threads.
   *
   * <p>None waits for another to end. A thread that is done with its item before all have begun
   * goes on with the next one, so don't count on a fresh thread's thread-locals.
   *
   * @return the results in the order of the items
   * @throws X what failed first, after the other tasks were cancelled and have ended; their own
   *     failures are suppressed on it
   */
  public static <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
      List<R> gather(Collection<? extends A> items, Mapper<? super A, ? extends R, ? extends X> f)
          throws X {
    return Gather.<A, R, X>map(items, Integer.MAX_VALUE, f);
  }

  /**
   * Applies {@code f} to all {@code items}, at most {@code limit} at a time; else like {@link
   * #gather(Collection, Mapper)}.
   */
  public static <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
      List<R> gather(
          Collection<? extends A> items, int limit, Mapper<? super A, ? extends R, ? extends X> f)
          throws X {
    return Gather.<A, R, X>map(items, positive(limit), f);
  }

  /**
   * Runs all {@code bodies} at once; results and failures as in {@link #gather(Collection,
   * Mapper)}.
   */
  @SafeVarargs
  public static <T extends @Nullable Object, X extends Throwable> List<T> gather(
      Body<? extends T, ? extends X>... bodies) throws X {
    return Gather.list(Gather.<X>all(bodies));
  }

  /** Runs all {@code bodies} at once; failures as in {@link #gather(Collection, Mapper)}. */
  @SafeVarargs
  public static <X extends Throwable> void gather(Action<? extends X>... bodies) throws X {
    var unused =
        Weft.<Action<? extends X>, @Nullable Object, X>gather(
            List.of(bodies), body -> Works.body(body).call());
  }

  /** Runs two bodies of different types at once and combines what they return. */
  @SuppressWarnings("unchecked") // the results are in the order of the bodies
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          R extends @Nullable Object,
          X1 extends Throwable,
          X2 extends Throwable>
      R gather(Body<A, X1> a, Body<B, X2> b, BiFunction<? super A, ? super B, ? extends R> combine)
          throws X1, X2 {
    var r = Gather.<RuntimeException>all(a, b);
    return combine.apply((A) r[0], (B) r[1]);
  }

  /** Runs three bodies of different types at once and combines what they return. */
  @SuppressWarnings("unchecked")
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object,
          X1 extends Throwable,
          X2 extends Throwable,
          X3 extends Throwable>
      R gather(
          Body<A, X1> a,
          Body<B, X2> b,
          Body<C, X3> c,
          Combiner.Of3<? super A, ? super B, ? super C, ? extends R> combine)
          throws X1, X2, X3 {
    var r = Gather.<RuntimeException>all(a, b, c);
    return combine.apply((A) r[0], (B) r[1], (C) r[2]);
  }

  /** Runs four bodies of different types at once and combines what they return. */
  @SuppressWarnings("unchecked")
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object,
          X1 extends Throwable,
          X2 extends Throwable,
          X3 extends Throwable,
          X4 extends Throwable>
      R gather(
          Body<A, X1> a,
          Body<B, X2> b,
          Body<C, X3> c,
          Body<D, X4> d,
          Combiner.Of4<? super A, ? super B, ? super C, ? super D, ? extends R> combine)
          throws X1, X2, X3, X4 {
    var r = Gather.<RuntimeException>all(a, b, c, d);
    return combine.apply((A) r[0], (B) r[1], (C) r[2], (D) r[3]);
  }

  /** Runs five bodies of different types at once and combines what they return. */
  @SuppressWarnings("unchecked")
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object,
          X1 extends Throwable,
          X2 extends Throwable,
          X3 extends Throwable,
          X4 extends Throwable,
          X5 extends Throwable>
      R gather(
          Body<A, X1> a,
          Body<B, X2> b,
          Body<C, X3> c,
          Body<D, X4> d,
          Body<E, X5> e,
          Combiner.Of5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> combine)
          throws X1, X2, X3, X4, X5 {
    var r = Gather.<RuntimeException>all(a, b, c, d, e);
    return combine.apply((A) r[0], (B) r[1], (C) r[2], (D) r[3], (E) r[4]);
  }

  /**
   * Applies {@code f} to all {@code items} at once and lets each end by itself.
   *
   * @return how each ended, in the order of the items
   */
  public static <A extends @Nullable Object, R extends @Nullable Object>
      List<Outcome<R>> gatherSettled(
          Collection<? extends A> items, Mapper<? super A, ? extends R, ?> f) {
    return Settle.map(items, Integer.MAX_VALUE, f);
  }

  /** Like {@link #gatherSettled(Collection, Mapper)}, at most {@code limit} at a time. */
  public static <A extends @Nullable Object, R extends @Nullable Object>
      List<Outcome<R>> gatherSettled(
          Collection<? extends A> items, int limit, Mapper<? super A, ? extends R, ?> f) {
    return Settle.map(items, positive(limit), f);
  }

  /**
   * Runs all {@code bodies} at once and returns what the first to succeed returns; the others are
   * cancelled, and have ended when this returns.
   *
   * @throws TaskFailedException if all fail: the cause is the first failure, the others are
   *     suppressed
   */
  @SafeVarargs
  public static <T extends @Nullable Object> T race(Body<? extends T, ?>... bodies) {
    return Race.first(List.of(bodies));
  }

  /** Like {@link #race(Body...)}, for a number of bodies that is not known before. */
  public static <T extends @Nullable Object> T race(
      Collection<? extends Body<? extends T, ?>> bodies) {
    return Race.first(List.copyOf(bodies));
  }

  /**
   * Goes through {@code tasks} in the order in which they end, failed and cancelled ones included.
   * To stop early is fine: the tasks belong to their scope.
   */
  public static <T extends @Nullable Object> Iterable<Task<T>> asCompleted(
      Collection<? extends Task<? extends T>> tasks) {
    var copy = List.copyOf(tasks);
    return () -> new Selection<>(copy);
  }

  /**
   * Waits until one of {@code tasks} has ended, however, and returns it. The others go on.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static <T extends @Nullable Object> Task<T> firstCompleted(
      Collection<? extends Task<? extends T>> tasks) {
    if (tasks.isEmpty()) throw new IllegalArgumentException("no tasks to wait for");
    return Selection.first(tasks);
  }

  // ---- time and cancellation

  /**
   * Runs {@code body} on the caller's thread, and cuts it short if it isn't done within {@code
   * limit}.
   *
   * @throws TimeoutException if it was cut short; an exception of the body wins over it, and so
   *     does a cancellation from further out
   */
  public static <T extends @Nullable Object, X extends Throwable> T timeout(
      Duration limit, Body<T, X> body) throws X {
    return Deadline.timeout(limit, body);
  }

  /** Runs a body that returns nothing with a time limit; see {@link #timeout(Duration, Body)}. */
  public static <X extends Throwable> void timeout(Duration limit, Action<X> body) throws X {
    var unused = Deadline.<@Nullable Object, X>timeout(limit, Works.body(body));
  }

  /** Runs {@code body} until {@code deadline} at most; see {@link #timeout(Duration, Body)}. */
  public static <T extends @Nullable Object, X extends Throwable> T timeoutAt(
      Instant deadline, Body<T, X> body) throws X {
    return Deadline.timeout(until(deadline), body);
  }

  /** Runs {@code body} until {@code deadline} at most; see {@link #timeout(Duration, Body)}. */
  public static <X extends Throwable> void timeoutAt(Instant deadline, Action<X> body) throws X {
    timeout(until(deadline), body);
  }

  /** Runs {@code body} for {@code limit} at most; empty if it was cut short or returned null. */
  public static <T, X extends Throwable> Optional<T> moveOnAfter(Duration limit, Body<T, X> body)
      throws X {
    return CancelScope.expiringIn(limit).run(body);
  }

  /** Runs {@code body} for {@code limit} at most; tells whether it was done. */
  public static <X extends Throwable> boolean moveOnAfter(Duration limit, Action<X> body) throws X {
    return CancelScope.expiringIn(limit).run(body);
  }

  /** The time left until the earliest deadline around the caller; empty without one. */
  public static Optional<Duration> timeLeft() {
    return Deadline.timeLeft();
  }

  /**
   * Runs {@code body} untouched by cancellations from further out, deadlines included: for clean-up
   * that suspends. They take effect after it. Only a cancellation with a grace period, once that is
   * over, passes a shield.
   */
  public static <T extends @Nullable Object, X extends Throwable> T shield(Body<T, X> body)
      throws X {
    return Shield.run(body);
  }

  /** Runs a shielded body that returns nothing; see {@link #shield(Body)}. */
  public static <X extends Throwable> void shield(Action<X> body) throws X {
    var unused = Shield.<@Nullable Object, X>run(Works.body(body));
  }

  /**
   * Runs {@code body} shielded, but for {@code limit} at most.
   *
   * @throws TimeoutException if it was cut short
   */
  public static <T extends @Nullable Object, X extends Throwable> T shield(
      Duration limit, Body<T, X> body) throws X {
    return Shield.<T, X>run(() -> Deadline.timeout(limit, body));
  }

  /** Runs a body that returns nothing shielded for a time; see {@link #shield(Duration, Body)}. */
  public static <X extends Throwable> void shield(Duration limit, Action<X> body) throws X {
    shield((Action<X>) () -> timeout(limit, body));
  }

  /**
   * Runs {@code body}, which goes on for {@code grace} when the caller is cancelled, by a deadline
   * too, and is cut short then: for a job that is begun, and may end when the program is told to.
   * Unlike after the grace of {@link Task#cancel(String, Duration)}, shields of its clean-up hold.
   *
   * @param grace how long, from the cancellation, or from now if there is one already
   * @throws CancelledError if it was cut short
   */
  public static <T extends @Nullable Object, X extends Throwable> T graceful(
      Duration grace, Body<T, X> body) throws X {
    return Graceful.run(Objects.requireNonNull(grace, "grace"), body);
  }

  /** Runs a body that returns nothing; see {@link #graceful(Duration, Body)}. */
  public static <X extends Throwable> void graceful(Duration grace, Action<X> body) throws X {
    var unused = Weft.<@Nullable Object, X>graceful(grace, Works.body(body));
  }

  /**
   * Suspends the caller for {@code duration}, never less; one that isn't positive lets others run.
   *
   * @throws CancelledError if the caller is cancelled
   */
  public static void sleep(Duration duration) {
    if (duration.isPositive()) Sleep.begin(duration, OutOfLine.DETOUR).await();
    else Sleep.none();
  }

  /** Throws {@link CancelledError} if the caller is cancelled: for long stretches of computing. */
  public static void checkpoint() {
    var strand = Strand.find();
    if (strand != null) strand.checkpoint();
  }

  /**
   * Closes {@code resource} when the caller is cancelled, for blocking calls that ignore
   * interrupts: as long as the registration isn't closed, which is for the same thread to do.
   * {@link #onCancel(AutoCloseable, Body)} also knows what to make of the failure that follows.
   */
  public static Registration onCancel(AutoCloseable resource) {
    return CancelAction.register(Objects.requireNonNull(resource, "resource"));
  }

  /**
   * Runs {@code body}, and closes {@code resource} if the caller is cancelled meanwhile.
   *
   * @throws CancelledError if it was closed and the body failed, with that failure as the cause
   */
  public static <T extends @Nullable Object, X extends Throwable> T onCancel(
      AutoCloseable resource, Body<T, X> body) throws X {
    return CancelAction.run(Objects.requireNonNull(resource, "resource"), body);
  }

  /** Runs a body that returns nothing; see {@link #onCancel(AutoCloseable, Body)}. */
  public static <X extends Throwable> void onCancel(AutoCloseable resource, Action<X> body)
      throws X {
    var unused = Weft.<@Nullable Object, X>onCancel(resource, Works.body(body));
  }

  // ---- other threads, futures

  /**
   * Runs CPU-bound {@code body} on the environment's pool of platform threads, so that it keeps no
   * carrier from other tasks. (Blocking calls need no such thing.)
   *
   * @throws CancelledError if the caller is cancelled: a body that runs gets an interrupt, its
   *     {@link #checkpoint} throws, and the caller leaves when it has ended
   */
  public static <T extends @Nullable Object, X extends Throwable> T toThread(Body<T, X> body)
      throws X {
    var environment = Environment.current().outside();
    return Offload.run(environment.pool(), environment, Offload.Leave.UNBEGUN, body);
  }

  /** Runs CPU-bound work that returns nothing; see {@link #toThread(Body)}. */
  public static <X extends Throwable> void toThread(Action<X> body) throws X {
    var unused = Weft.<@Nullable Object, X>toThread(Works.body(body));
  }

  /**
   * Like {@link #toThread(Body)}, for a body that can't be ended: a caller that is cancelled leaves
   * at once and the body goes on alone. What it returns is dropped; what it throws is reported.
   */
  public static <T extends @Nullable Object, X extends Throwable> T toThreadAbandoning(
      Body<T, X> body) throws X {
    var environment = Environment.current().outside();
    return Offload.run(environment.pool(), environment, Offload.Leave.ALWAYS, body);
  }

  /** Like {@link #toThreadAbandoning(Body)}, on a thread of {@code executor}. */
  public static <T extends @Nullable Object, X extends Throwable> T toThreadAbandoning(
      Executor executor, Body<T, X> body) throws X {
    return Offload.run(executor, Environment.current().outside(), Offload.Leave.ALWAYS, body);
  }

  /** Runs {@code body} on {@code executor} and waits for it; else like {@link #toThread(Body)}. */
  public static <T extends @Nullable Object, X extends Throwable> T runIn(
      Executor executor, Body<T, X> body) throws X {
    return Offload.run(executor, Environment.current().outside(), Offload.Leave.UNBEGUN, body);
  }

  /** Runs {@code body} on {@code executor} and waits for it; see {@link #runIn(Executor, Body)}. */
  public static <X extends Throwable> void runIn(Executor executor, Action<X> body) throws X {
    var unused = Weft.<@Nullable Object, X>runIn(executor, Works.body(body));
  }

  /**
   * Waits for {@code stage} and returns its value.
   *
   * @throws TaskFailedException if it fails, with the original as the cause
   * @throws TaskCancelledException if it was cancelled
   * @throws CancelledError if the caller is cancelled; the stage is then cancelled, if it can be
   */
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return Stages.await(stage);
  }

  // ---- seeing inside

  /**
   * Takes a picture of all tasks of the running program: what each does, what it waits for, and who
   * has that. The program goes on meanwhile. See {@link Debug} for more.
   */
  public static TaskTree taskTree() {
    return Debug.taskTree(10_000);
  }

  /** Prints {@link #taskTree()} to the standard error, as {@link Thread#dumpStack} does a stack. */
  public static void dump() {
    System.err.print(taskTree());
  }

  private static int positive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit is " + limit + ", but must be at least 1");
    }
    return limit;
  }

  private static Duration until(Instant deadline) {
    return Duration.between(Environment.current().clock().now(), deadline);
  }
}
