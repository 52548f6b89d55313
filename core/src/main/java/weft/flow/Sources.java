package weft.flow;

import weft.Weft;

/** Sources of elements that exist, or are counted. */
final class Sources {
  /** How many elements go by between two looks at whether the caller is cancelled, less one. */
  private static final int MASK = 63;

  private Sources() {}

  static <T> Source<T> iterable(Iterable<? extends T> iterable) {
    return out -> {
      int n = 0;
      for (T element : iterable) {
        if ((n++ & MASK) == 0) Weft.checkpoint();
        if (element == null) throw new NullPointerException("the iterable gave null");
        out.emit(element);
      }
    };
  }

  static Source<Integer> range(int from, int to) {
    return out -> {
      for (int i = from; i < to; i++) {
        if ((i & MASK) == 0) Weft.checkpoint();
        out.emit(i);
      }
    };
  }
}
