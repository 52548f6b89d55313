package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/** One of three is cancelled at about the time that the last comes: all pass, or none does. */
@Proof
@Timeout(60)
class BarrierRaceTest {
  private static final int ROUNDS = RacePartner.rounds(4_000);

  @Test
  void allPassOrNone() {
    int violations = 0;
    int allPassed = 0;
    try (var partner = new RacePartner()) {
      boolean both = false; // endings: it may take some time until the two meet
      for (int i = 0; i < ROUNDS || (!both && i < 100 * ROUNDS); i++) {
        var barrier = new Barrier(3);
        var passed = new AtomicInteger();
        var scope = new CancelScope();
        Runnable meet =
            () -> {
              try {
                barrier.await();
                passed.incrementAndGet();
              } catch (BrokenBarrierException e) {
                assertThat(e).hasMessageContaining("cancelled");
              }
            };
        Weft.scope(s -> {
          s.start(meet::run);
          s.start(() -> scope.run(meet::run));
          while (barrier.waiters() < 2) Thread.onSpinWait();
          partner.start(() -> {
            RacePartner.jitter();
            scope.cancel("at random");
          });
          RacePartner.jitter();
          meet.run();
        });
        partner.await();
        if (passed.get() == 3) allPassed++;
        boolean right = passed.get() == (barrier.isBroken() ? 0 : 3);
        if (!right || barrier.waiters() != 0) violations++;
        both = allPassed > 0 && allPassed <= i;
      }
      assertThat(both).as("the barrier was passed, and was broken").isTrue();
    }
    assertThat(violations).isZero();
  }
}
