package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.channel.Select.onTask;
import static weft.channel.Select.select;
import static weft.channel.Waits.until;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;

/** Nothing is kept of waits that were cancelled, clauses that lost, and elements that are out. */
@Timeout(60)
class ChannelRetentionTest {
  private static void areCollected(List<WeakReference<Object>> references) {
    until(() -> {
      System.gc();
      return references.stream().allMatch(r -> r.get() == null);
    });
  }

  @Test
  void elementsThatWereReceived() {
    var channel = Channel.<Object>buffered(100);
    var references = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 100; i++) {
      var element = new Object();
      references.add(new WeakReference<>(element));
      channel.send(element);
      channel.receive();
    }
    areCollected(references);
    assertThat(channel.size()).isZero();
  }

  @Test
  void sendersThatWereCancelled() {
    var channel = Channel.<Object>rendezvous();
    var references = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 100; i++) {
      var element = new Object();
      references.add(new WeakReference<>(element));
      assertThat(moveOnAfter(Duration.ofNanos(1 + i * 1_000), () -> channel.send(element)))
          .isFalse();
    }
    assertThat(channel.waitingSenders()).isZero();
    areCollected(references);
  }

  @Test
  void clausesThatLost() {
    var never = Channel.<Object>rendezvous();
    var chosen = Channel.<Object>rendezvous();
    var references = new ArrayList<WeakReference<Object>>();
    scope(s -> {
      var endless = s.start(() -> new Promise<Object>().await());
      s.background(() -> {
        while (true) chosen.send(1);
      });
      for (int i = 0; i < 200; i++) {
        var element = new Object();
        references.add(new WeakReference<>(element));
        Object got =
            select(
                never.onSend(element, () -> element),
                never.onReceive(x -> element),
                onTask(endless, x -> element),
                chosen.onReceive());
        assertThat(got).isEqualTo(1);
      }
      assertThat(never.waitingSenders()).isZero();
      assertThat(never.waitingReceivers()).isZero();
      areCollected(references);
      s.cancel("end");
    });
  }

  @Test
  void selectsThatWereCancelled() {
    var never = Channel.<Object>rendezvous();
    var references = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 100; i++) {
      var element = new Object();
      references.add(new WeakReference<>(element));
      boolean done =
          moveOnAfter(
              Duration.ofNanos(1 + i * 1_000),
              () -> {
                select(never.onSend(element), never.onReceive(x -> element));
              });
      assertThat(done).isFalse();
    }
    assertThat(never.waitingSenders()).isZero();
    assertThat(never.waitingReceivers()).isZero();
    areCollected(references);
  }

  @Test
  void subscribersThatLeft() {
    var broadcast = Broadcast.<Object>create();
    var state = new State<Object>(0);
    var references = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 100; i++) {
      var one = broadcast.subscribe(1);
      var two = state.changes();
      references.add(new WeakReference<>(one));
      references.add(new WeakReference<>(two));
      one.close();
      two.close();
    }
    areCollected(references);
  }
}
