package weft;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the hot paths compute doesn't grow unnoticed, either. Counted are the bytecodes of Weft's
 * own classes, which are the same in every run; what they call in the JDK counts as one.
 */
@Proof
class InstructionTest {
  private static final CountTable TABLE = CountTable.of("instructions.txt", "bytecodes", 12);

  @Test
  void hotPathsExecuteNoMoreThanTheTableSays() throws Exception {
    TABLE.holds(
        HotPaths.inOneCarrier(CountedHotPaths.class, "", List.of("-XX:ActiveProcessorCount=1")),
        InstructionTest.class);
  }
}
