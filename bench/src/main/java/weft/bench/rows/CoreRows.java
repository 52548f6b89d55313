package weft.bench.rows;

import static weft.bench.harness.Metric.ns;
import static weft.bench.harness.Program.jmh;

import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;

/** The core beside the JDK, libraries, and other languages. */
final class CoreRows {
  private static final Tool KOTLIN = Tool.library("kotlinx-coroutines-core-jvm");

  private final Size size;

  private CoreRows(Size size) {
    this.size = size;
  }

  static Area of(Size size) {
    var rows = new CoreRows(size);
    return new Area("core", "Core", List.of(rows.spawn()));
  }

  private Row spawn() {
    return Row.of("spawn", "One task, started and awaited", ns("a task"))
        .weft("`start`, `await`", java("SpawnOne.weftTask"))
        .peer("JDK", "virtual thread, `join`", java("SpawnOne.rawThread"))
        .peer("Kotlin", "`launch`, `join`", kotlin("SpawnOne.kotlinLaunch"));
  }

  private Program java(String benchmark, String... parameters) {
    return jmh(size, benchmark, parameters);
  }

  private Program kotlin(String benchmark, String... parameters) {
    return jmh(size, benchmark, parameters).needing(KOTLIN);
  }
}
