package weft.channel;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import weft.CancelScope;
import weft.Weft;

/** The attempts of several tasks, one of which is cancelled again and again, at random. */
final class RandomCancels {
  private final AtomicReferenceArray<CancelScope> attempts;

  RandomCancels(int tasks) {
    attempts = new AtomicReferenceArray<>(tasks);
  }

  /** A scope for the next attempt of a task. */
  CancelScope attempt(int who) {
    var scope = new CancelScope();
    attempts.set(who, scope);
    return scope;
  }

  /** Cancels until it is cancelled itself. */
  void go(long seed) {
    var random = new SplittableRandom(seed);
    while (true) {
      Weft.checkpoint();
      var scope = attempts.get(random.nextInt(attempts.length()));
      if (scope != null) scope.cancel("at random");
      Thread.yield();
    }
  }
}
