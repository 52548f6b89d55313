package weft.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void aTaskOfALoopDoesNotLookSinceTheOtherWaitsForItsTurn() {
    EventLoop.run(() -> assertFalse(lookout.looks()));
    assertTrue(lookout.looks());
  }
}
