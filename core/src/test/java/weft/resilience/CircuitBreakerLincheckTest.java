package weft.resilience;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/**
 * The states of {@link CircuitBreaker}: two of two failed calls open it, and two probes of an open
 * one decide. Two callers begin and end calls of theirs in all orders.
 */
@Proof
@Timeout(120)
public class CircuitBreakerLincheckTest {
  private final CircuitBreaker breaker =
      CircuitBreaker.builder()
          .window(2)
          .minimumCalls(2)
          .failureRate(1)
          .probes(2)
          .openFor(Duration.ZERO)
          .build();
  private CircuitBreaker.Stay a;
  private CircuitBreaker.Stay b;

  private CircuitBreaker.Stay enter() {
    try {
      return breaker.enter();
    } catch (CircuitOpenException e) {
      return null;
    }
  }

  private void end(CircuitBreaker.Stay stay, int how) {
    if (stay == null) return;
    if (how < 0) breaker.giveBack(stay);
    else breaker.ended(stay, 0, how);
  }

  @Operation(nonParallelGroup = "a")
  public boolean enterA() {
    end(a, -1);
    a = enter();
    return a != null;
  }

  @Operation(nonParallelGroup = "a")
  public void successOfA() {
    end(a, 0);
    a = null;
  }

  @Operation(nonParallelGroup = "a")
  public void failureOfA() {
    end(a, CallWindow.FAILED);
    a = null;
  }

  @Operation(nonParallelGroup = "a")
  public void cancellationOfA() {
    end(a, -1);
    a = null;
  }

  @Operation(nonParallelGroup = "b")
  public boolean enterB() {
    if (b != null) return false;
    b = enter();
    return b != null;
  }

  @Operation(nonParallelGroup = "b")
  public void successOfB() {
    end(b, 0);
    b = null;
  }

  @Operation(nonParallelGroup = "b")
  public void failureOfB() {
    end(b, CallWindow.FAILED);
    b = null;
  }

  @Operation
  public CircuitBreaker.State state() {
    return breaker.state();
  }

  @Operation
  public void trip() {
    breaker.trip();
  }

  @Operation
  public void reset() {
    breaker.reset();
  }

  /** The same in plain numbers. */
  public static class Sequential {
    private CircuitBreaker.State state = CircuitBreaker.State.CLOSED;
    private int stay = 1;
    private int last = -1; // of the closed state: how the last call ended
    private int free; // of the half open one: the probes that may still begin
    private int succeeded;
    private int failed;
    private int a; // the stay in which the call began, or 0
    private int b;

    private void to(CircuitBreaker.State next) {
      state = next;
      stay++;
      last = -1;
      free = 2;
      succeeded = 0;
      failed = 0;
    }

    private int enter() {
      if (state == CircuitBreaker.State.OPEN) to(CircuitBreaker.State.HALF_OPEN);
      if (state == CircuitBreaker.State.HALF_OPEN && free-- == 0) {
        free = 0;
        return 0;
      }
      return stay;
    }

    private void end(int began, int how) {
      if (began != stay) return;
      if (state == CircuitBreaker.State.HALF_OPEN) {
        if (how < 0) free++;
        if (how == 0) succeeded++;
        if (how > 0) failed++;
        if (failed == 2) to(CircuitBreaker.State.OPEN);
        else if (succeeded + failed == 2) to(CircuitBreaker.State.CLOSED);
      } else if (how >= 0) {
        if (how > 0 && last > 0) to(CircuitBreaker.State.OPEN);
        else last = how;
      }
    }

    public boolean enterA() {
      end(a, -1);
      a = enter();
      return a != 0;
    }

    public void successOfA() {
      end(a, 0);
      a = 0;
    }

    public void failureOfA() {
      end(a, 1);
      a = 0;
    }

    public void cancellationOfA() {
      end(a, -1);
      a = 0;
    }

    public boolean enterB() {
      if (b != 0) return false;
      b = enter();
      return b != 0;
    }

    public void successOfB() {
      end(b, 0);
      b = 0;
    }

    public void failureOfB() {
      end(b, 1);
      b = 0;
    }

    public CircuitBreaker.State state() {
      return state;
    }

    public void trip() {
      to(CircuitBreaker.State.OPEN);
    }

    public void reset() {
      to(CircuitBreaker.State.CLOSED);
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofThree(CircuitBreakerLincheckTest.class, Sequential.class, 3, 200);
  }

  @Test
  void stress() {
    Interleavings.asTheyCome(CircuitBreakerLincheckTest.class, Sequential.class, 4, 3, 500);
  }
}
