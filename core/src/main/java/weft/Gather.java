package weft;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many pieces of work at once, their results in order; the first failure ends the others. */
final class Gather extends FanOut {
  /** What each piece of work is. */
  @FunctionalInterface
  interface Step {
    @Nullable Object run(int index) throws Throwable;
  }

  private final Step step;
  private final @Nullable Object[] results;
  private final FailureLog failures = new FailureLog();
  private volatile @Nullable Throwable firstThrown;

  Gather(int items, int limit, Step step) {
    super(items, limit);
    this.step = step;
    this.results = new @Nullable Object[items];
  }

  /** Runs {@code step} for each index; returns the results. */
  static <X extends Throwable> @Nullable Object[] all(int items, int limit, Step step) throws X {
    var gather = new Gather(items, limit, step);
    var strand = gather.execute();
    var failure = gather.failures.first(gather.firstThrown);
    if (failure != null) throw Failures.<X>sneak(failure);
    gather.requireWhole(strand);
    return gather.results;
  }

  /** Runs each of {@code bodies}; returns the results. */
  static <X extends Throwable> @Nullable Object[] all(Body<?, ?>... bodies) throws X {
    return Gather.<X>all(bodies.length, Integer.MAX_VALUE, i -> bodies[i].call());
  }

  /** Applies {@code f} to each of {@code items}; returns the results. */
  @SuppressWarnings("unchecked") // the array holds what the collection held
  static <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> List<R> map(
      Collection<? extends A> items, int limit, Mapper<? super A, ? extends R, ? extends X> f)
      throws X {
    var array = (A[]) items.toArray();
    return list(Gather.<X>all(array.length, limit, i -> f.apply(array[i])));
  }

  /** An unmodifiable list of what the caller knows to be of type {@code R}. */
  @SuppressWarnings({"unchecked", "NullAway"}) // R is nullable where a result is
  static <R extends @Nullable Object> List<R> list(@Nullable Object[] results) {
    return (List<R>) Collections.unmodifiableList(Arrays.asList(results));
  }

  @Override
  void item(int index) throws Throwable {
    results[index] = step.run(index);
  }

  @Override
  void failed(int index, Throwable error) {
    if (!failures.add(error)) return;
    firstThrown = error;
    var reason = "piece " + index + " of the gathered work failed: " + error;
    cancel(new Cancellation(Cancellation.Kind.FAILURE, reason, error));
  }

  @Override
  public String toString() {
    return "gather";
  }
}
