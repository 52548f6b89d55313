package weft.flow;

import static weft.flow.Stage.source;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import weft.resilience.Retry;

/**
 * Operators that have to do with time, which is that of the environment's {@link weft.Clock}.
 *
 * <p>{@code batch}, {@code debounce}, {@code sample} and {@code timeout} run the flow above in a
 * task, which ends with the run, and let it run a little ahead; the others do all on the caller's
 * thread. Negative and, where it makes no sense, zero durations are {@link
 * IllegalArgumentException}s.
 */
sealed interface Timing<T> extends Stage<T> permits Flow {
  /**
   * Lists of elements that came together: each has up to {@code size} elements, and goes on when it
   * is full, or when {@code time} has passed since its first element. None is empty.
   */
  default Flow<List<T>> batch(int size, Duration time) {
    return new Flow<>(
        Times.batch(source(this), Windows.positive(size, "size"), Times.positive(time)));
  }

  /**
   * Those elements that are followed by none for {@code quiet}, after that time; the last element
   * of the flow goes on at once when it ends.
   */
  default Flow<T> debounce(Duration quiet) {
    return new Flow<>(Times.debounce(source(this), Times.positive(quiet)));
  }

  /**
   * The last element that came in each {@code period}, at its end; nothing for a period without
   * one, nor for the one in which the flow ends.
   */
  default Flow<T> sample(Duration period) {
    return new Flow<>(Times.sample(source(this), Times.positive(period)));
  }

  /**
   * All elements, at most {@code n} in each {@code per}, at even distances: {@link
   * weft.sync.RateLimiter#of}. The flow above waits.
   */
  default Flow<T> throttle(int n, Duration per) {
    return new Flow<>(Times.throttle(source(this), Parallels.positive(n), Times.positive(per)));
  }

  /** All elements, each {@code delay} after the flow above has emitted it: it waits, too. */
  default Flow<T> delayEach(Duration delay) {
    return new Flow<>(Times.delayEach(source(this), Times.notNegative(delay)));
  }

  /** This flow, begun {@code delay} later. */
  default Flow<T> delayStart(Duration delay) {
    return new Flow<>(Times.delayStart(source(this), Times.notNegative(delay)));
  }

  /**
   * This flow, which fails with a {@link weft.TimeoutException} if an element, or its end, takes
   * longer than {@code limit} to come, counted from when the one before was dealt with. For a limit
   * on the whole run, put {@link weft.Weft#timeout} around the terminal.
   */
  default Flow<T> timeout(Duration limit) {
    return new Flow<>(Times.timeout(source(this), Times.positive(limit)));
  }

  /**
   * This flow, begun anew after a failure as {@code retry} says: elements that came before the
   * failure come again. A failure of downstream is not retried.
   */
  default Flow<T> retry(Retry retry) {
    return new Flow<>(Times.retry(source(this), Objects.requireNonNull(retry, "retry")));
  }
}
