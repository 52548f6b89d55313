package weft.junit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What can run, and who of it is next. Not thread-safe. */
interface Line {
  void add(Runnable runnable);

  /** Takes the next out; null if there is none. */
  @Nullable Runnable poll();

  boolean isEmpty();

  /** First come, first served. */
  static Line fifo() {
    var line = new ArrayDeque<Runnable>();
    return new Line() {
      @Override
      public void add(Runnable runnable) {
        line.add(runnable);
      }

      @Override
      public @Nullable Runnable poll() {
        return line.poll();
      }

      @Override
      public boolean isEmpty() {
        return line.isEmpty();
      }
    };
  }

  /** Any of them, each as likely as the others. */
  static Line random(RandomGenerator random) {
    List<Runnable> line = new ArrayList<>();
    return new Line() {
      @Override
      public void add(Runnable runnable) {
        line.add(runnable);
      }

      @Override
      public @Nullable Runnable poll() {
        if (line.isEmpty()) return null;
        int i = line.size() == 1 ? 0 : random.nextInt(line.size());
        var last = line.removeLast();
        return i == line.size() ? last : line.set(i, last);
      }

      @Override
      public boolean isEmpty() {
        return line.isEmpty();
      }
    };
  }
}
