package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/** Loops that are cancelled and left at random moments: nothing is lost, doubled or left behind. */
@Proof
@Timeout(120)
class IterationRaceTest {
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();

  private Flow<Integer> numbers() {
    return Flow.generate(out -> {
      begun.incrementAndGet();
      try {
        for (int i = 0; ; i++) {
          if (ThreadLocalRandom.current().nextInt(8) == 0) Weft.sleep(java.time.Duration.ZERO);
          out.emit(i);
        }
      } finally {
        ended.incrementAndGet();
      }
    });
  }

  private void loop(int ahead, int length) {
    int expected = 0;
    try (var numbers = numbers().iterate(ahead)) {
      for (int n : numbers) {
        if (n != expected++) violations.incrementAndGet();
        if (n == length) break;
      }
    }
  }

  @Test
  void loopsUnderRandomCancellation() {
    int rounds = RacePartner.rounds(2_000);
    var done = new AtomicInteger();
    CountedThreads.run(() -> {
      for (int i = 0; i < rounds; i++) {
        int ahead = i % 4;
        var scope = new CancelScope();
        Weft.scope(s -> {
          s.start(() -> {
            for (int k = ThreadLocalRandom.current().nextInt(12); k > 0; k--) Thread.yield();
            scope.cancel("by chance");
          });
          int before = ended.get();
          if (scope.run(() -> loop(ahead, 30))) done.incrementAndGet();
          if (Thread.currentThread().isInterrupted()) violations.incrementAndGet();
          if (begun.get() != ended.get() || ended.get() > before + 1) violations.incrementAndGet();
        });
      }
    });
    assertThat(violations).hasValue(0);
    assertThat(ended).hasValue(begun.get());
    assertThat(done.get()).as("loops that got to their end").isBetween(1, rounds - 1);
  }

  @Test
  void everyElementOnceAtAnyDistance() {
    int to = RacePartner.rounds(60_000);
    for (int ahead : new int[] {0, 1, 2, 3, 7, 32, 100}) {
      int part = ahead == 0 ? to / 10 : to;
      int expected = 0;
      for (int n : Flow.range(0, part).iterate(ahead)) {
        if (n != expected++) violations.incrementAndGet();
      }
      assertThat(expected).isEqualTo(part);
    }
    assertThat(violations).hasValue(0);
  }
}
