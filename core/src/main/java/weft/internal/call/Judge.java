package weft.internal.call;

import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks users' functions about a failure: what they throw doesn't hide it. */
public final class Judge {
  private Judge() {}

  /** What {@code test} says of {@code failure}. */
  public static boolean accepts(Predicate<? super Throwable> test, Throwable failure) {
    return ask(failure, () -> test.test(failure));
  }

  /** What {@code question}, which is about {@code failure}, gives. */
  public static <T> T ask(Throwable failure, Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException | Error e) {
      if (e != failure) e.addSuppressed(failure);
      throw e;
    }
  }
}
