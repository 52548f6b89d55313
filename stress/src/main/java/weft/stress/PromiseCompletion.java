package weft.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import weft.Promise;

/** Of two that complete a promise, exactly one is told that it did, and its value stays. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first won")
@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "the second won")
@State
public class PromiseCompletion {
  private final Promise<Integer> promise = new Promise<>();

  @Actor
  public void one(ZZI_Result result) {
    result.r1 = promise.complete(1);
  }

  @Actor
  public void two(ZZI_Result result) {
    result.r2 = promise.complete(2);
  }

  @Arbiter
  public void after(ZZI_Result result) {
    result.r3 = promise.await();
  }
}
