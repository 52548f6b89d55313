package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the hot paths allocate doesn't grow unnoticed. Bytes are counted in a JVM of its own with
 * one carrier, which makes them the same in every run, however busy the machine is.
 */
@Proof
class AllocationTest {
  private static final Path TABLE = Path.of("src/test/resources/weft/allocation.txt");
  private static final String UPDATE = "weft.allocation.write";

  /** In a JVM with the quick compiler: what the code asks for. With the other: what is left. */
  private static final Map<String, List<String>> COMPILERS =
      Map.of(
          "C1", List.of("-XX:TieredStopAtLevel=1"),
          "C2", List.of("-XX:TieredStopAtLevel=4", "-Xbatch"));

  @Test
  void hotPathsAllocateNoMoreThanTheTableSays() throws Exception {
    var measured = new ArrayList<String>();
    for (var compiler : List.of("C1", "C2")) measured.addAll(measure(compiler));
    if (Boolean.getBoolean(UPDATE)) Files.write(TABLE, measured);

    var allowed = table(Files.readAllLines(TABLE));
    var more = new ArrayList<String>();
    table(measured)
        .forEach((name, bytes) -> {
          long before = allowed.getOrDefault(name, 0L);
          if (bytes > before + tolerance(before)) {
            more.add(name + " allocates " + bytes + " bytes, and " + before + " before");
          }
          if (bytes < before - tolerance(before)) {
            System.out.println(name + " allocates " + bytes + " bytes only: update " + TABLE);
          }
        });
    assertThat(more)
        .as(
            "if it has to be, update %s: ./weft test -pl core -Dtest=AllocationTest -D%s=true",
            TABLE, UPDATE)
        .isEmpty();
    assertThat(table(measured).keySet()).isEqualTo(allowed.keySet());
  }

  /** That one could look at all of it takes no memory, as long as nobody does. */
  @Test
  void beingSeenAllocatesNothing() throws Exception {
    var seen = table(Files.readAllLines(TABLE));
    table(measure("C1", "-Dweft.inspect=false"))
        .forEach((name, bytes) ->
            assertThat(seen.get(name)).as(name).isLessThanOrEqualTo(bytes + tolerance(bytes)));
  }

  private static long tolerance(long bytes) {
    return Math.max(2, bytes / 30);
  }

  private static List<String> measure(String compiler, String... more) throws Exception {
    var options = new ArrayList<>(COMPILERS.get(compiler));
    options.addAll(List.of(more));
    options.add("-XX:+UseSerialGC");
    options.add("-Djdk.virtualThreadScheduler.parallelism=1");
    options.add("-Djdk.virtualThreadScheduler.maxPoolSize=1");
    var lines = new ArrayList<String>();
    try (var jvm = new ForkedJvm(HotPaths.class, compiler, options.toArray(String[]::new))) {
      for (var line = jvm.readLine(); line != null; line = jvm.readLine()) lines.add(line);
      jvm.exits(0);
    }
    return lines;
  }

  private static Map<String, Long> table(List<String> lines) throws IOException {
    var table = new LinkedHashMap<String, Long>();
    for (var line : lines) {
      var sides = line.split(" = ");
      if (sides.length != 2) throw new IOException("not a name and its bytes: " + line);
      table.put(sides[0], Long.parseLong(sides[1]));
    }
    return table;
  }
}
