package weft.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import weft.CancelScope;

/** A cancellation that meets the end of what it cancels leaves no interrupt behind. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the body was done")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "it was cut short")
@Outcome(expect = Expect.FORBIDDEN, desc = "a stale interrupt")
@State
public class CancelMeetsLeave {
  private final CancelScope scope = new CancelScope();

  @Actor
  public void body(ZZ_Result result) {
    result.r1 = scope.run(() -> {});
    result.r2 = Thread.interrupted();
  }

  @Actor
  public void canceller() {
    scope.cancel("stress");
  }
}
