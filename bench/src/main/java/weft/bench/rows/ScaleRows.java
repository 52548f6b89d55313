package weft.bench.rows;

import static weft.bench.harness.Metric.cost;
import static weft.bench.harness.Metric.ns;
import static weft.bench.harness.Metric.peakMegabytes;
import static weft.bench.harness.Program.java;

import java.time.Duration;
import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.scale.Connections;
import weft.bench.scale.CrawledUrls;
import weft.bench.scale.WaitingTasks;

/** What one costs where there are many: the contestants are Weft itself with ten times as many. */
final class ScaleRows {
  private ScaleRows() {}

  static Area of(Size size) {
    return new Area("scale", "Scale", List.of(tasks(size), connections(size), urls(size)));
  }

  private static Row tasks(Size size) {
    var row =
        Row.of(
            "scale-tasks",
            "Tasks that all wait at once: one of them, as they become more",
            ns("a task"),
            cost("B", "bytes of heap a task"));
    for (int tasks : size.of(List.of(1_000, 10_000, 100_000, 1_000_000), List.of(1_000, 100_000))) {
      int times = Math.clamp(2_000_000 / tasks, 4, size.of(100, 20));
      row = row.weft(Peers.many(tasks), java(WaitingTasks.class, tasks, times));
    }
    return row.bound(Duration.ofMinutes(2));
  }

  /** A process may have some thousand files open, and a connection has two here. */
  private static Row connections(Size size) {
    int trips = size.of(200_000, 40_000);
    var row =
        Row.of(
            "scale-connections",
            "Connections that are all open: a byte there and back, as they become more",
            ns("a round trip"),
            peakMegabytes());
    for (int connections : size.of(List.of(10, 100, 1_000, 8_000), List.of(10, 1_000))) {
      row = row.weft(Peers.many(connections), java(Connections.class, connections, trips, 6));
    }
    return row.bound(Duration.ofMinutes(2));
  }

  private static Row urls(Size size) {
    var row =
        Row.of(
            "scale-urls",
            "URLs of one site, crawled and stored, in at most 512 MB of heap",
            ns("a URL"),
            peakMegabytes());
    for (int urls : size.of(List.of(1_000, 10_000, 100_000, 1_000_000), List.of(1_000, 10_000))) {
      int times = Math.clamp(100_000 / urls, 1, 10);
      var program = java(List.of("-Xmx512m"), CrawledUrls.class, urls, times);
      row = row.weft(Peers.many(urls), program.needing(Peers.NGINX));
    }
    return row.bound(Duration.ofMinutes(15)).thoroughly();
  }
}
