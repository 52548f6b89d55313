package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the hot paths cost, in a file of lines {@code name = number} that new counts are held to.
 */
record CountTable(Path file, String unit, int share) {
  private static final String UPDATE = "weft.counts.write";

  static CountTable of(String name, String unit, int share) {
    return new CountTable(Path.of("src/test/resources/weft", name), unit, share);
  }

  /** Fails if something costs more than the file says; {@code test} is for the message. */
  void holds(List<String> measured, Class<?> test) throws IOException {
    if (Boolean.getBoolean(UPDATE)) Files.write(file, measured);
    var allowed = numbers();
    var counts = numbers(measured);
    var more = new ArrayList<String>();
    counts.forEach((name, count) -> {
      long before = allowed.getOrDefault(name, 0L);
      if (count > before + tolerance(before)) {
        more.add(name + ": " + count + " " + unit + ", and " + before + " before");
      }
      if (count < before - tolerance(before)) {
        System.out.println(name + ": " + count + " " + unit + " only: update " + file);
      }
    });
    assertThat(more)
        .as(
            "if it has to be, update %s: ./weft test -pl core -Dtest=%s -D%s=true",
            file, test.getSimpleName(), UPDATE)
        .isEmpty();
    assertThat(counts.keySet()).isEqualTo(allowed.keySet());
  }

  Map<String, Long> numbers() throws IOException {
    return numbers(Files.readAllLines(file));
  }

  static Map<String, Long> numbers(List<String> lines) throws IOException {
    var table = new LinkedHashMap<String, Long>();
    for (var line : lines) {
      var sides = line.split(" = ");
      if (sides.length != 2) throw new IOException("not a name and its number: " + line);
      table.put(sides[0], Long.parseLong(sides[1]));
    }
    return table;
  }

  /** By how much two counts of the same may differ. */
  long tolerance(long count) {
    return Math.max(2, count / share);
  }
}
