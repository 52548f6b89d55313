package weft.resource;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** {@link PoolState} of two places, both taken at first, without those who wait. */
@Proof
@Timeout(120)
public class PoolStateLincheckTest {
  private final PoolState<String> state =
      new PoolState<>("pool", 0, 2, new Ages(Long.MAX_VALUE, Long.MAX_VALUE));
  private Slot<String> a = state.claim();
  private Slot<String> b = state.claim();

  public PoolStateLincheckTest() {
    a.fill("a", new Exits());
  }

  /** Each of two users takes what it gets, and gives it back later, with an object or without. */
  private String take(Slot<String> got) {
    if (got == null) return "none";
    return got.object == null ? "place" : got.object;
  }

  @Operation(nonParallelGroup = "a")
  public String takeA() {
    if (a != null) return "has one";
    try {
      a = state.claim();
      return take(a);
    } catch (PoolClosedException e) {
      return "closed";
    }
  }

  @Operation(nonParallelGroup = "b")
  public String takeB() {
    if (b != null) return "has one";
    try {
      b = state.claim();
      return take(b);
    } catch (PoolClosedException e) {
      return "closed";
    }
  }

  @Operation(nonParallelGroup = "a")
  public boolean giveA() {
    if (a == null || !state.give(fill(a), 0)) return false;
    a = null;
    return true;
  }

  @Operation(nonParallelGroup = "b")
  public void vacateB() {
    if (b == null) return;
    var unused = b.empty();
    state.vacate(b);
    b = null;
  }

  @Operation
  public int close() {
    return state.close().size();
  }

  private static Slot<String> fill(Slot<String> slot) {
    if (slot.object == null) slot.fill("a", new Exits());
    return slot;
  }

  @Operation
  public String counts() {
    var now = state.statistics(0, 0, 0);
    return now.size() + " in all, " + now.idle() + " idle";
  }

  /** The same in plain numbers. */
  public static class Sequential {
    private int size = 2;
    private int idle;
    private boolean closed;
    private boolean a = true;
    private boolean b = true;

    private String take() {
      if (closed) return "closed";
      if (idle > 0) {
        idle--;
        return "a";
      }
      if (size == 2) return "none";
      size++;
      return "place";
    }

    private static boolean isOne(String what) {
      return what.equals("a") || what.equals("place");
    }

    public String takeA() {
      if (a) return "has one";
      String what = take();
      a = isOne(what);
      return what;
    }

    public String takeB() {
      if (b) return "has one";
      String what = take();
      b = isOne(what);
      return what;
    }

    public boolean giveA() {
      if (!a || closed) return false;
      a = false;
      idle++;
      return true;
    }

    public void vacateB() {
      if (!b) return;
      b = false;
      size--;
    }

    public int close() {
      closed = true;
      int were = idle;
      idle = 0;
      return were;
    }

    public String counts() {
      return size + " in all, " + idle + " idle";
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofThree(PoolStateLincheckTest.class, Sequential.class, 3, 200);
  }

  @Test
  void stress() {
    Interleavings.asTheyCome(PoolStateLincheckTest.class, Sequential.class, 4, 3, 500);
  }
}
