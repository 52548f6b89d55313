package weft.stress;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import weft.Scope;
import weft.Weft;

/** A task started while its scope ends is either refused, or has ended when the scope has. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "started, and waited for")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "refused")
@Outcome(expect = Expect.FORBIDDEN, desc = "an orphan, or a task that ran though refused")
@State
public class StartMeetsEnd {
  private volatile @Nullable Scope scope;
  private volatile boolean ran;

  @Actor
  public void owner(ZZ_Result result) {
    Weft.scope(s -> {
      scope = s;
    });
    result.r1 = ran;
  }

  @Actor
  public void stranger(ZZ_Result result) {
    var s = scope;
    while (s == null) {
      Thread.onSpinWait();
      s = scope;
    }
    try {
      s.start(() -> {
        ran = true;
      });
      result.r2 = true;
    } catch (IllegalStateException e) {
      result.r2 = false;
    }
  }
}
