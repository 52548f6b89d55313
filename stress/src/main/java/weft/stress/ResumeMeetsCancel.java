package weft.stress;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import weft.CancelScope;
import weft.CancelledError;
import weft.Suspension;

/** Of resumption and cancellation exactly one wins, both sides agree, and the waiter wakes. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "resumed")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "cancelled")
@Outcome(expect = Expect.FORBIDDEN, desc = "handed over to nobody, or to one who left")
@State
public class ResumeMeetsCancel {
  private final CancelScope scope = new CancelScope();
  private volatile @Nullable Suspension suspension;

  @Actor
  public void waiter(ZZ_Result result) {
    scope.run(() -> {
      var wait = new Suspension(this);
      suspension = wait;
      try {
        wait.await();
        result.r1 = true;
      } catch (CancelledError e) {
        result.r1 = false;
        throw e;
      }
    });
  }

  @Actor
  public void other(ZZ_Result result) {
    var wait = suspension;
    while (wait == null) {
      Thread.onSpinWait();
      wait = suspension;
    }
    Thread.startVirtualThread(() -> scope.cancel("stress"));
    result.r2 = wait.resume();
  }
}
