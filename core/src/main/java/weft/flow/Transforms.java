package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import weft.Mapper;

/** The implementations of {@link Transforming}. */
final class Transforms {
  private Transforms() {}

  static <T, R> Source<R> map(Source<T> up, Mapper<? super T, ? extends R, ?> mapper) {
    var f = unchecked(mapper);
    return out -> up.run(e -> out.emit(present(f.apply(e), "map")));
  }

  static <T> Source<T> filter(Source<T> up, Condition<? super T, ?> condition) {
    var passes = unchecked(condition);
    return out ->
        up.run(e -> {
          if (passes.test(e)) out.emit(e);
        });
  }
}
