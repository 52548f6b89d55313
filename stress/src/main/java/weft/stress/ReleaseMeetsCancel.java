package weft.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import weft.CancelScope;
import weft.sync.Permit;
import weft.sync.Semaphore;

/** A permit that is released while the one who waits for it is cancelled is not lost. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "handed over, and given back")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "cancelled before")
@Outcome(expect = Expect.FORBIDDEN, desc = "a permit lost or made")
@State
public class ReleaseMeetsCancel {
  private final CancelScope scope = new CancelScope();
  private final Semaphore semaphore = new Semaphore(1);
  private final Permit held = semaphore.acquire();

  @Actor
  public void waiter(ZI_Result result) {
    result.r1 = scope.run(() -> semaphore.acquire().close());
  }

  @Actor
  public void other() {
    Thread.startVirtualThread(() -> scope.cancel("stress"));
    held.close();
  }

  @Arbiter
  public void after(ZI_Result result) {
    result.r2 = semaphore.available();
  }
}
