package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;
import weft.RandomCancels;
import weft.Task;
import weft.Weft;

/** Every item comes out once, in order, whoever is cancelled when. */
@Proof
@Timeout(60)
class WorkQueueRaceTest {
  private static final int SIDE = 4; // producers, and as many consumers

  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();
  private final RandomCancels cancels = new RandomCancels(2 * SIDE);

  private record Item(int producer, int number) {}

  private void everyItemOnce(WorkQueue<Item> queue, int capacity, int usual) {
    int each = RacePartner.rounds(usual) / SIDE;
    var taken = new AtomicIntegerArray(SIDE * each);
    Weft.scope(s -> {
      s.background(() -> cancels.go(usual));
      var producers = new ArrayList<Task<Void>>();
      for (int i = 0; i < SIDE; i++) {
        int who = i;
        producers.add(s.start(() -> produce(queue, who, each)));
        s.start(() -> consume(queue, SIDE + who, capacity, each, taken));
      }
      producers.forEach(Task::await);
      queue.join();
      assertThat(queue.unfinished()).isZero();
      queue.close();
    });
    for (int i = 0; i < taken.length(); i++) assertThat(taken.get(i)).isEqualTo(1);
    assertThat(violations).hasValue(0);
    assertThat(queue.size()).isZero();
  }

  /** Puts each number until it is in: a cancelled put has put nothing. */
  private void produce(WorkQueue<Item> queue, int producer, int each) {
    for (int i = 0; i < each; i++) {
      var item = new Item(producer, i);
      while (!cancels.attempt(producer).run(() -> queue.put(item))) cancelled.incrementAndGet();
    }
  }

  private void consume(
      WorkQueue<Item> queue, int who, int capacity, int each, AtomicIntegerArray taken) {
    var last = new HashMap<Integer, Integer>();
    while (true) {
      Item item;
      try {
        item = cancels.attempt(who).run(queue::take).orElse(null);
      } catch (ClosedException e) {
        return;
      }
      if (item == null) {
        cancelled.incrementAndGet();
        continue;
      }
      taken.incrementAndGet(item.producer * each + item.number);
      // First in, first out: what one producer put reaches one consumer in order.
      var before = last.put(item.producer, item.number);
      if (before != null && before >= item.number) violations.incrementAndGet();
      if (queue.size() > capacity) violations.incrementAndGet();
      queue.done(item);
    }
  }

  @Test
  void unbounded() {
    everyItemOnce(WorkQueue.unbounded(), Integer.MAX_VALUE, 400_000);
  }

  @Test
  void boundedByOne() {
    everyItemOnce(WorkQueue.bounded(1), 1, 200_000);
    assertThat(cancelled).hasPositiveValue();
  }

  @Test
  void boundedByMany() {
    everyItemOnce(WorkQueue.bounded(16), 16, 400_000);
  }

  /** Join ends when the last piece of work is done that work has added, not before. */
  @Test
  void joinWaitsForWorkThatAddsWork() {
    for (int round = RacePartner.rounds(200); round > 0; round--) {
      var queue = WorkQueue.<Integer>unbounded();
      var done = new AtomicInteger();
      Weft.scope(s -> {
        for (int i = 0; i < 3; i++) s.background(() -> split(queue, done));
        queue.put(6);
        queue.join();
        assertThat(done).hasValue(127);
      });
    }
  }

  private static void split(WorkQueue<Integer> queue, AtomicInteger done) {
    while (true) {
      int depth = queue.take();
      for (int i = 0; i < 2 && depth > 0; i++) queue.put(depth - 1);
      done.incrementAndGet();
      queue.done(depth);
    }
  }

  /** Those who wait are served in the order in which they came, without those who left. */
  @Test
  void takersAreServedInOrder() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var random = new Random(seed);
      var queue = WorkQueue.<Integer>unbounded();
      var got = new AtomicIntegerArray(12);
      var stayed = new ArrayList<Integer>();
      Weft.supervise(s -> {
        for (int i = 0; i < got.length(); i++) {
          int index = i;
          var task = s.start(() -> got.set(index, queue.take()));
          Waits.untilWaiting(task);
          if (random.nextInt(3) == 0) Waits.leave(task);
          else stayed.add(index);
        }
        for (int i = 1; i <= stayed.size(); i++) queue.put(i);
      });
      for (int i = 0; i < stayed.size(); i++) assertThat(got.get(stayed.get(i))).isEqualTo(i + 1);
      assertThat(queue.size()).isZero();
    }
  }

  @Test
  void puttersAreServedInOrder() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var random = new Random(seed);
      var queue = WorkQueue.<Integer>bounded(1);
      queue.put(-1);
      var expected = new ArrayList<>(List.of(-1));
      Weft.supervise(s -> {
        for (int i = 0; i < 12; i++) {
          int index = i;
          var task = s.start(() -> queue.put(index));
          Waits.untilWaiting(task);
          if (random.nextInt(3) == 0) Waits.leave(task);
          else expected.add(index);
        }
        for (int item : expected) assertThat(queue.take()).isEqualTo(item);
        assertThat(queue.tryTake()).isEmpty();
      });
    }
  }

  /** A close that meets puts and takes: what was accepted comes out, the rest is refused. */
  @Test
  void closingLosesNothingThatWasAccepted() {
    for (int round = RacePartner.rounds(2_000); round > 0; round--) {
      var queue = WorkQueue.<Integer>bounded(2);
      var accepted = new AtomicInteger();
      var taken = new AtomicInteger();
      Weft.scope(s -> {
        for (int p = 0; p < 3; p++) s.start(() -> putUntilClosed(queue, accepted));
        for (int c = 0; c < 2; c++) s.start(() -> takeUntilClosed(queue, taken));
        RacePartner.jitter();
        queue.close();
      });
      assertThat(taken.get()).isEqualTo(accepted.get());
    }
  }

  private static void putUntilClosed(WorkQueue<Integer> queue, AtomicInteger accepted) {
    try {
      for (int i = 0; i < 4; i++) {
        queue.put(i);
        accepted.incrementAndGet();
      }
    } catch (ClosedException e) {
      // the rest is refused
    }
  }

  private static void takeUntilClosed(WorkQueue<Integer> queue, AtomicInteger taken) {
    try {
      while (true) {
        queue.take();
        taken.incrementAndGet();
      }
    } catch (ClosedException e) {
      // the end
    }
  }

  @Test
  void doneTooOftenIsRefused() {
    var queue = WorkQueue.<Integer>unbounded();
    queue.put(1);
    queue.done(queue.take());
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> queue.done(1));
  }
}
