package weft.flow;

import static weft.flow.Stage.source;

import java.util.Objects;
import weft.Mapper;

/** Operators that make other elements of the elements. */
sealed interface Transforming<T> extends Stage<T> permits Flow {
  /** Each element as {@code f} makes it. */
  default <R> Flow<R> map(Mapper<? super T, ? extends R, ?> f) {
    return new Flow<>(Transforms.map(source(this), Objects.requireNonNull(f, "f")));
  }

  /** The elements that pass {@code condition}. */
  default Flow<T> filter(Condition<? super T, ?> condition) {
    return new Flow<>(
        Transforms.filter(source(this), Objects.requireNonNull(condition, "condition")));
  }
}
