package weft.bench.rows;

import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Bench;
import weft.bench.harness.Size;

/** All that {@code ./weft bench} can measure: an area a line. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Bench.main(Main::areas, arguments);
  }

  static List<Area> areas(Size size) {
    return List.of(
        CoreRows.of(size),
        SqlRows.of(size),
        HttpRows.of(size),
        WebRows.of(size),
        ScaleRows.of(size));
  }
}
