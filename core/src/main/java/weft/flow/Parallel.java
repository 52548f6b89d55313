package weft.flow;

import static weft.flow.Stage.source;

import java.util.Objects;
import weft.Mapper;

/**
 * Operators that work on several elements at once.
 *
 * <p>Each runs the flow above it in a task, and its functions in further ones; downstream stays on
 * the caller's thread. All of them are ended, and have ended, when the run ends: after the last
 * element, a failure, an early end or a cancellation. Buffers between them are bounded, so a slow
 * consumer slows the source. Tasks have the context variables of the one who runs the flow.
 *
 * <p>What comes out before a failure of the flow above: of {@code buffer} and {@code mapParallel},
 * all that was emitted before it; of the others, what they had ready. A failure of what was read
 * ahead for one who wanted no more is dropped.
 */
sealed interface Parallel<T> extends Stage<T> permits Flow {
  /**
   * Each element as {@code f} makes it, in the order of the elements, with up to {@code n} calls of
   * {@code f} at once.
   *
   * <p>It behaves as {@link Flow#map} does, but faster: when {@code f} fails, what it made of the
   * elements before comes first, no further call begins, and those that are under way are
   * cancelled. The flow above is read ahead, by {@code 2 * n} elements at most, or 64 for a small
   * {@code n}.
   *
   * @throws IllegalArgumentException if {@code n} is less than 1
   */
  default <R> Flow<R> mapParallel(int n, Mapper<? super T, ? extends R, ?> f) {
    return new Flow<>(Parallels.map(source(this), Parallels.positive(n), true, f));
  }

  /**
   * Each element as {@code f} makes it, in the order in which that is done, with up to {@code n}
   * calls of {@code f} at once; else like {@link #mapParallel}. When {@code f} fails, what was done
   * before comes first.
   */
  default <R> Flow<R> mapParallelUnordered(int n, Mapper<? super T, ? extends R, ?> f) {
    return new Flow<>(Parallels.map(source(this), Parallels.positive(n), false, f));
  }

  /**
   * All elements of the flows that {@code f} makes of the elements, up to {@code n} of which run at
   * once, each in a task of its own. The elements of one flow keep their order.
   */
  default <R> Flow<R> flatMapMerge(int n, Mapper<? super T, ? extends Flow<? extends R>, ?> f) {
    return new Flow<>(Merges.flatMap(source(this), Parallels.positive(n), f));
  }

  /**
   * The elements of the flow that {@code f} makes of the last element: each new element ends the
   * flow before, of which nothing more is emitted. The flow above never waits for downstream.
   */
  default <R> Flow<R> flatMapLatest(Mapper<? super T, ? extends Flow<? extends R>, ?> f) {
    return new Flow<>(Latest.flatMap(source(this), Objects.requireNonNull(f, "f")));
  }

  /**
   * Groups elements by their keys, and merges what {@code f} makes of each group: it is called once
   * for each new key, with the key and the flow of its elements, and the flow that it returns runs
   * in a task of its own.
   *
   * <p>A group ends with the flow above, or earlier if {@code f}'s flow wants no more; then the
   * next element with its key begins a new one. A group that is slow slows all, once 16 elements
   * wait for it; what waits for a group that ends early is dropped. The flow of a group can be run
   * once.
   *
   * @param most how many groups there may be at once; one more is an {@link IllegalStateException}
   */
  default <K, R> Flow<R> groupBy(
      int most,
      Mapper<? super T, ? extends K, ?> key,
      BiMapper<? super K, ? super Flow<T>, ? extends Flow<? extends R>, ?> f) {
    return new Flow<>(new Grouping<T, K, R>(source(this), Parallels.positive(most), key, f));
  }

  /**
   * Lets the flow above run ahead, in a task of its own, by up to {@code n} elements; where these
   * have come, it goes on when a quarter of them are dealt with.
   */
  default Flow<T> buffer(int n) {
    return new Flow<>(Parallels.buffer(source(this), Parallels.positive(n)));
  }
}
