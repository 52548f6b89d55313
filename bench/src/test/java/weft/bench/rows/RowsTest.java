package weft.bench.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;

/** What the rows name exists. */
class RowsTest {
  private static List<Row> rows(Size size) {
    return Main.areas(size).stream().flatMap(area -> area.rows().stream()).toList();
  }

  private static Stream<Program> programs(Size size) {
    return rows(size).stream().flatMap(Row::programs);
  }

  @ParameterizedTest
  @EnumSource
  void namesAreTheirOwn(Size size) {
    assertThat(rows(size))
        .extracting(Row::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9-]+"));
  }

  @Test
  void benchmarksOfJmhExist() throws IOException {
    try (var in = RowsTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
      var known = new String(in.readAllBytes());
      assertThat(programs(Size.FULL).map(Program::words).filter(w -> w.contains("FULL")))
          .isNotEmpty()
          .extracting(words -> "." + words.get(words.indexOf("FULL") + 1).replace('.', '_') + "_")
          .allMatch(known::contains);
    }
  }

  @Test
  void scriptsExistAndKnowTheirRows() throws IOException {
    for (var program : programs(Size.FULL).toList()) {
      for (var word : program.words()) {
        if (word.startsWith("bench/peers/")) assertThat(Path.of("..", word)).exists();
      }
    }
    var go = Files.readString(Path.of("peers/core.go"));
    assertThat(
            programs(Size.FULL).map(Program::words).filter(w -> w.getFirst().endsWith("core-go")))
        .isNotEmpty()
        .extracting(words -> '"' + words.get(1) + '"')
        .allMatch(go::contains);
  }
}
