package weft;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The attempts of several tasks, one of which is cancelled again and again, at random. */
public final class RandomCancels {
  private final AtomicReferenceArray<CancelScope> attempts;

  public RandomCancels(int tasks) {
    attempts = new AtomicReferenceArray<>(tasks);
  }

  /** A scope for the next attempt of a task. */
  public CancelScope attempt(int who) {
    var scope = new CancelScope();
    attempts.set(who, scope);
    return scope;
  }

  /**
   * Cancels until it is cancelled itself; on a platform thread. A virtual one that yields without
   * end can keep all carriers to itself: those whose park of some microseconds has ended get none.
   */
  public void go(long seed) {
    Weft.toThread(() -> {
      var random = new SplittableRandom(seed);
      while (true) {
        Weft.checkpoint();
        var scope = attempts.get(random.nextInt(attempts.length()));
        if (scope != null) scope.cancel("at random");
        Thread.yield();
      }
    });
  }
}
