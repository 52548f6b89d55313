package weft.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import weft.CancelScope;
import weft.Weft;

/**
 * A cancellation that meets a shield waits for its end, and is not lost in it: once the canceller
 * was seen to be done within the shield, the next suspension point throws.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "cancelled later, or cut short")
@Outcome(expect = Expect.FORBIDDEN, desc = "a lost cancellation, or a stale interrupt")
@State
public class CancelMeetsShield {
  private final CancelScope scope = new CancelScope();
  private volatile boolean cancelled;

  @Actor
  public void body(ZZ_Result result) {
    var seen = new boolean[1];
    boolean done =
        scope.run(() -> {
          Weft.shield(() -> seen[0] = cancelled);
          Weft.checkpoint();
        });
    result.r1 = !(seen[0] && done);
    result.r2 = Thread.interrupted();
  }

  @Actor
  public void canceller() {
    scope.cancel("stress");
    cancelled = true;
  }
}
