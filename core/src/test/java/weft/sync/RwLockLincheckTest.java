package weft.sync;

import java.util.Optional;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** An {@link RwLock} that two threads try to take in both ways, downgrade and release. */
@Proof
@Timeout(120)
public class RwLockLincheckTest {
  private final RwLock lock = new RwLock();
  private @Nullable Permit a;
  private @Nullable Permit b;

  @Operation(nonParallelGroup = "a")
  public boolean readA() {
    return keepA(lock.tryAcquireRead());
  }

  @Operation(nonParallelGroup = "a")
  public boolean writeA() {
    return keepA(lock.tryAcquireWrite());
  }

  private boolean keepA(Optional<Permit> taken) {
    taken.ifPresent(permit -> a = permit);
    return taken.isPresent();
  }

  @Operation(nonParallelGroup = "a")
  public boolean downgradeA() {
    return works(lock::downgrade);
  }

  @Operation(nonParallelGroup = "a")
  public boolean closeA() {
    return a != null && works(a::close);
  }

  @Operation(nonParallelGroup = "b")
  public boolean readB() {
    return keepB(lock.tryAcquireRead());
  }

  @Operation(nonParallelGroup = "b")
  public boolean writeB() {
    return keepB(lock.tryAcquireWrite());
  }

  private boolean keepB(Optional<Permit> taken) {
    taken.ifPresent(permit -> b = permit);
    return taken.isPresent();
  }

  @Operation(nonParallelGroup = "b")
  public boolean downgradeB() {
    return works(lock::downgrade);
  }

  @Operation(nonParallelGroup = "b")
  public boolean closeB() {
    return b != null && works(b::close);
  }

  private static boolean works(Runnable action) {
    try {
      action.run();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** The same, one after the other. */
  public static class Sequential {
    private String a = "";
    private String b = "";

    public boolean readA() {
      if (!a.isEmpty() || b.equals("writes")) return false;
      a = "reads";
      return true;
    }

    public boolean writeA() {
      if (!a.isEmpty() || !b.isEmpty()) return false;
      a = "writes";
      return true;
    }

    public boolean downgradeA() {
      if (!a.equals("writes")) return false;
      a = "reads";
      return true;
    }

    public boolean closeA() {
      if (a.isEmpty()) return false;
      a = "";
      return true;
    }

    public boolean readB() {
      if (!b.isEmpty() || a.equals("writes")) return false;
      b = "reads";
      return true;
    }

    public boolean writeB() {
      if (!a.isEmpty() || !b.isEmpty()) return false;
      b = "writes";
      return true;
    }

    public boolean downgradeB() {
      if (!b.equals("writes")) return false;
      b = "reads";
      return true;
    }

    public boolean closeB() {
      if (b.isEmpty()) return false;
      b = "";
      return true;
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(RwLockLincheckTest.class, Sequential.class);
  }
}
