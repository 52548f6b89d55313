package weft.cli.live;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.cli.live.Rows.ErrorRow;
import weft.cli.live.Rows.PageRow;
import weft.cli.live.Rows.Point;

/** What a browser that comes later has to be told first. */
final class History {
  private final int mostPoints;
  private final int mostRows;
  private final Object lock = new Object();
  private final ArrayDeque<Point> points = new ArrayDeque<>(); // guarded, like the rest
  private final ArrayDeque<PageRow> pages = new ArrayDeque<>();
  private final ArrayDeque<ErrorRow> errors = new ArrayDeque<>();
  private @Nullable Tick last;

  History(int mostPoints, int mostRows) {
    this.mostPoints = mostPoints;
    this.mostRows = mostRows;
  }

  /**
   * The first message.
   *
   * @param type what tells this message from others
   * @param last the latest tick, which all the rest includes
   * @param ready whether the results can be searched
   */
  record Hello(
      String type,
      @Nullable Tick last,
      List<Point> points,
      List<PageRow> pages,
      List<ErrorRow> errors,
      boolean ready) {}

  void add(Tick tick) {
    synchronized (lock) {
      last = tick;
      append(points, List.of(tick.point()), mostPoints);
      append(pages, tick.pages(), mostRows);
      append(errors, tick.errors(), mostRows);
    }
  }

  private static <T> void append(ArrayDeque<T> rows, List<T> more, int most) {
    rows.addAll(more);
    while (rows.size() > most) rows.remove();
  }

  Hello hello(boolean ready) {
    synchronized (lock) {
      return new Hello(
          "hello", last, List.copyOf(points), List.copyOf(pages), List.copyOf(errors), ready);
    }
  }
}
