package weft.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Elements put together by their number. */
final class Windows {
  private static final int LARGE = 1_024; // beyond this a size is a limit, not a forecast

  private Windows() {}

  static int positive(int number, String name) {
    if (number > 0) return number;
    throw new IllegalArgumentException("the " + name + " must be at least 1, not " + number);
  }

  static <T> Source<List<T>> batch(Source<T> up, int size) {
    return out -> {
      var batch = new Batch<T>(size, out);
      up.run(batch);
      batch.flush();
    };
  }

  private static final class Batch<T> implements Emitter<T> {
    private final int size;
    private final Emitter<? super List<T>> out;
    private List<T> elements;

    Batch(int size, Emitter<? super List<T>> out) {
      this.size = size;
      this.out = out;
      this.elements = empty();
    }

    private List<T> empty() {
      return new ArrayList<>(Math.min(size, LARGE));
    }

    @Override
    public void emit(T element) {
      elements.add(element);
      if (elements.size() == size) flush();
    }

    void flush() {
      if (elements.isEmpty()) return;
      var full = List.copyOf(elements);
      elements = empty();
      out.emit(full);
    }
  }

  static <T> Source<List<T>> sliding(Source<T> up, int size, int step) {
    return out ->
        up.run(
            new Emitter<T>() {
              private final ArrayDeque<T> window = new ArrayDeque<>(Math.min(size, LARGE));
              private int skip;

              @Override
              public void emit(T element) {
                if (skip > 0) {
                  skip--;
                  return;
                }
                window.add(element);
                if (window.size() < size) return;
                var full = List.copyOf(window);
                skip = Math.max(0, step - size);
                for (int i = 0; i < step && !window.isEmpty(); i++) window.remove();
                out.emit(full);
              }
            });
  }
}
