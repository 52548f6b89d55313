package weft.channel;

import java.util.function.IntSupplier;
import weft.internal.loop.TurnTaker;
import weft.internal.time.TimerThread;

/**
 * Whether one who finds a channel empty or full looks for the other side for a little while before
 * it parks. The other side is likely to be about to come: if it runs on another core, to look for
 * it is many times cheaper than two wake-ups. Where looking was in vain, the next waits do without,
 * twice as many each time: so what it costs is bounded, and soon nearly nothing.
 *
 * <p>Racy on purpose: a count that is lost changes nothing but when somebody looks.
 */
final class Lookout {
  private static final int RARELY = 1_023;
  private static final int PAUSE = 100; // some 500 ns, or 1.5 µs
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** How often to look for the other side of something without a buffer. */
  static final int SPINS = PROCESSORS > 1 ? 250 : 0;

  private static final int PAUSES = PROCESSORS > 1 ? 8 : 0;

  private static final int LONG = 64; // without giving the core to others

  private int looks; // waits until the next that looks
  private int looksEvery;
  private int found; // without having to park

  /** Whether to look now; if so, {@link #found} is to be called. */
  boolean looks() {
    if (looks == 0) return !TurnTaker.isCaller(); // else the other side waits for its turn
    looks--;
    return false;
  }

  /** To be called with whether the other side was found. */
  boolean found(boolean was) {
    if (!was) {
      looksEvery = Math.min(2 * looksEvery + 1, RARELY);
      looks = looksEvery;
    } else if (looksEvery > 0) { // else not even written: the other side reads what is beside it
      looksEvery /= 2;
    }
    return was;
  }

  /**
   * Looks whether the other side of something with a buffer changes how much is {@code held} from
   * {@code start}, which is empty or full, and lets it go on undisturbed for as long as it does so,
   * till {@code end}: the two then take turns with many elements each, and the cache lines go from
   * core to core once for all of those. Where both are at it, each element costs that.
   */
  static boolean seesChange(IntSupplier held, int start, int end) {
    int before = start;
    for (int i = 0; i < PAUSES; i++) {
      pause();
      int now = held.getAsInt();
      boolean isOne = Math.abs(now - start) == 1; // as of two who take turns with one each
      if (now != start && (isOne || now == before || now == end)) return true;
      before = now;
    }
    return before != start;
  }

  private static void pause() {
    for (int i = 0; i < PAUSE; i++) Thread.onSpinWait();
  }

  /** To be called where pauses have been enough: two who never park leave others their core. */
  void goOn() {
    if (++found % LONG == 0) TimerThread.giveWay();
  }
}
