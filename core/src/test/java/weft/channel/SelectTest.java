package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.supervise;
import static weft.channel.Select.onTask;
import static weft.channel.Select.onTimeout;
import static weft.channel.Select.otherwise;
import static weft.channel.Select.select;
import static weft.channel.Select.selectInOrder;
import static weft.channel.Waits.until;
import static weft.channel.Waits.untilWaiting;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.StepClock;
import weft.TaskCancelledException;
import weft.TaskFailedException;

/** What a select chooses, and what comes out of it. */
@Timeout(60)
class SelectTest {
  private final Channel<String> strings = Channel.buffered(2);
  private final Channel<Integer> numbers = Channel.buffered(2);
  private final Channel<Integer> meeting = Channel.rendezvous();

  @Test
  void takesWhatIsReady() {
    numbers.send(7);
    String got =
        select(
            strings.onReceive(s -> "string " + s),
            numbers.onReceive(n -> "number " + n),
            meeting.onSend(1, () -> "sent"));
    assertThat(got).isEqualTo("number 7");
    assertThat(numbers.size()).isZero();
    assertThat(select(meeting.onSend(1, () -> "sent"), strings.onSend("x", () -> "buffered")))
        .isEqualTo("buffered");
    assertThat(strings.receive()).isEqualTo("x");
  }

  @Test
  void waitsForWhatComesFirst() {
    scope(s -> {
      var task = s.start(() -> select(strings.onReceive(), numbers.onReceive(n -> "n" + n)));
      untilWaiting(task);
      assertThat(strings.waitingReceivers()).isEqualTo(1);
      numbers.send(1);
      assertThat(task.await()).isEqualTo("n1");
      assertThat(strings.waitingReceivers()).isZero();
      strings.send("stays");
      assertThat(strings.size()).isEqualTo(1);
    });
  }

  @Test
  void waitsToSend() {
    scope(s -> {
      var task =
          s.start(() -> select(meeting.onSend(5, () -> "sent"), strings.onReceive(x -> "got")));
      untilWaiting(task);
      assertThat(meeting.waitingSenders()).isEqualTo(1);
      assertThat(meeting.receive()).isEqualTo(5);
      assertThat(task.await()).isEqualTo("sent");
      assertThat(strings.waitingReceivers()).isZero();
    });
  }

  @Test
  void sendThatWasNotChosenHandsOverNothing() {
    scope(s -> {
      var task = s.start(() -> select(meeting.onSend(5, () -> 1), numbers.onReceive()));
      untilWaiting(task);
      numbers.send(2);
      assertThat(task.await()).isEqualTo(2);
      assertThat(meeting.tryReceive()).isEmpty();
      assertThat(meeting.waitingSenders()).isZero();
    });
  }

  @Test
  void inOrderPrefersTheFirst() {
    for (int i = 0; i < 100; i++) {
      numbers.send(1);
      strings.send("a");
      assertThat(selectInOrder(numbers.onReceive(n -> "n"), strings.onReceive())).isEqualTo("n");
      assertThat(selectInOrder(numbers.onReceive(n -> "n"), strings.onReceive())).isEqualTo("a");
    }
  }

  /** Each of those that are ready is taken about equally often, whichever others are not. */
  @Test
  void fairTakesEachAboutEquallyOften() {
    for (int ready : new int[] {2, 3, 5}) {
      var channels = new ArrayList<Channel<Integer>>();
      for (int i = 0; i < 6; i++) channels.add(Channel.unlimited());
      int rounds = 3_000 * ready;
      for (int i = 0; i < ready; i++) {
        for (int n = 0; n < rounds; n++) channels.get(i + 1).send(i);
      }
      int[] counts = new int[ready];
      for (int n = 0; n < rounds; n++) {
        counts[
            select(
                channels.get(0).onReceive(),
                channels.get(1).onReceive(),
                channels.get(2).onReceive(),
                channels.get(3).onReceive(),
                channels.get(4).onReceive(),
                channels.get(5).onReceive())]++;
      }
      // 3,000 each; the standard deviation is below 50
      for (int count : counts) assertThat(count).isBetween(2_600, 3_400);
    }
    var one = Channel.<Integer>unlimited();
    var two = Channel.<Integer>unlimited();
    int sum = 0;
    for (int n = 0; n < 6_000; n++) {
      one.send(0);
      two.send(1);
      sum += select(one.onReceive(), two.onReceive());
    }
    assertThat(sum).isBetween(2_600, 3_400);
  }

  @Test
  void defaultIsTakenOnlyIfNothingElseIsReady() {
    assertThat(select(otherwise(() -> "none"), strings.onReceive())).isEqualTo("none");
    strings.send("a");
    assertThat(select(otherwise(() -> "none"), strings.onReceive())).isEqualTo("a");
    assertThat(select(onTimeout(Duration.ZERO, () -> "late"), strings.onReceive()))
        .isEqualTo("late");
    var ran = new ArrayList<String>();
    select(strings.onReceiveDo(ran::add), otherwise(() -> ran.add("none")));
    assertThat(ran).containsExactly("none");
  }

