package weft.flow;

import static weft.flow.Stage.source;

import java.util.Objects;
import weft.Mapper;

/** Operators that let some of the elements through. */
sealed interface Limiting<T> extends Stage<T> permits Flow {
  /** The elements that pass {@code condition}. */
  default Flow<T> filter(Condition<? super T, ?> condition) {
    return new Flow<>(Limits.filter(source(this), Limits.given(condition)));
  }

  /** The elements that are of {@code type}. */
  default <R> Flow<R> instancesOf(Class<R> type) {
    Objects.requireNonNull(type, "type");
    return new Flow<>(Transforms.map(Limits.filter(source(this), type::isInstance), type::cast));
  }

  /** The first {@code n} elements; the source is ended with the last of them. */
  default Flow<T> take(long n) {
    return new Flow<>(Limits.take(source(this), Limits.notNegative(n)));
  }

  /** The elements before the first that doesn't pass {@code condition}. */
  default Flow<T> takeWhile(Condition<? super T, ?> condition) {
    return new Flow<>(Limits.takeWhile(source(this), Limits.given(condition)));
  }

  /** The elements up to the first that passes {@code condition}, which is the last one. */
  default Flow<T> takeUntil(Condition<? super T, ?> condition) {
    return new Flow<>(Limits.takeUntil(source(this), Limits.given(condition)));
  }

  /** The last {@code n} elements, kept until the flow has ended. */
  default Flow<T> takeLast(int n) {
    return new Flow<>(Limits.takeLast(source(this), (int) Limits.notNegative(n)));
  }

  /** All but the first {@code n} elements. */
  default Flow<T> drop(long n) {
    return new Flow<>(Limits.drop(source(this), Limits.notNegative(n)));
  }

  /** The elements from the first that doesn't pass {@code condition} on. */
  default Flow<T> dropWhile(Condition<? super T, ?> condition) {
    return new Flow<>(Limits.dropWhile(source(this), Limits.given(condition)));
  }

  /** Each element once. All that were seen are remembered: for flows of a bounded variety. */
  default Flow<T> distinct() {
    return distinct(element -> element);
  }

  /** The first element of each {@code key}; all keys that were seen are remembered. */
  default Flow<T> distinct(Mapper<? super T, ?, ?> key) {
    return new Flow<>(Limits.distinct(source(this), Objects.requireNonNull(key, "key")));
  }

  /** The elements that differ from the one before. */
  default Flow<T> distinctUntilChanged() {
    return distinctUntilChanged(element -> element);
  }

  /** The elements whose {@code key} differs from that of the one before. */
  default Flow<T> distinctUntilChanged(Mapper<? super T, ?, ?> key) {
    return new Flow<>(
        Limits.distinctUntilChanged(source(this), Objects.requireNonNull(key, "key")));
  }
}
