package weft.sync;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** A {@link Mutex} that two threads try to take, and release by permits that may be old. */
@Proof
@Timeout(120)
public class MutexLincheckTest {
  private final Mutex mutex = new Mutex();
  private @Nullable Permit a;
  private @Nullable Permit b;

  @Operation(nonParallelGroup = "a")
  public boolean takeA() {
    var taken = mutex.tryAcquire();
    taken.ifPresent(permit -> a = permit);
    return taken.isPresent();
  }

  @Operation(nonParallelGroup = "a")
  public boolean closeA() {
    return close(a);
  }

  @Operation(nonParallelGroup = "b")
  public boolean takeB() {
    var taken = mutex.tryAcquire();
    taken.ifPresent(permit -> b = permit);
    return taken.isPresent();
  }

  @Operation(nonParallelGroup = "b")
  public boolean closeB() {
    return close(b);
  }

  private static boolean close(@Nullable Permit permit) {
    if (permit == null) return false;
    try {
      permit.close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  @Operation
  public boolean isHeld() {
    return mutex.isHeld();
  }

  /** The same, one after the other. */
  public static class Sequential {
    private String holder = "";

    private boolean take(String who) {
      if (!holder.isEmpty()) return false;
      holder = who;
      return true;
    }

    private boolean close(String who) {
      if (!holder.equals(who)) return false;
      holder = "";
      return true;
    }

    public boolean takeA() {
      return take("a");
    }

    public boolean closeA() {
      return close("a");
    }

    public boolean takeB() {
      return take("b");
    }

    public boolean closeB() {
      return close("b");
    }

    public boolean isHeld() {
      return !holder.isEmpty();
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(MutexLincheckTest.class, Sequential.class);
  }
}
