package weft.flow;

import static weft.flow.Stage.source;

import java.util.List;
import java.util.Objects;
import weft.Action;
import weft.Mapper;

/**
 * Operators that look at the course of a flow, or change how it ends.
 *
 * <p>Those that handle failures see only those from above them, as they were thrown, and neither a
 * cancellation nor a wish of downstream to end early.
 */
sealed interface Recovering<T> extends Stage<T> permits Flow {
  /** Calls {@code visitor} with each element before it goes on. */
  default Flow<T> onEach(Visitor<? super T, ?> visitor) {
    return new Flow<>(Courses.onEach(source(this), Objects.requireNonNull(visitor, "visitor")));
  }

  /** Calls {@code action} at the start of each run, before the source. */
  default Flow<T> onStart(Action<?> action) {
    return new Flow<>(Courses.onStart(source(this), Objects.requireNonNull(action, "action")));
  }

  /**
   * Calls {@code action} at the end of each run, in every case: also after a failure, after an
   * early end, and in a cancelled scope, where it has to be {@link weft.Weft#shield shielded} if it
   * suspends. What it throws comes out, unless there is a failure already, whose suppressed one it
   * is then.
   */
  default Flow<T> onEnd(Action<?> action) {
    return new Flow<>(Courses.onEnd(source(this), Objects.requireNonNull(action, "action")));
  }

  /** Calls {@code action} when the last element has been dealt with, if all went well. */
  default Flow<T> onComplete(Action<?> action) {
    return new Flow<>(Courses.onComplete(source(this), Objects.requireNonNull(action, "action")));
  }

  /** Calls {@code visitor} with the failure of what is above, which then goes its way. */
  default Flow<T> onError(Visitor<? super Throwable, ?> visitor) {
    return new Flow<>(Courses.onError(source(this), Objects.requireNonNull(visitor, "visitor")));
  }

  /** After a failure of {@code type}, ends with the element that {@code f} makes of it. */
  default <X extends Throwable> Flow<T> recover(
      Class<X> type, Mapper<? super X, ? extends T, ?> f) {
    return new Flow<>(
        Courses.recover(
            source(this), Objects.requireNonNull(type, "type"), Objects.requireNonNull(f, "f")));
  }

  /** After a failure of {@code type}, goes on with the flow that {@code f} makes of it. */
  default <X extends Throwable> Flow<T> recoverWith(
      Class<X> type, Mapper<? super X, ? extends Flow<? extends T>, ?> f) {
    return new Flow<>(
        Courses.recoverWith(
            source(this), Objects.requireNonNull(type, "type"), Objects.requireNonNull(f, "f")));
  }

  /** This flow, or {@code other} if this one has no element. */
  default Flow<T> ifEmpty(Flow<? extends T> other) {
    return new Flow<>(Courses.ifEmpty(source(this), Objects.requireNonNull(other, "other")));
  }

  /** The elements of this flow, then those of {@code other}. */
  default Flow<T> append(Flow<? extends T> other) {
    return new Flow<>(Sources.concat(List.of((Flow<T>) this, other)));
  }

  /** The elements of {@code other}, then those of this flow. */
  default Flow<T> prepend(Flow<? extends T> other) {
    return new Flow<>(Sources.concat(List.of(other, (Flow<T>) this)));
  }
}
