package weft.flow;

import static weft.flow.Throwing.unchecked;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The implementations of {@link Terminals}.
 *
 * <p>A method that says {@code throws X} throws nothing else that is checked: what came from its
 * own function is told from what came from stages.
 */
final class Terminal {
  private Terminal() {}

  /** Runs {@code source} to its end; what {@code own} throws comes out as it is. */
  static <T> void run(Source<T> source, Emitter<? super T> own) {
    run(source, Downstream.<T>of(own));
  }

  /** The same with what is also an emitter of its own: a call less an element. */
  private static <T> void run(Source<T> source, Downstream<T> own) {
    try {
      own.run(source);
    } catch (Throwable t) {
      throw own.threw(t) ? Throwing.sneak(t) : Throwing.out(t);
    }
  }

  static <T, X extends Throwable> void forEach(Source<T> source, Visitor<? super T, X> visitor)
      throws X {
    var visit = unchecked(visitor);
    run(source, visit::visit);
  }

  static <T, A extends @Nullable Object, R extends @Nullable Object> R collect(
      Source<T> source, Collector<? super T, A, R> collector) {
    A container = collector.supplier().get();
    var add = collector.accumulator();
    run(source, e -> add.accept(container, e));
    return collector.finisher().apply(container);
  }

  static <T, R, X extends Throwable> R fold(
      Source<T> source, R initial, BiMapper<? super R, ? super T, ? extends R, X> mapper) throws X {
    var folding =
        new Downstream<T>() {
          private final BiMapper<? super R, ? super T, ? extends R, RuntimeException> f =
              unchecked(mapper);
          private R state = initial;

          @Override
          void receive(T element) {
            state = Throwing.<R>present(f.apply(state, element), "fold");
          }
        };
    run(source, folding);
    return folding.state;
  }

  static <T, X extends Throwable> Optional<T> reduce(
      Source<T> source, BiMapper<? super T, ? super T, ? extends T, X> mapper) throws X {
    var reducing =
        new Downstream<T>() {
          private final BiMapper<? super T, ? super T, ? extends T, RuntimeException> f =
              unchecked(mapper);
          private @Nullable T state;

          @Override
          void receive(T element) {
            state =
                state == null ? element : Throwing.<T>present(f.apply(state, element), "reduce");
          }
        };
    run(source, reducing);
    return Optional.ofNullable(reducing.state);
  }

  static <T, X extends Throwable> Optional<T> first(
      Source<T> source, Condition<? super T, X> condition) throws X {
    var passes = unchecked(condition);
    var finding =
        new StoppingEmitter<T>() {
          private @Nullable T found;

          @Override
          void receive(T element) {
            if (!passes.test(element)) return;
            found = element;
            throw stop();
          }
        };
    try {
      run(source, finding);
    } catch (Stop stop) {
      if (!finding.isStoppedBy(stop)) throw stop;
    }
    return Optional.ofNullable(finding.found);
  }

  static NoSuchElementException noElement() {
    return new NoSuchElementException("the flow has no element");
  }
}
