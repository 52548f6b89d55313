package weft.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import weft.CancelScope;
import weft.channel.WorkQueue;

/**
 * An item that is put while the one who waits for it is cancelled is taken once, or still there.
 */
@JCStressTest
@Outcome(id = "true, 0", expect = Expect.ACCEPTABLE, desc = "taken")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "cancelled before")
@Outcome(expect = Expect.FORBIDDEN, desc = "an item lost or doubled")
@State
public class PutMeetsCancel {
  private final CancelScope scope = new CancelScope();
  private final WorkQueue<String> queue = WorkQueue.unbounded();

  @Actor
  public void taker(ZI_Result result) {
    result.r1 = scope.run(() -> queue.take()).isPresent();
  }

  @Actor
  public void other() {
    Thread.startVirtualThread(() -> scope.cancel("stress"));
    queue.put("item");
  }

  @Arbiter
  public void after(ZI_Result result) {
    result.r2 = queue.size();
  }
}
