package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.Weft.scope;
import static weft.channel.Waits.untilWaiting;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each kind of channel holds, and when it makes a sender wait. */
@Timeout(60)
class ChannelTest {
  private static List<Integer> drain(Channel<Integer> channel) {
    var got = new ArrayList<Integer>();
    for (var next = channel.tryReceive(); next.isPresent(); next = channel.tryReceive()) {
      got.add(next.get());
    }
    return got;
  }

  @Test
  void bufferedHoldsItsCapacityInOrder() {
    var channel = Channel.<Integer>buffered(3);
    assertThat(channel.capacity()).isEqualTo(3);
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 3; i++) assertThat(channel.trySend(i)).isTrue();
      assertThat(channel.trySend(3)).isFalse();
      assertThat(channel.size()).isEqualTo(3);
      assertThat(drain(channel)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void bufferedSenderWaitsAndGoesOnWithTheFirstReceive() {
    for (int capacity : new int[] {1, 2, 100}) {
      var channel = Channel.<Integer>buffered(capacity);
      for (int i = 0; i < capacity; i++) channel.send(i);
      scope(s -> {
        var sender = s.start(() -> channel.send(capacity));
        untilWaiting(sender);
        assertThat(channel.waitingSenders()).isEqualTo(1);
        assertThat(channel.receive()).isZero();
        sender.await(); // one free place is enough
        for (int i = 1; i <= capacity; i++) assertThat(channel.receive()).isEqualTo(i);
      });
    }
  }

  @Test
  void rendezvousHoldsNothing() {
    var channel = Channel.<Integer>rendezvous();
    assertThat(channel.capacity()).isZero();
    assertThat(channel.trySend(1)).isFalse();
    assertThat(channel.tryReceive()).isEmpty();
    scope(s -> {
      var sender = s.start(() -> channel.send(1));
      untilWaiting(sender);
      assertThat(channel.trySend(2)).isFalse();
      assertThat(channel.tryReceive()).contains(1);
      sender.await();
      var receiver = s.start(channel::receive);
      untilWaiting(receiver);
      assertThat(channel.waitingReceivers()).isEqualTo(1);
      assertThat(channel.trySend(3)).isTrue();
      assertThat(channel.trySend(4)).isFalse();
      assertThat(receiver.await()).isEqualTo(3);
    });
  }

  @Test
  void unlimitedNeverMakesASenderWait() {
    var channel = Channel.<Integer>unlimited();
    assertThat(channel.capacity()).isEqualTo(Integer.MAX_VALUE);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100_000; i++) channel.send(i);
      assertThat(channel.size()).isEqualTo(100_000);
      for (int i = 0; i < 100_000; i++) assertThat(channel.receive()).isEqualTo(i);
    }
  }

  @Test
  void conflatedKeepsTheLast() {
    var channel = Channel.<Integer>conflated();
    for (int i = 0; i < 5; i++) channel.send(i);
    assertThat(drain(channel)).containsExactly(4);
  }

  @Test
  void dropOldestKeepsTheLastOnes() {
    var channel = Channel.<Integer>dropOldest(3);
    for (int i = 0; i < 8; i++) assertThat(channel.trySend(i)).isTrue();
    assertThat(drain(channel)).containsExactly(5, 6, 7);
  }

  @Test
  void dropNewestKeepsTheFirstOnes() {
    var channel = Channel.<Integer>dropNewest(3);
    for (int i = 0; i < 8; i++) channel.send(i);
    assertThat(drain(channel)).containsExactly(0, 1, 2);
  }

  @Test
  void droppingChannelsHandOverToThoseWhoWait() {
    for (var channel : List.of(Channel.<Integer>conflated(), Channel.<Integer>dropNewest(1))) {
      scope(s -> {
        var receiver = s.start(channel::receive);
        untilWaiting(receiver);
        channel.send(1);
        channel.send(2);
        assertThat(receiver.await()).isEqualTo(1);
        assertThat(drain(channel)).containsExactly(2);
      });
    }
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.buffered(0))
        .withMessage("the capacity of a channel must be at least 1, but is 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Channel.dropOldest(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Channel.dropNewest(0));
    var channel = Channel.<Object>unlimited();
    for (Runnable call :
        List.<Runnable>of(
            () -> channel.send(null), () -> channel.trySend(null), () -> channel.fail(null))) {
      assertThatIllegalArgumentException()
          .isThrownBy(call::run)
          .withMessage("a channel takes no null");
    }
    assertThat(channel.size()).isZero();
  }

  @Test
  void saysItsStateInAFewWords() {
    var channel = Channel.<Integer>buffered(2);
    channel.send(1);
    assertThat(channel).hasToString("channel with 1 of 2");
    channel.send(2);
    scope(s -> {
      s.background(() -> channel.send(3));
      Waits.until(() -> channel.waitingSenders() == 1);
      assertThat(channel).hasToString("channel with 2 of 2, 1 waiting to send");
    });
    channel.close();
    assertThat(channel).hasToString("closed channel with 2 of 2");
    assertThat(Channel.rendezvous()).hasToString("channel, rendezvous");
    assertThat(Channel.unlimited()).hasToString("channel with 0");
  }

  @Test
  void loopRunsUntilClosedAndDrained() {
    var channel = Channel.<Integer>buffered(10);
    var got = new ArrayList<Integer>();
    scope(s -> {
      s.start(() -> {
        try (channel) {
          for (int i = 0; i < 1_000; i++) channel.send(i);
        }
      });
      for (int i : channel) got.add(i);
    });
    assertThat(got).hasSize(1_000).isSorted();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(channel::receive);
  }
}
