package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static weft.Weft.scope;
import static weft.channel.Waits.untilWaiting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.Proof;
import weft.RacePartner;
import weft.Task;

/** The end of a channel: closed, failed, or by its last sender. */
@Timeout(60)
class ChannelClosingTest {
  @Test
  void whatIsBufferedIsDeliveredThenTheEnd() {
    var channel = Channel.<Integer>buffered(3);
    channel.send(1);
    channel.send(2);
    channel.close();
    channel.close();
    assertThat(channel.isClosed()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> channel.send(3));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> channel.trySend(3));
    assertThat(channel.sendOrClosed(3)).isFalse();
    assertThat(channel.receive()).isEqualTo(1);
    assertThat(channel.receiveOrClosed()).contains(2);
    assertThat(channel.receiveOrClosed()).isEmpty();
    assertThat(channel.tryReceive()).isEmpty();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(channel::receive);
    assertThat(channel.iterator().hasNext()).isFalse();
  }

  @Test
  void wakesThoseWhoWait() {
    for (boolean rendezvous : new boolean[] {true, false}) {
      var channel = rendezvous ? Channel.<Integer>rendezvous() : Channel.<Integer>buffered(1);
      if (!rendezvous) channel.send(0);
      scope(s -> {
        var one = s.start(() -> catchThrowable(() -> channel.send(1)));
        var two = s.start(() -> channel.sendOrClosed(2));
        untilWaiting(one);
        untilWaiting(two);
        channel.close();
        assertThat(one.await()).isInstanceOf(ClosedException.class);
        assertThat(two.await()).isFalse();
      });
      assertThat(channel.receiveOrClosed().isPresent()).isEqualTo(!rendezvous);
      assertThat(channel.receiveOrClosed()).isEmpty();
    }
    var empty = Channel.<Integer>buffered(1);
    scope(s -> {
      var one = s.start(() -> catchThrowable(empty::receive));
      var two = s.start(empty::receiveOrClosed);
      untilWaiting(one);
      untilWaiting(two);
      empty.close();
      assertThat(one.await()).isInstanceOf(ClosedException.class);
      assertThat(two.await()).isEmpty();
    });
  }

  @Test
  void failureComesAfterWhatIsBuffered() {
    var channel = Channel.<Integer>buffered(3);
    var error = new IOException("broken");
    channel.send(1);
    channel.fail(error);
    channel.fail(new IOException("later"));
    channel.close();
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> channel.send(2))
        .withCause(error);
    assertThat(channel.receive()).isEqualTo(1);
    for (Runnable end :
        List.<Runnable>of(
            channel::receive,
            channel::receiveOrClosed,
            channel::tryReceive,
            () -> channel.forEach(x -> {}))) {
      assertThatExceptionOfType(ChannelFailedException.class)
          .isThrownBy(end::run)
          .withCause(error)
          .withMessage("the channel failed: java.io.IOException: broken");
    }
    var failed = new ChannelFailedException("x", error);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> failed.rethrow(IOException.class))
        .isSameAs(error);
    assertThat(failed.rethrow(RuntimeException.class)).isSameAs(failed);
  }

  @Test
  void failureWakesThoseWhoWait() {
    var channel = Channel.<Integer>rendezvous();
    scope(s -> {
      var receiver = s.start(() -> catchThrowable(channel::receiveOrClosed));
      untilWaiting(receiver);
      channel.fail(new IOException("broken"));
      assertThat(receiver.await()).isInstanceOf(ChannelFailedException.class);
    });
  }

  @Test
  void lastSenderClosesTheChannel() {
    var channel = Channel.<Integer>unlimited();
    var first = channel.sender();
    var second = first.another();
    var third = channel.sender();
    first.send(1);
    first.close();
    first.close();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> first.send(2));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(first::another);
    second.close();
    assertThat(channel.isClosed()).isFalse();
    assertThat(third.trySend(3)).isTrue();
    assertThat(third.sendOrClosed(4)).isTrue();
    third.close();
    assertThat(channel.isClosed()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(channel::sender);
    assertThat(channel).containsExactly(1, 3, 4);
    assertThat(third).hasToString("closed sender of closed channel with 0");
  }

  @Proof
  @Test
  void producersWithEndsOfTheirOwn() {
    for (int round = RacePartner.rounds(300); round > 0; round--) {
      var channel = Channel.<Integer>buffered(2);
      var got = new AtomicInteger();
      scope(s -> {
        try (var sender = channel.sender()) {
          for (int p = 0; p < 4; p++) {
            var own = sender.another();
            s.start(() -> {
              try (own) {
                for (int i = 0; i < 5; i++) own.send(i);
              }
            });
          }
        }
        for (int ignored : channel) got.incrementAndGet();
      });
      assertThat(got).hasValue(20);
    }
  }

  @Test
  void cancelledCallersChangeNothing() {
    var full = Channel.<Integer>buffered(1);
    full.send(1);
    var free = Channel.<Integer>buffered(1);
    for (var call :
        List.<Runnable>of(
            full::receive,
            full::receiveOrClosed,
            () -> free.send(1),
            () -> free.sendOrClosed(1),
            () -> Select.select(full.onReceive()),
            () -> Select.select(free.onSend(1)),
            () -> full.forEach(x -> {}))) {
      var cancelled = new CancelScope();
      cancelled.cancel("before");
      var thrown = new ArrayList<Throwable>();
      cancelled.run(() -> {
        thrown.add(catchThrowable(call::run));
      });
      assertThat(thrown).singleElement().isInstanceOf(CancelledError.class);
      assertThat(full.size()).isEqualTo(1);
      assertThat(free.size()).isZero();
    }
  }

  /** A close that meets sends and receives: what was accepted comes out, the rest is refused. */
  @Proof
  @Test
  void closingLosesNothingThatWasAccepted() {
    for (int round = RacePartner.rounds(3_000); round > 0; round--) {
      var channel = round % 2 == 0 ? Channel.<Integer>rendezvous() : Channel.<Integer>buffered(2);
      var accepted = new AtomicInteger();
      var taken = new AtomicInteger();
      scope(s -> {
        var tasks = new ArrayList<Task<Void>>();
        for (int p = 0; p < 3; p++) {
          tasks.add(
              s.start(() -> {
                for (int i = 0; i < 4 && channel.sendOrClosed(i); i++) accepted.incrementAndGet();
              }));
        }
        for (int c = 0; c < 2; c++) {
          s.start(() -> {
            for (int ignored : channel) taken.incrementAndGet();
          });
        }
        RacePartner.jitter();
        channel.close();
      });
      assertThat(taken.get()).isEqualTo(accepted.get());
    }
  }
}
