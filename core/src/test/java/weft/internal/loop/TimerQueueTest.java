package weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {
  private static final int RUNS = 500;
  private static final int STEPS = 400;

  private record Expected(long when, int number) {}

  /** A clock that is moved by hand; nobody is called at a time. */
  private static final class ByHand implements TimerQueue.Base {
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Runnable callAt(long nanoTime, Runnable action) {
      return () -> {};
    }
  }

  private final ByHand clock = new ByHand();
  private final TimerQueue queue = new TimerQueue(clock, false, () -> {});
  private final List<Integer> fired = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 50, Long.MIN_VALUE})
  void firesInTheOrderOfTimesAndThenOfSetting(long begin) {
    for (int seed = 0; seed < RUNS; seed++) {
      var random = new Random(seed);
      clock.now = begin;
      var left = new ArrayList<Expected>();
      var timers = new ArrayList<TimerQueue.Timer>(); // by number
      boolean cancels = random.nextBoolean();
      for (int step = 0; step < STEPS; step++) {
        int number = timers.size();
        var next = new Expected(clock.now + random.nextInt(100), number);
        timers.add(queue.add(next.when(), () -> fired.add(number)));
        left.add(next);
        if (cancels && random.nextInt(3) > 0) cancelOne(random, left, timers);
        if (random.nextInt(10) == 0) fire(seed, clock.now + random.nextInt(20), left);
      }
      fire(seed, clock.now + 100, left);
      assertThat(left).isEmpty();
      assertThat(queue.isEmpty()).isTrue();
    }
  }

  private static void cancelOne(Random random, List<Expected> left, List<TimerQueue.Timer> timers) {
    if (left.isEmpty()) return;
    timers.get(left.remove(random.nextInt(left.size())).number()).cancel();
  }

  private void fire(int seed, long now, List<Expected> left) {
    clock.now = now;
    var due =
        left.stream()
            .filter(timer -> timer.when() - now <= 0)
            .sorted(
                Comparator.<Expected>comparingLong(timer -> timer.when() - now)
                    .thenComparing(Expected::number))
            .toList();
    left.removeAll(due);
    fired.clear();
    queue.fire();
    assertThat(fired).as("seed %d", seed).isEqualTo(due.stream().map(Expected::number).toList());
  }

  @Test
  void whatBecomesDueWhileOthersRunIsRunToo() {
    queue.add(10, () -> clock.now = 30);
    queue.add(20, () -> fired.add(20));
    queue.add(40, () -> fired.add(40));
    clock.now = 10;

    queue.fire();

    assertThat(fired).containsExactly(20);
  }
}