  @Test
  void timeoutIsOnTheClock() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            scope(s -> {
              var task =
                  s.start(() ->
                      select(strings.onReceive(), onTimeout(Duration.ofHours(1), () -> "late")));
              until(() -> clock.timers() == 1);
              untilWaiting(task);
              clock.advance(Duration.ofMinutes(59));
              assertThat(task.isDone()).isFalse();
              clock.advance(Duration.ofMinutes(1));
              assertThat(task.await()).isEqualTo("late");
              strings.send("a");
              assertThat(select(strings.onReceive(), onTimeout(Duration.ofHours(1), () -> "late")))
                  .isEqualTo("a");
              var early =
                  s.start(() ->
                      select(strings.onReceive(), onTimeout(Duration.ofHours(1), () -> "late")));
              until(() -> clock.timers() == 1);
              strings.send("b");
              assertThat(early.await()).isEqualTo("b");
              assertThat(clock.timers()).as("timers that are left").isZero();
            }));
  }

  @Test
  void tasks() {
    supervise(s -> {
      var promise = new Promise<Integer>();
      var task = s.start(promise::await);
      var waiting = s.start(() -> select(onTask(task, n -> "task " + n), strings.onReceive()));
      untilWaiting(waiting);
      assertThat(select(onTask(task), otherwise(() -> -1))).isEqualTo(-1);
      promise.complete(3);
      assertThat(waiting.await()).isEqualTo("task 3");
      assertThat(select(onTask(task))).isEqualTo(3);
      var failing =
          s.start(() -> {
            throw new IOException("broken");
          });
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(() -> select(onTask(failing), strings.onReceive(x -> null)))
          .withCauseInstanceOf(IOException.class);
      var endless = s.start(() -> new Promise<Integer>().await());
      endless.cancel("enough");
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(() -> select(onTask(endless), numbers.onReceive()));
    });
  }

  @Test
  void endOfAChannel() {
    strings.close();
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> select(strings.onReceive(), numbers.onReceive(n -> "n")));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> select(strings.onSend("x")));
    Optional<String> none = select(strings.onReceiveOrClosed(x -> x));
    assertThat(none).isEmpty();
    supervise(s -> {
      var receiving = s.start(() -> select(numbers.onReceiveOrClosed(Optional::isPresent)));
      untilWaiting(receiving);
      numbers.fail(new IOException("broken"));
      assertThatThrownBy(receiving::await).hasRootCauseInstanceOf(IOException.class);
    });
    scope(s -> {
      var sending =
          s.start(() -> {
            try {
              return select(meeting.onSend(1, () -> "sent"));
            } catch (ClosedException e) {
              return "closed";
            }
          });
      untilWaiting(sending);
      meeting.close();
      assertThat(sending.await()).isEqualTo("closed");
    });
  }

  /** The compiler knows what comes out; this test is mostly that it compiles. */
  @Test
  void typedExceptions() {
    numbers.send(1);
    try {
      int n =
          select(
              numbers.onReceive(x -> {
                if (x == 1) throw new IOException("one");
                return x;
              }),
              strings.onReceive(String::length));
      assertThat(n).isNegative();
    } catch (IOException e) {
      assertThat(e).hasMessage("one");
    }
    numbers.send(2);
    int unchecked = select(numbers.onReceive(x -> x + 1), strings.onReceive(String::length));
    assertThat(unchecked).isEqualTo(3);
  }

  @Test
  void sameChannelTwiceAndBothWays() {
    scope(s -> {
      var both =
          s.start(
              () -> select(meeting.onReceive(n -> "got " + n), meeting.onSend(1, () -> "sent")));
      untilWaiting(both);
      assertThat(meeting.receive()).isEqualTo(1);
      assertThat(both.await()).isEqualTo("sent");
      var again =
          s.start(
              () -> select(meeting.onReceive(n -> "got " + n), meeting.onSend(1, () -> "sent")));
      untilWaiting(again);
      meeting.send(2);
      assertThat(again.await()).isEqualTo("got 2");
      var twice =
          s.start(() -> select(meeting.onReceive(n -> "a" + n), meeting.onReceive(n -> "b" + n)));
      untilWaiting(twice);
      assertThat(meeting.waitingReceivers()).isEqualTo(2);
      meeting.send(3);
      assertThat(twice.await()).isIn("a3", "b3");
      assertThat(meeting.waitingReceivers()).isZero();
      assertThat(meeting.waitingSenders()).isZero();
    });
  }

  @Test
  void clausesMayBeUsedAgain() {
    var clause = numbers.onReceive();
    numbers.send(1);
    numbers.send(2);
    assertThat(select(clause)).isEqualTo(1);
    assertThat(select(clause)).isEqualTo(2);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> select());
    assertThatIllegalArgumentException().isThrownBy(() -> strings.onSend(null));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void saysWhatItWaitsFor() {
    var selecting =
        new Selecting(
            new Clause<?, ?>[] {
              strings.onReceive(), meeting.onSend(1), onTimeout(Duration.ofSeconds(1), () -> 1)
            });
    assertThat(selecting)
        .hasToString(
            "receive from channel with 0 of 2 or send to channel, rendezvous or a timeout");
    assertThat(List.of(selecting)).isNotEmpty();
  }
}
