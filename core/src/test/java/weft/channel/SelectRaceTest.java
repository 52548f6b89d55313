package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.channel.Select.select;
import static weft.channel.Select.selectInOrder;

import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;
import weft.RandomCancels;
import weft.Task;
import weft.Weft;

/**
 * Selects against selects and plain operations: exactly one clause each, nothing lost or doubled.
 */
@Proof
@Timeout(120)
class SelectRaceTest {
  private static final int TASKS = 4; // of each side

  private final AtomicInteger cancelled = new AtomicInteger();

  /** Senders select over two channels in one order, receivers in the other; some are plain. */
  private void everyElementOnce(Channel<Integer> one, Channel<Integer> two, int usual) {
    int each = RacePartner.rounds(usual) / TASKS;
    var taken = new AtomicIntegerArray(TASKS * each);
    var cancels = new RandomCancels(2 * TASKS);
    Weft.scope(s -> {
      s.background(() -> cancels.go(usual));
      var senders = new ArrayList<Task<Void>>();
      for (int t = 0; t < TASKS; t++) {
        int who = t;
        senders.add(
            s.start(() -> {
              var random = new SplittableRandom(who);
              for (int i = who * each; i < (who + 1) * each; i++) {
                int item = i;
                while (!cancels.attempt(who).run(() -> send(one, two, item, random))) {
                  cancelled.incrementAndGet();
                }
              }
            }));
        s.start(() -> {
          var random = new SplittableRandom(-who);
          while (true) {
            int item = cancels.attempt(TASKS + who).run(() -> receive(one, two, random)).orElse(-2);
            if (item == -1) return;
            if (item == -2) cancelled.incrementAndGet();
            else taken.incrementAndGet(item);
          }
        });
      }
      senders.forEach(Task::await);
      one.close();
      two.close();
    });
    int violations = 0;
    for (int i = 0; i < taken.length(); i++) if (taken.get(i) != 1) violations++;
    assertThat(violations).isZero();
    for (var channel : java.util.List.of(one, two)) {
      assertThat(channel.size()).isZero();
      assertThat(channel.waitingSenders()).isZero();
      assertThat(channel.waitingReceivers()).isZero();
    }
  }

  private static void send(
      Channel<Integer> one, Channel<Integer> two, int item, SplittableRandom random) {
    switch (random.nextInt(4)) {
      case 0 -> one.send(item);
      case 1 -> selectInOrder(one.onSend(item), two.onSend(item));
      default -> select(one.onSend(item), two.onSend(item));
    }
  }

  /** -1 at the end. */
  private static int receive(Channel<Integer> one, Channel<Integer> two, SplittableRandom random) {
    int got =
        switch (random.nextInt(4)) {
          case 0 -> two.tryReceive().orElse(-3);
          case 1 ->
              selectInOrder(
                  two.onReceiveOrClosed(x -> x.orElse(-3)),
                  one.onReceiveOrClosed(x -> x.orElse(-3)));
          default ->
              select(
                  two.onReceiveOrClosed(x -> x.orElse(-3)),
                  one.onReceiveOrClosed(x -> x.orElse(-3)));
        };
    if (got != -3) return got;
    if (!one.isClosed() || !two.isClosed()) return -2;
    // both are closed: empty both, by whatever is left
    got = one.tryReceive().orElseGet(() -> two.tryReceive().orElse(-1));
    return got;
  }

  @Test
  void rendezvous() {
    everyElementOnce(Channel.rendezvous(), Channel.rendezvous(), 120_000);
    assertThat(cancelled).hasPositiveValue();
  }

  @Test
  void rendezvousAndBuffer() {
    everyElementOnce(Channel.rendezvous(), Channel.buffered(3), 200_000);
  }

  @Test
  void buffers() {
    everyElementOnce(Channel.buffered(1), Channel.buffered(5), 200_000);
    assertThat(cancelled).hasPositiveValue();
  }

  /** Everybody may send or receive on either channel: each hand-over has exactly two sides. */
  @Test
  void bothWaysOnTwoChannels() {
    var one = Channel.<Integer>rendezvous();
    var two = Channel.<Integer>rendezvous();
    int each = RacePartner.rounds(20_000);
    var sent = new AtomicInteger();
    var received = new AtomicInteger();
    var sum = new AtomicInteger();
    Weft.scope(s -> {
      var tasks = new ArrayList<Task<Void>>();
      for (int t = 0; t < 4; t++) {
        int who = t;
        tasks.add(
            s.start(() -> {
              for (int i = 0; i < each; i++) {
                var a = who % 2 == 0 ? one : two;
                var b = who % 2 == 0 ? two : one;
                select(
                    a.onSend(1, sent::incrementAndGet),
                    b.onReceive(n -> {
                      sum.addAndGet(n);
                      return received.incrementAndGet();
                    }),
                    b.onSend(1, sent::incrementAndGet),
                    a.onReceive(n -> {
                      sum.addAndGet(n);
                      return received.incrementAndGet();
                    }));
              }
            }));
      }
      // the last one may be left without a partner
      s.background(() -> {
        while (true) select(one.onReceive(received::addAndGet), two.onReceive(received::addAndGet));
      });
      tasks.forEach(Task::await);
    });
    assertThat(sent.get()).isPositive();
    assertThat(received.get()).isEqualTo(sent.get());
  }
}
