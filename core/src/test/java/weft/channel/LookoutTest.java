package weft.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import weft.EventLoop;

class LookoutTest {
  private final Lookout lookout = new Lookout();

  /** Waits until the next that looks. */
  private int waits() {
    for (int i = 0; ; i++) if (lookout.looks()) return i;
  }

  @Test
  void whereLookingIsInVainItIsDoneEverMoreRarely() {
    assertEquals(0, waits());
    for (int expected = 1; expected < 1_023; expected = 2 * expected + 1) {
      assertFalse(lookout.found(false));
      assertEquals(expected, waits());
    }
    for (int i = 0; i < 3; i++) {
      lookout.found(false);
      assertEquals(1_023, waits(), "it is never given up");
    }
  }

  @Test
  void eachSuccessHalvesWhatFailuresCost() {
    for (int i = 0; i < 5; i++) {
      lookout.found(false);
      waits();
    }
    assertTrue(lookout.found(true));
    assertEquals(0, waits(), "what succeeded is done again at once");
    lookout.found(false);
    assertEquals(31, waits(), "half of the 31 before, and doubled");
  }

  /** How often it looks at what is held, from 0 to 100; negative if it sees no change. */
  private static int looksUntilChange(int... held) {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "with one, nobody looks");
    int[] looks = {0};
    boolean sees = Lookout.seesChange(() -> held[Math.min(looks[0]++, held.length - 1)], 0, 100);
    return sees ? looks[0] : -looks[0];
  }

  @Test
  void theOtherSideIsLetAloneAsLongAsItGoesOn() {
    assertEquals(-8, looksUntilChange(0), "nobody came");
    assertEquals(4, looksUntilChange(0, 20, 40, 40), "it has stopped");
    assertEquals(2, looksUntilChange(60, 100), "it has to wait itself");
    assertEquals(3, looksUntilChange(0, 0, 1), "one each");
    assertEquals(8, looksUntilChange(2, 3, 4, 5, 6, 7, 8, 9), "it has had its time");
    assertEquals(-8, looksUntilChange(20, 0), "others took all of it");
  }

  @Test
  void aTaskOfALoopDoesNotLookSinceTheOtherWaitsForItsTurn() {
    EventLoop.run(() -> assertFalse(lookout.looks()));
    assertTrue(lookout.looks());
  }
}
