package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the hot paths allocate doesn't grow unnoticed. Bytes are counted in a JVM of its own with
 * one carrier, which makes them the same in every run, however busy the machine is.
 */
@Proof
class AllocationTest {
  private static final CountTable TABLE = CountTable.of("allocation.txt", "bytes", 30);

  /** In a JVM with the quick compiler: what the code asks for. With the other: what is left. */
  private static final Map<String, List<String>> COMPILERS =
      Map.of(
          "C1", List.of("-XX:TieredStopAtLevel=1"),
          "C2", List.of("-XX:TieredStopAtLevel=4", "-Xbatch"));

  @Test
  void hotPathsAllocateNoMoreThanTheTableSays() throws Exception {
    var measured = new ArrayList<String>();
    for (var compiler : List.of("C1", "C2")) measured.addAll(measure(compiler));
    TABLE.holds(measured, AllocationTest.class);
  }

  /** That one could look at all of it takes no memory, as long as nobody does. */
  @Test
  void beingSeenAllocatesNothing() throws Exception {
    var seen = TABLE.numbers();
    CountTable.numbers(measure("C1", "-Dweft.inspect=false"))
        .forEach((name, bytes) ->
            assertThat(seen.get(name))
                .as(name)
                .isLessThanOrEqualTo(bytes + TABLE.tolerance(bytes)));
  }

  private static List<String> measure(String compiler, String... more) throws Exception {
    var options = new ArrayList<>(COMPILERS.get(compiler));
    options.addAll(List.of(more));
    options.add("-XX:+UseSerialGC");
    return HotPaths.inOneCarrier(HotPaths.class, compiler, options);
  }
}
