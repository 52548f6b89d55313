package weft;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A second thread that does one thing at the same time as the test, many thousand times over. */
public final class RacePartner implements AutoCloseable {
  private static final int SPINS = 200;
  private static final double FACTOR = Double.parseDouble(System.getProperty("weft.races", "0.25"));

  private final Thread thread;
  private volatile @Nullable Runnable next;
  private volatile boolean closed;
  private @Nullable Throwable failure; // published by next

  public RacePartner() {
    thread = Thread.ofPlatform().daemon().name("race-partner").start(this::work);
  }

  /**
   * How often a race is repeated: {@code thorough} times the system property weft.races, but once
   * at least. Every build runs a quarter of what is thorough.
   */
  public static int rounds(int thorough) {
    return Math.clamp(Math.round(thorough * FACTOR), 1, Integer.MAX_VALUE);
  }

  /**
   * Like {@link #rounds}, but {@code thorough} at most, for what is repeated within a repetition.
   */
  public static int atMost(int thorough) {
    return Math.min(rounds(thorough), thorough);
  }

  private void work() {
    while (!closed) {
      var action = next;
      if (action == null) {
        pause(() -> next == null && !closed);
        continue;
      }
      try {
        action.run();
      } catch (Throwable t) {
        failure = t;
      }
      next = null;
    }
  }

  /** Has the other thread run {@code action}, soon. */
  public void start(Runnable action) {
    next = action;
  }

  /** Waits, without a suspension or a blocking call, until that has been done. */
  public void await() {
    pause(() -> next != null);
    if (failure != null) throw new AssertionError("the partner failed", failure);
  }

  /** Waits a few nanoseconds, or many. */
  public static void jitter() {
    int spins = ThreadLocalRandom.current().nextInt(1 << ThreadLocalRandom.current().nextInt(7));
    for (int i = 0; i < spins; i++) Thread.onSpinWait();
  }

  private static void pause(java.util.function.BooleanSupplier condition) {
    for (int i = 0; condition.getAsBoolean(); i++) {
      if (i < SPINS) Thread.onSpinWait();
      else Thread.yield();
    }
  }

  @Override
  public void close() {
    closed = true;
    next = null;
  }
}
