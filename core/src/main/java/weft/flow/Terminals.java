package weft.flow;

import static weft.flow.Stage.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Methods that run the flow, on the caller's thread; each call runs it anew.
 *
 * <p>What their own function throws comes out as it is, with its type; for failures of stages see
 * {@link Flow}. All of them throw a {@link weft.CancelledError} if the caller is cancelled; the
 * source is then ended before they return.
 */
sealed interface Terminals<T> extends Stage<T> permits Flow {
  /**
   * Calls {@code visitor} with each element.
   *
   * @throws X what the visitor throws; it ends the flow
   */
  default <X extends Throwable> void forEach(Visitor<? super T, X> visitor) throws X {
    Terminal.<T, X>forEach(source(this), Objects.requireNonNull(visitor, "visitor"));
  }

  /** Runs the flow for what its stages do. */
  default void drain() {
    Terminal.run(source(this), element -> {});
  }

  /** The elements, in a list that can't be changed. */
  default List<T> toList() {
    var list = new ArrayList<T>();
    Terminal.run(source(this), list::add);
    return Collections.unmodifiableList(list);
  }

  /** The different elements in the order of their first appearance; the set can't be changed. */
  default Set<T> toSet() {
    var set = new LinkedHashSet<T>();
    Terminal.run(source(this), set::add);
    return Collections.unmodifiableSet(set);
  }

  /** What {@code collector} makes of the elements. */
  default <A extends @Nullable Object, R extends @Nullable Object> R collect(
      Collector<? super T, A, R> collector) {
    return Terminal.collect(source(this), collector);
  }

  /**
   * What {@code f} makes of {@code initial} and the first element, then of that and the second, and
   * so on.
   *
   * @throws X what {@code f} throws; it ends the flow
   */
  default <R, X extends Throwable> R fold(
      R initial, BiMapper<? super R, ? super T, ? extends R, X> f) throws X {
    return Terminal.<T, R, X>fold(
        source(this), Objects.requireNonNull(initial, "initial"), Objects.requireNonNull(f, "f"));
  }

  /**
   * What {@code f} makes of the first two elements, then of that and the third, and so on; empty
   * without elements.
   *
   * @throws X what {@code f} throws; it ends the flow
   */
  default <X extends Throwable> Optional<T> reduce(BiMapper<? super T, ? super T, ? extends T, X> f)
      throws X {
    return Terminal.<T, X>reduce(source(this), Objects.requireNonNull(f, "f"));
  }

  /** How many elements there are. */
  default long count() {
    var count = new long[1];
    Terminal.run(source(this), element -> count[0]++);
    return count[0];
  }

  /**
   * The first element; the flow is ended with it.
   *
   * @throws NoSuchElementException if there is none
   */
  default T first() {
    return firstOrEmpty().orElseThrow(Terminal::noElement);
  }

  /** The first element; the flow is ended with it. Empty if there is none. */
  default Optional<T> firstOrEmpty() {
    return Terminal.<T, RuntimeException>first(source(this), element -> true);
  }

  /**
   * The first element that passes {@code condition}; the flow is ended with it.
   *
   * @throws X what the condition throws; it ends the flow
   */
  default <X extends Throwable> Optional<T> firstOrEmpty(Condition<? super T, X> condition)
      throws X {
    return Terminal.<T, X>first(source(this), Limits.given(condition));
  }

  /**
   * The last element.
   *
   * @throws NoSuchElementException if there is none
   */
  default T last() {
    return lastOrEmpty().orElseThrow(Terminal::noElement);
  }

  /** The last element; empty if there is none. */
  default Optional<T> lastOrEmpty() {
    return Terminal.<T, RuntimeException>reduce(source(this), (before, element) -> element);
  }

  /**
   * Tells whether an element passes {@code condition}; the flow is ended with the first that does.
   *
   * @throws X what the condition throws; it ends the flow
   */
  default <X extends Throwable> boolean any(Condition<? super T, X> condition) throws X {
    return Terminal.<T, X>first(source(this), Limits.given(condition)).isPresent();
  }

  /**
   * Tells whether all elements pass {@code condition}; the flow is ended with the first that
   * doesn't.
   *
   * @throws X what the condition throws; it ends the flow
   */
  default <X extends Throwable> boolean all(Condition<? super T, X> condition) throws X {
    Objects.requireNonNull(condition, "condition");
    return Terminal.<T, X>first(source(this), element -> !condition.test(element)).isEmpty();
  }

  /**
   * Tells whether no element passes {@code condition}; the flow is ended with the first that does.
   *
   * @throws X what the condition throws; it ends the flow
   */
  default <X extends Throwable> boolean none(Condition<? super T, X> condition) throws X {
    return !any(condition);
  }

  /** The least element, the first of equal ones; empty without elements. */
  default Optional<T> min(Comparator<? super T> order) {
    Objects.requireNonNull(order, "order");
    return Terminal.<T, RuntimeException>reduce(
        source(this), (a, b) -> order.compare(b, a) < 0 ? b : a);
  }

  /** The greatest element, the first of equal ones; empty without elements. */
  default Optional<T> max(Comparator<? super T> order) {
    Objects.requireNonNull(order, "order");
    return Terminal.<T, RuntimeException>reduce(
        source(this), (a, b) -> order.compare(b, a) > 0 ? b : a);
  }

  /**
   * The flow for a {@code for} loop: its elements are pulled, where other terminals have them
   * pushed.
   *
   * <pre>{@code
   * try (var lines = Flow.lines(file).iterate()) {
   *   for (String line : lines) if (line.isBlank()) break;
   * }
   * }</pre>
   *
   * <p>It runs on another thread, and up to 32 elements ahead of the loop: what those take from
   * elsewhere is lost to a loop that is left early. {@link #iterate(int)} sets the number; see
   * {@link Iteration}.
   */
  default Iteration<T> iterate() {
    return iterate(Iteration.AHEAD);
  }

  /**
   * Like {@link #iterate()}, at most {@code ahead} elements ahead of the loop. With 0 the flow runs
   * only while the loop waits for the next element, as a generator of Python's does.
   */
  default Iteration<T> iterate(int ahead) {
    return new Iteration<>(new Pull<>(source(this), Iteration.checked(ahead)));
  }
}
