package weft.bench.rows;

import java.util.List;
import java.util.stream.Stream;
import weft.bench.harness.Area;
import weft.bench.harness.Size;

/** The core beside the JDK, libraries, and other languages. */
final class CoreRows {
  private CoreRows() {}

  static Area of(Size size) {
    var peers = new Peers(size);
    return new Area(
        "core",
        "Core",
        Stream.of(
                new TaskRows(size, peers).all(),
                new ExchangeRows(peers).all(),
                new FlowRows(peers).all())
            .flatMap(List::stream)
            .toList());
  }
}
