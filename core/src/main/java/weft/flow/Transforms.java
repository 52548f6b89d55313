package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.Optional;
import weft.Mapper;

/** The implementations of {@link Transforming}. */
final class Transforms {
  private Transforms() {}

  static <T, R> Source<R> map(Source<T> up, Mapper<? super T, ? extends R, ?> mapper) {
    var f = unchecked(mapper);
    return out -> up.run(e -> out.emit(present(f.apply(e), "map")));
  }

  static <T, R> Source<R> mapPresent(
      Source<T> up, Mapper<? super T, ? extends Optional<? extends R>, ?> mapper) {
    var f = unchecked(mapper);
    return out ->
        up.run(e -> {
          var result = present(f.apply(e), "mapPresent");
          if (result.isPresent()) out.emit(result.get());
        });
  }

  static <T, R> Source<R> flatMap(
      Source<T> up, Mapper<? super T, ? extends Flow<? extends R>, ?> mapper) {
    var f = unchecked(mapper);
    return out -> up.run(e -> runInside(present(f.apply(e), "flatMap"), out));
  }

  /** Runs a flow for an element of another one. */
  private static <R> void runInside(Flow<? extends R> flow, Emitter<? super R> out) {
    try {
      Sources.run(flow, out);
    } catch (Throwable t) {
      throw Throwing.sneak(t);
    }
  }

  static <T, R> Source<R> transform(Source<T> up, Transformer<? super T, R, ?> transformer) {
    var f = unchecked(transformer);
    return Guard.source(
        "transform",
        out ->
            up.run(e -> {
              f.transform(e, out);
              out.recall();
            }));
  }

  static <T, R> Source<R> scan(
      Source<T> up, R initial, BiMapper<? super R, ? super T, ? extends R, ?> mapper) {
    var f = unchecked(mapper);
    return out -> {
      out.emit(initial);
      up.run(
          new Emitter<T>() {
            private R state = initial;

            @Override
            public void emit(T element) {
              state = present(f.apply(state, element), "scan");
              out.emit(state);
            }
          });
    };
  }

  static <T> Source<Indexed<T>> indexed(Source<T> up) {
    return out ->
        up.run(
            new Emitter<T>() {
              private long next;

              @Override
              public void emit(T element) {
                out.emit(new Indexed<>(next++, element));
              }
            });
  }

  static <T> Source<T> intersperse(Source<T> up, T separator) {
    return out ->
        up.run(
            new Emitter<T>() {
              private boolean begun;

              @Override
              public void emit(T element) {
                if (begun) out.emit(separator);
                begun = true;
                out.emit(element);
              }
            });
  }

  static <T, U, R> Source<R> zip(
      Source<T> up,
      Flow<? extends U> other,
      BiMapper<? super T, ? super U, ? extends R, ?> mapper) {
    var f = unchecked(mapper);
    return out -> {
      var others = new Pull<U>(other.source, 0);
      Ending.run(
          () ->
              new StoppingEmitter<T>() {
                @Override
                void receive(T element) {
                  if (!others.hasNext()) throw stop();
                  out.emit(present(f.apply(element, others.next()), "zip"));
                }
              }.run(up),
          others::close);
    };
  }
}
