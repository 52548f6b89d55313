package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Weft;
import weft.sync.CapacityLimiter.Usage;

/** Limits that are moved and looked at. */
@Timeout(30)
class CapacityLimiterTest {
  private final CapacityLimiter<String> limiter = new CapacityLimiter<>(3, 2);

  @Test
  void itsUseIsVisible() {
    Weft.scope(s -> {
      var a1 = limiter.acquire("a");
      var a2 = limiter.acquire("a");
      var b = limiter.acquire("b");
      untilWaiting(s.start(() -> limiter.with("a", () -> {})));
      untilWaiting(s.start(() -> limiter.with("c", () -> {})));
      assertThat(limiter.usage())
          .isEqualTo(Map.of("a", new Usage(2, 1), "b", new Usage(1, 0), "c", new Usage(0, 1)));
      assertThat(limiter.inUse()).isEqualTo(3);
      assertThat(limiter.waiters()).isEqualTo(2);
      assertThat(limiter.inUse("a")).isEqualTo(2);
      assertThat(limiter.waiters("a")).isEqualTo(1);
      assertThat(limiter).hasToString("capacity limiter with 3 of 3 in use, 2 waiting");
      assertThat(Weft.taskTree().toString())
          .contains("capacity limiter with 2 of 2 in use for a, 1 waiting")
          .contains("capacity limiter with 3 of 3 in use, 2 waiting");
      a1.close();
      a2.close();
      b.close();
    });
    assertThat(limiter.usage()).isEmpty();
    assertThat(limiter.inUse("never used")).isZero();
  }

  @Test
  void aLoweredLimitLetsHoldersFinish() {
    var permits = new ArrayList<Permit>();
    for (var key : new String[] {"a", "a", "b"}) permits.add(limiter.acquire(key));
    limiter.resize(1, 1);
    assertThat(limiter.limit()).isEqualTo(1);
    assertThat(limiter.limitPerKey()).isEqualTo(1);
    assertThat(limiter.inUse()).isEqualTo(3);
    assertThat(limiter.tryAcquire("c")).isEmpty();
    permits.removeLast().close();
    permits.removeLast().close();
    assertThat(limiter.tryAcquire("c")).isEmpty();
    permits.removeLast().close();
    var only = limiter.tryAcquire("a").orElseThrow();
    assertThat(limiter.tryAcquire("c")).isEmpty();
    only.close();
    assertThat(limiter.usage()).isEmpty();
  }

  @Test
  void aRaisedLimitLetsInAllThatFit() {
    var held = limiter.acquire("a");
    limiter.resize(1, 1);
    Weft.scope(s -> {
      var one = s.start(() -> limiter.acquire("b"));
      untilWaiting(one);
      var two = s.start(() -> limiter.acquire("c"));
      untilWaiting(two);
      var three = s.start(() -> limiter.acquire("a"));
      untilWaiting(three);
      limiter.resize(10, 2);
      one.await().close();
      two.await().close();
      three.await().close();
    });
    held.close();
    assertThat(limiter.usage()).isEmpty();
  }

  @Test
  void tryAcquireLeavesNothingBehindWhereItFails() {
    try (var _ = limiter.acquire("a");
        var _ = limiter.acquire("b");
        var _ = limiter.acquire("c")) {
      for (int i = 0; i < 100; i++) assertThat(limiter.tryAcquire("key " + i)).isEmpty();
      assertThat(limiter.usage()).containsOnlyKeys("a", "b", "c");
    }
  }

  /** A key that is forgotten while one waits for it would be counted twice after that. */
  @Test
  void aKeyThatBeganByWaitingKeepsItsLimit() {
    Weft.scope(s -> {
      var others = new ArrayList<Permit>();
      for (var key : new String[] {"a", "b", "c"}) others.add(limiter.acquire(key));
      var task = s.start(() -> limiter.acquire("d"));
      untilWaiting(task);
      others.removeLast().close();
      var permit = task.await();
      others.forEach(Permit::close);
      var second = limiter.tryAcquire("d").orElseThrow();
      assertThat(limiter.tryAcquire("d")).isEmpty();
      permit.close();
      second.close();
    });
    assertThat(limiter.usage()).isEmpty();
  }

  @Test
  void aPermitClosedTwiceGivesBackOnce() {
    var permit = limiter.acquire("a");
    var other = limiter.acquire("a");
    permit.close();
    permit.close();
    assertThat(limiter.inUse("a")).isEqualTo(1);
    other.close();
  }

  @Test
  void badLimitsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CapacityLimiter<String>(1, 0))
        .withMessage("a limit must be at least 1, but is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.resize(-1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.acquire(null))
        .withMessage("a capacity limiter takes no null as key");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.tryAcquire(null));
  }
}
