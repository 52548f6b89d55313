package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.Mapper;

/** The implementations of {@link Limiting}. */
final class Limits {
  private Limits() {}

  static <C> C given(C condition) {
    return Objects.requireNonNull(condition, "condition");
  }

  static long notNegative(long n) {
    if (n >= 0) return n;
    throw new IllegalArgumentException("the number of elements must not be negative: " + n);
  }

  static <T> Source<T> filter(Source<T> up, Condition<? super T, ?> condition) {
    var passes = unchecked(condition);
    return out ->
        up.run(e -> {
          if (passes.test(e)) out.emit(e);
        });
  }

  static <T> Source<T> take(Source<T> up, long n) {
    if (n == 0) return out -> {};
    return out ->
        new StoppingEmitter<T>() {
          private long left = n;

          @Override
          void receive(T element) {
            boolean last = --left == 0;
            out.emit(element);
            if (last) throw stop();
          }
        }.run(up);
  }

  static <T> Source<T> takeWhile(Source<T> up, Condition<? super T, ?> condition) {
    var passes = unchecked(condition);
    return out ->
        new StoppingEmitter<T>() {
          @Override
          void receive(T element) {
            if (!passes.test(element)) throw stop();
            out.emit(element);
          }
        }.run(up);
  }

  static <T> Source<T> takeUntil(Source<T> up, Condition<? super T, ?> condition) {
    var passes = unchecked(condition);
    return out ->
        new StoppingEmitter<T>() {
          @Override
          void receive(T element) {
            boolean last = passes.test(element);
            out.emit(element);
            if (last) throw stop();
          }
        }.run(up);
  }

  static <T> Source<T> takeLast(Source<T> up, int n) {
    return out -> {
      var last = new ArrayDeque<T>();
      up.run(e -> {
        last.add(e);
        if (last.size() > n) last.remove();
      });
      for (T element : last) out.emit(element);
    };
  }

  static <T> Source<T> drop(Source<T> up, long n) {
    return out ->
        up.run(
            new Emitter<T>() {
              private long left = n;

              @Override
              public void emit(T element) {
                if (left > 0) left--;
                else out.emit(element);
              }
            });
  }

  static <T> Source<T> dropWhile(Source<T> up, Condition<? super T, ?> condition) {
    var passes = unchecked(condition);
    return out ->
        up.run(
            new Emitter<T>() {
              private boolean begun;

              @Override
              public void emit(T element) {
                if (!begun && passes.test(element)) return;
                begun = true;
                out.emit(element);
              }
            });
  }

  static <T> Source<T> distinct(Source<T> up, Mapper<? super T, ?, ?> mapper) {
    var key = unchecked(mapper);
    return out -> {
      Set<Object> seen = new HashSet<>();
      up.run(e -> {
        if (seen.add(present(key.apply(e), "distinct"))) out.emit(e);
      });
    };
  }

  static <T> Source<T> distinctUntilChanged(Source<T> up, Mapper<? super T, ?, ?> mapper) {
    var key = unchecked(mapper);
    return out ->
        up.run(
            new Emitter<T>() {
              private @Nullable Object last;

              @Override
              public void emit(T element) {
                Object k = present(key.apply(element), "distinctUntilChanged");
                if (k.equals(last)) return;
                last = k;
                out.emit(element);
              }
            });
  }
}
