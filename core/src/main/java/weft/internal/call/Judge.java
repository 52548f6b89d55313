package weft.internal.call;

import java.util.function.Predicate;

/** Asks a user's test about a failure. */
public final class Judge {
  private Judge() {}

  /** What {@code test} says of {@code failure}; what it throws doesn't hide the failure. */
  public static boolean accepts(Predicate<? super Throwable> test, Throwable failure) {
    try {
      return test.test(failure);
    } catch (RuntimeException | Error e) {
      if (e != failure) e.addSuppressed(failure);
      throw e;
    }
  }
}
