package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static weft.Weft.scope;
import static weft.Weft.supervise;
import static weft.channel.Waits.leave;
import static weft.channel.Waits.untilWaiting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;
import weft.Task;

/** Every subscriber gets what is sent after it subscribed. */
@Timeout(60)
class BroadcastTest {
  private static List<Integer> drain(Source<Integer> source) {
    var got = new ArrayList<Integer>();
    for (var next = source.tryReceive(); next.isPresent(); next = source.tryReceive()) {
      got.add(next.get());
    }
    return got;
  }

  @Test
  void everyoneGetsWhatComesAfterItSubscribed() {
    var broadcast = Broadcast.<Integer>create();
    broadcast.send(0);
    var one = broadcast.subscribe(10);
    broadcast.send(1);
    var two = broadcast.subscribe(10);
    broadcast.send(2);
    assertThat(broadcast.subscribers()).isEqualTo(2);
    assertThat(drain(one)).containsExactly(1, 2);
    two.close();
    broadcast.send(3);
    assertThat(drain(two)).containsExactly(2);
    broadcast.close();
    assertThat(one).containsExactly(3);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> broadcast.send(4));
    assertThat(broadcast.subscribe(1)).isEmpty();
    assertThat(broadcast).hasToString("closed broadcast to 0 subscribers");
  }

  @Test
  void replay() {
    var broadcast = Broadcast.<Integer>replaying(3);
    for (int i = 0; i < 5; i++) broadcast.send(i);
    assertThat(drain(broadcast.subscribe(10))).containsExactly(2, 3, 4);
    assertThat(drain(broadcast.subscribe(2))).containsExactly(3, 4);
    var dropping = broadcast.subscribe(3, Overflow.DROP_OLDEST);
    broadcast.close();
    assertThat(dropping).containsExactly(2, 3, 4);
    assertThat(broadcast.subscribe(5)).containsExactly(2, 3, 4);
  }

  @Test
  void policies() {
    var broadcast = Broadcast.<Integer>create();
    var oldest = broadcast.subscribe(2, Overflow.DROP_OLDEST);
    var newest = broadcast.subscribe(2, Overflow.DROP_NEWEST);
    var failing = broadcast.subscribe(2, Overflow.FAIL);
    for (int i = 0; i < 4; i++) broadcast.send(i);
    assertThat(drain(oldest)).containsExactly(2, 3);
    assertThat(drain(newest)).containsExactly(0, 1);
    assertThat(failing.receive()).isZero();
    assertThat(failing.receive()).isEqualTo(1);
    assertThatExceptionOfType(ChannelFailedException.class)
        .isThrownBy(failing::receive)
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(broadcast.subscribers()).isEqualTo(2);
  }

  @Test
  void slowOneHoldsUpTheSenderAndNobodyElseGetsItBefore() {
    var broadcast = Broadcast.<Integer>create();
    var slow = broadcast.subscribe(1);
    var quick = broadcast.subscribe(10);
    broadcast.send(0);
    scope(s -> {
      var one = s.start(() -> broadcast.send(1));
      untilWaiting(one);
      var two = s.start(() -> broadcast.send(2));
      untilWaiting(two);
      assertThat(broadcast.trySend(3)).isFalse();
      assertThat(drain(quick)).containsExactly(0);
      assertThat(broadcast).hasToString("broadcast to 2 subscribers, 2 waiting to send");
      assertThat(slow.receive()).isZero();
      one.await();
      assertThat(drain(quick)).containsExactly(1);
      slow.close(); // who leaves holds up nobody
      two.await();
      assertThat(drain(quick)).containsExactly(2);
    });
  }

  @Test
  void closingWakesSendersAndReceivers() {
    for (boolean failing : new boolean[] {true, false}) {
      var broadcast = Broadcast.<Integer>create();
      var slow = broadcast.subscribe(1);
      var empty = broadcast.subscribe(5);
      broadcast.send(1);
      assertThat(empty.receive()).isEqualTo(1);
      scope(s -> {
        var sender = s.start(() -> catchThrowable(() -> broadcast.send(2)));
        var receiver = s.start(() -> catchThrowable(empty::receive));
        untilWaiting(sender);
        untilWaiting(receiver);
        if (failing) broadcast.fail(new IOException("broken"));
        else broadcast.close();
        assertThat(sender.await()).isInstanceOf(ClosedException.class);
        assertThat(receiver.await())
            .isInstanceOf(failing ? ChannelFailedException.class : ClosedException.class);
      });
      assertThat(slow.receive()).isEqualTo(1);
    }
  }

  @Test
  void cancelledSenderHasSentToNobody() {
    var broadcast = Broadcast.<Integer>create();
    var slow = broadcast.subscribe(1);
    var quick = broadcast.subscribe(10);
    broadcast.send(0);
    supervise(s -> {
      var sender = s.start(() -> broadcast.send(1));
      untilWaiting(sender);
      leave(sender);
      assertThat(broadcast.waitingSenders()).isZero();
      slow.receive();
      assertThat(drain(quick)).containsExactly(0);
      assertThat(slow.tryReceive()).isEmpty();
    });
  }

  /** All see the same order, and each producer's own. */
  @Proof
  @Test
  void sameOrderForAll() {
    for (int seed = 0; seed < RacePartner.rounds(100); seed++) {
      var random = new Random(seed);
      var broadcast = Broadcast.<Integer>create();
      var subscriptions = new ArrayList<Subscription<Integer>>();
      for (int i = 0; i < 3; i++) subscriptions.add(broadcast.subscribe(1 + random.nextInt(3)));
      scope(s -> {
        var received = new ArrayList<Task<List<Integer>>>();
        for (var subscription : subscriptions) {
          received.add(
              s.start(() -> {
                var got = new ArrayList<Integer>();
                for (int n : subscription) got.add(n);
                return got;
              }));
        }
        scope(producers -> {
          for (int p = 0; p < 3; p++) {
            int base = p * 1_000;
            producers.start(() -> {
              for (int i = 0; i < 50; i++) broadcast.send(base + i);
            });
          }
        });
        broadcast.close();
        var first = received.getFirst().await();
        assertThat(first).hasSize(150);
        for (var task : received) assertThat(task.await()).isEqualTo(first);
        for (int p = 0; p < 3; p++) {
          int producer = p;
          assertThat(first.stream().filter(n -> n / 1_000 == producer)).isSorted();
        }
      });
    }
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Broadcast.create().subscribe(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Broadcast.replaying(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Broadcast.create().send(null));
  }
}
