package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.supervise;
import static weft.channel.Waits.leave;
import static weft.channel.Waits.untilWaiting;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;

/** Those who wait are served in the order in which they began to, without those who left. */
@Timeout(60)
class ChannelFairnessTest {
  @Proof
  @Test
  void receivers() {
    for (int seed = 0; seed < RacePartner.rounds(200); seed++) {
      var random = new Random(seed);
      var channel = seed % 2 == 0 ? Channel.<Integer>rendezvous() : Channel.<Integer>buffered(1);
      var got = new AtomicIntegerArray(12);
      var stayed = new ArrayList<Integer>();
      supervise(s -> {
        for (int i = 0; i < got.length(); i++) {
          int index = i;
          var task =
              index % 3 == 0
                  ? s.start(() -> got.set(index, Select.select(channel.onReceive())))
                  : s.start(() -> got.set(index, channel.receive()));
          untilWaiting(task);
          if (random.nextInt(3) == 0) leave(task);
          else stayed.add(index);
        }
        assertThat(channel.waitingReceivers()).isEqualTo(stayed.size());
        for (int i = 1; i <= stayed.size(); i++) channel.send(i);
      });
      for (int i = 0; i < stayed.size(); i++) assertThat(got.get(stayed.get(i))).isEqualTo(i + 1);
    }
  }

  @Proof
  @Test
  void senders() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var random = new Random(seed);
      int capacity = seed % 4;
      var channel =
          capacity == 0 ? Channel.<Integer>rendezvous() : Channel.<Integer>buffered(capacity);
      var expected = new ArrayList<Integer>();
      for (int i = -capacity; i < 0; i++) {
        channel.send(i);
        expected.add(i);
      }
      supervise(s -> {
        for (int i = 0; i < 12; i++) {
          int index = i;
          var task =
              index % 3 == 0
                  ? s.start(() -> {
                    Select.select(channel.onSend(index));
                  })
                  : s.start(() -> channel.send(index));
          untilWaiting(task);
          if (random.nextInt(3) == 0) leave(task);
          else expected.add(index);
        }
        var got = new ArrayList<Integer>();
        for (int n = expected.size(); n > 0; n--) {
          got.add(random.nextBoolean() ? channel.receive() : channel.tryReceive().orElseThrow());
        }
        assertThat(got).isEqualTo(expected);
        assertThat(channel.tryReceive()).isEmpty();
      });
    }
  }

  /** A newcomer doesn't overtake those who wait, be there room for it at the moment or not. */
  @Proof
  @Test
  void newcomersQueueUp() {
    for (int round = RacePartner.rounds(300); round > 0; round--) {
      var channel = Channel.<Integer>buffered(4);
      for (int i = 0; i < 4; i++) channel.send(i);
      var got = new ArrayList<Integer>();
      supervise(s -> {
        for (int i = 4; i < 12; i++) {
          int index = i;
          untilWaiting(s.start(() -> channel.send(index)));
        }
        for (int i = 0; i < 3; i++) got.add(channel.receive());
        s.start(() -> channel.send(12));
        while (got.size() < 13) got.add(channel.receive());
      });
      assertThat(got).isEqualTo(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    }
  }

  /** Room for one is enough for one, and a free place is not withheld from a try. */
  @Proof
  @Test
  void everyFreePlaceIsFilledAtOnce() {
    for (int round = RacePartner.rounds(200); round > 0; round--) {
      var channel = Channel.<Integer>buffered(8);
      for (int i = 0; i < 8; i++) channel.send(i);
      supervise(s -> {
        var tasks = new ArrayList<weft.Task<Void>>();
        for (int i = 0; i < 6; i++) {
          var task = s.start(() -> channel.send(9));
          untilWaiting(task);
          tasks.add(task);
        }
        for (int i = 0; i < 6; i++) channel.receive();
        for (var task : tasks) task.await();
        assertThat(channel.size()).isEqualTo(8);
        for (int i = 0; i < 3; i++) channel.receive();
        for (int i = 0; i < 3; i++) assertThat(channel.trySend(1)).isTrue();
        assertThat(channel.trySend(1)).isFalse();
      });
    }
  }
}
