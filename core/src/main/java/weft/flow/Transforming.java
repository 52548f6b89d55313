package weft.flow;

import static weft.flow.Stage.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import weft.Mapper;

/** Operators that make other elements of the elements. */
sealed interface Transforming<T> extends Stage<T> permits Flow {
  /** Each element as {@code f} makes it. */
  default <R> Flow<R> map(Mapper<? super T, ? extends R, ?> f) {
    return new Flow<>(Transforms.map(source(this), Objects.requireNonNull(f, "f")));
  }

  /** Those results of {@code f} that are present. */
  default <R> Flow<R> mapPresent(Mapper<? super T, ? extends Optional<? extends R>, ?> f) {
    return new Flow<>(Transforms.mapPresent(source(this), Objects.requireNonNull(f, "f")));
  }

  /** All elements of the flows that {@code f} makes of the elements, one flow after the other. */
  default <R> Flow<R> flatMap(Mapper<? super T, ? extends Flow<? extends R>, ?> f) {
    return new Flow<>(Transforms.flatMap(source(this), Objects.requireNonNull(f, "f")));
  }

  /**
   * What {@code transformer} emits for each element: any number of elements, of which most other
   * operators could be made.
   *
   * <pre>{@code
   * Flow<String> words = lines.transform((line, out) -> {
   *   for (String word : line.split(" ")) out.emit(word);
   * });
   * }</pre>
   */
  default <R> Flow<R> transform(Transformer<? super T, R, ?> transformer) {
    return new Flow<>(
        Transforms.transform(source(this), Objects.requireNonNull(transformer, "transformer")));
  }

  /**
   * The states of a computation: {@code initial}, then what {@code f} makes of the last state and
   * each element.
   */
  default <R> Flow<R> scan(R initial, BiMapper<? super R, ? super T, ? extends R, ?> f) {
    return new Flow<>(
        Transforms.scan(
            source(this), Objects.requireNonNull(initial, "initial"), Objects.requireNonNull(f)));
  }

  /** The elements with their places, counted from 0. */
  default Flow<Indexed<T>> indexed() {
    return new Flow<>(Transforms.indexed(source(this)));
  }

  /** The elements with {@code separator} between every two. */
  default Flow<T> intersperse(T separator) {
    return new Flow<>(
        Transforms.intersperse(source(this), Objects.requireNonNull(separator, "separator")));
  }

  /**
   * Lists of {@code size} elements each; the last may be shorter. With nothing to collect there is
   * no list.
   */
  default Flow<List<T>> batch(int size) {
    return new Flow<>(Windows.batch(source(this), Windows.positive(size, "size")));
  }

  /** Every {@code size} elements that stand side by side; see {@link #sliding(int, int)}. */
  default Flow<List<T>> sliding(int size) {
    return sliding(size, 1);
  }

  /**
   * Windows of {@code size} elements, each begun {@code step} elements after the one before. One
   * that the end of the flow leaves incomplete is dropped.
   */
  default Flow<List<T>> sliding(int size, int step) {
    return new Flow<>(
        Windows.sliding(
            source(this), Windows.positive(size, "size"), Windows.positive(step, "step")));
  }

  /**
   * Pairs of elements of this flow and {@code other}, combined by {@code f}; it ends with the
   * shorter of both. The other is pulled, as {@link Terminals#iterate} does.
   */
  default <U, R> Flow<R> zip(
      Flow<? extends U> other, BiMapper<? super T, ? super U, ? extends R, ?> f) {
    return new Flow<>(
        Transforms.zip(
            source(this), Objects.requireNonNull(other, "other"), Objects.requireNonNull(f, "f")));
  }
}
