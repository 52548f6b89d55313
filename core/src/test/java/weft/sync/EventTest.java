package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/** What happens once. */
@Timeout(60)
class EventTest {
  private static final int ROUNDS = RacePartner.rounds(5_000);

  private final Event event = new Event();

  @Test
  void itWakesAllWhoWait() {
    Weft.scope(s -> {
      for (int i = 0; i < 100; i++) untilWaiting(s.start(event::await));
      assertThat(event).hasToString("event, 100 waiting");
      assertThat(event.waiters()).isEqualTo(100);
      event.set();
    });
    assertThat(event).hasToString("event that has happened");
    assertThat(event.isSet()).isTrue();
    event.set();
    event.await();
  }

  @Test
  void oneWhoIsCancelledLeaves() {
    Weft.supervise(s -> {
      var task = s.start(event::await);
      untilWaiting(task);
      task.cancel("leaves");
      while (!task.isDone()) Thread.onSpinWait();
      assertThat(event.waiters()).isZero();
    });
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void oneWhoIsCancelledIsToldEvenIfItHasHappened() {
    event.set();
    var scope = new CancelScope();
    scope.cancel("before");
    assertThat(scope.run(event::await)).isFalse();
  }

  /** Set while some come, some wait and some are cancelled: nobody is left behind. */
  @Proof
  @Test
  void nobodyIsLeftBehind() {
    var violations = new AtomicInteger();
    try (var partner = new RacePartner()) {
      for (int i = 0; i < ROUNDS; i++) {
        var once = new Event();
        int[] before = {0};
        var scope = new AtomicReference<>(new CancelScope());
        Weft.scope(s -> {
          s.start(() -> {
            once.await();
            if (before[0] != 1) violations.incrementAndGet();
          });
          s.start(() -> scope.get().run(once::await));
          partner.start(() -> {
            RacePartner.jitter();
            scope.get().cancel("at random");
            before[0] = 1;
            once.set();
          });
          once.await();
          if (before[0] != 1) violations.incrementAndGet();
        });
        partner.await();
        if (once.waiters() != 0) violations.incrementAndGet();
      }
    }
    assertThat(violations).hasValue(0);
  }
}
