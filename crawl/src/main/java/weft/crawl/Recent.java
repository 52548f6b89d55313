package weft.crawl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The newest of what comes, for several readers, each of which wants only what it hasn't seen. */
final class Recent<T> {
  private final int most;
  private final Object lock = new Object();
  private final ArrayDeque<T> newest = new ArrayDeque<>(); // guarded, like the next
  private long added;

  /**
   * What a reader gets.
   *
   * @param items oldest first
   * @param seen what to say the next time
   */
  record News<T>(List<T> items, long seen) {}

  Recent(int most) {
    this.most = most;
  }

  void add(T item) {
    synchronized (lock) {
      if (newest.size() == most) newest.remove();
      newest.add(item);
      added++;
    }
  }

  /** What came after {@code seen}, or the newest of it, if that is too much. */
  News<T> after(long seen) {
    synchronized (lock) {
      long missed = added - seen;
      var items = new ArrayList<T>(newest);
      int from = (int) Math.max(0, items.size() - missed);
      return new News<>(List.copyOf(items.subList(from, items.size())), added);
    }
  }
}
