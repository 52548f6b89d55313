package weft.flow;

import java.util.Arrays;
import java.util.Objects;

/**
 * A cold stream of elements, pushed through its stages on the thread of the one who runs it.
 *
 * <p>A flow is a description: nothing runs until a terminal method ({@link #forEach}, {@link
 * #toList}, …) is called, and each call runs everything anew, source included. Elements go through
 * one at a time, so a slow consumer slows its source; there is no queue and no other thread, unless
 * a stage asks for one. Memory and stack depth don't grow with the number of elements. A flow is
 * immutable and may be shared and run by many at once, as far as its source allows. It carries no
 * nulls.
 *
 * <p><b>Failures.</b> What a source or a stage throws ends the run and comes out of the terminal:
 * an unchecked exception or an error as it is, a checked exception as the cause of a {@link
 * weft.TaskFailedException}, whose {@code rethrow} gives it back with its type. What the terminal's
 * own function throws comes out as it is, and with its type. Operators that handle failures handle
 * only those from above them, never one from further down.
 *
 * <p><b>Early end and cancellation.</b> When a stage or a terminal wants no more elements, the
 * source is ended by what its {@code emit} throws, so that its {@code finally} blocks run before
 * the terminal returns. Cancelling the one who runs a flow cancels all of it: it is the same
 * thread. No operator swallows a {@link weft.CancelledError}.
 *
 * <p>Source: Kotlin's {@code Flow}.
 *
 * @param <T> the type of the elements
 */
public final class Flow<T> implements Transforming<T>, Terminals<T> {
  final Source<T> source;

  Flow(Source<T> source) {
    this.source = source;
  }

  /**
   * A flow of what {@code generator} emits; it is called anew for each run, on the thread of the
   * one who runs the flow, and may suspend.
   *
   * <pre>{@code
   * Flow<Integer> ticks = Flow.generate(out -> {
   *   for (int i = 0; ; i++) {
   *     out.emit(i);
   *     sleep(Duration.ofSeconds(1));
   *   }
   * });
   * }</pre>
   */
  public static <T> Flow<T> generate(Generator<T, ?> generator) {
    return new Flow<>(Guard.source(Objects.requireNonNull(generator, "generator")));
  }

  /** A flow of {@code elements}, in their order. */
  @SafeVarargs
  public static <T> Flow<T> of(T... elements) {
    return from(Arrays.asList(elements));
  }

  /** A flow of the elements of {@code iterable}, which is gone through anew for each run. */
  public static <T> Flow<T> from(Iterable<? extends T> iterable) {
    return new Flow<>(Sources.iterable(Objects.requireNonNull(iterable, "iterable")));
  }

  /** A flow of the numbers from {@code from}, included, to {@code to}, excluded. */
  public static Flow<Integer> range(int from, int to) {
    return new Flow<>(Sources.range(from, to));
  }

  @Override
  public String toString() {
    return "flow";
  }
}
