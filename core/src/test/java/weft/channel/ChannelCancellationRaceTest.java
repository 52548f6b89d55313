package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;
import weft.RandomCancels;
import weft.Task;
import weft.Weft;

/**
 * Every element is received once, and in its producer's order, whoever is cancelled when: senders
 * and receivers, plain, trying or in a select. A send that was cancelled has sent nothing.
 */
@Proof
@Timeout(120)
class ChannelCancellationRaceTest {
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger violations = new AtomicInteger();

  private record Item(int producer, int number) {}

  /** One run: producers and consumers on one channel, and one that cancels their attempts. */
  private final class Run {
    final Channel<Item> channel;
    final int side;
    final int each;
    final AtomicIntegerArray taken;
    final RandomCancels cancels;

    Run(Channel<Item> channel, int side, int each) {
      this.channel = channel;
      this.side = side;
      this.each = each;
      taken = new AtomicIntegerArray(side * each);
      cancels = new RandomCancels(2 * side);
    }

    void produce(int producer, long seed) {
      var random = new SplittableRandom(seed);
      for (int i = 0; i < each; i++) {
        var item = new Item(producer, i);
        while (!sent(item, random)) cancelled.incrementAndGet();
      }
    }

    private boolean sent(Item item, SplittableRandom random) {
      if (random.nextInt(8) == 0 && channel.trySend(item)) return true;
      return cancels.attempt(item.producer).run(() -> channel.send(item));
    }

    void consume(int who, long seed) {
      var random = new SplittableRandom(seed);
      int[] last = new int[side];
      while (true) {
        Item item;
        try {
          item = received(who, random);
        } catch (ClosedException e) {
          return;
        }
        if (item == null) {
          cancelled.incrementAndGet();
          continue;
        }
        taken.incrementAndGet(item.producer * each + item.number);
        if (last[item.producer] > item.number) violations.incrementAndGet();
        last[item.producer] = item.number;
        if (channel.size() > channel.capacity()) violations.incrementAndGet();
      }
    }

    private Item received(int who, SplittableRandom random) {
      if (random.nextInt(8) == 0) {
        var item = channel.tryReceive();
        if (item.isPresent()) return item.get();
      }
      return cancels.attempt(side + who).run(channel::receive).orElse(null);
    }

    void go(long seed) {
      Weft.scope(s -> {
        s.background(() -> cancels.go(seed));
        var producers = new ArrayList<Task<Void>>();
        for (int i = 0; i < side; i++) {
          int who = i;
          producers.add(s.start(() -> produce(who, seed + who)));
          s.start(() -> consume(who, seed - who));
        }
        producers.forEach(Task::await);
        channel.close();
      });
      for (int i = 0; i < taken.length(); i++) {
        if (taken.get(i) != 1) violations.incrementAndGet();
      }
      assertThat(violations).hasValue(0);
      assertThat(channel.size()).isZero();
      assertThat(channel.waitingSenders()).isZero();
      assertThat(channel.waitingReceivers()).isZero();
    }
  }

  private void everyElementOnce(Channel<Item> channel, int side, int usual) {
    new Run(channel, side, RacePartner.rounds(usual) / side).go(usual);
  }

  private void withCancellations(Supplier<Channel<Item>> channels, int side, int usual) {
    do everyElementOnce(channels.get(), side, usual);
    while (cancelled.get() == 0); // all was over before the first could be
  }

  @Test
  void rendezvous() {
    withCancellations(Channel::rendezvous, 4, 300_000);
  }

  @Test
  void bufferedByOne() {
    withCancellations(() -> Channel.buffered(1), 4, 300_000);
  }

  @Test
  void bufferedByMany() {
    everyElementOnce(Channel.buffered(16), 3, 600_000);
  }

  @Test
  void oneToOne() {
    everyElementOnce(Channel.buffered(100), 1, 600_000);
  }

  @Test
  void manySenders() {
    withCancellations(() -> Channel.buffered(10), 40, 600_000);
  }

  @Test
  void unlimited() {
    everyElementOnce(Channel.unlimited(), 4, 600_000);
  }
}
