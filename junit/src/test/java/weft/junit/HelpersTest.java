package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.Promise;
import weft.channel.Channel;

/** Waiting for all to be blocked, and sequences. */
class HelpersTest {
  private final List<String> seen = new ArrayList<>();

  @WeftTest(seeds = 50)
  void allAreBlocked(TestClock clock) {
    var channel = Channel.<Integer>buffered(3);
    scope(s -> {
      var sender =
          s.start(() -> {
            for (int i = 0; ; i++) {
              channel.send(i);
              seen.add("sent " + i);
            }
          });
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        seen.add("slept");
      });
      Testing.waitAllTasksBlocked();
      assertThat(seen).containsExactly("sent 0", "sent 1", "sent 2");
      assertThat(clock.elapsed()).isZero();
      sender.cancel("enough");
    });
  }

  @WeftTest
  void severalMayWaitForIt() {
    scope(s -> {
      for (int i = 0; i < 3; i++) {
        int number = i;
        s.start(() -> {
          Testing.waitAllTasksBlocked();
          seen.add("after " + number);
        });
      }
      s.start(() -> {
        for (int i = 0; i < 100; i++) sleep(Duration.ZERO);
        seen.add("before");
      });
    });
    assertThat(seen).containsExactly("before", "after 0", "after 1", "after 2");
  }

  @WeftTest
  void aCancelledWaitForItLeavesNothing() {
    scope(s -> {
      var task = s.start(Testing::waitAllTasksBlocked);
      sleep(Duration.ZERO);
      task.cancel("enough");
    });
    sleep(Duration.ofSeconds(1));
  }

  @Test
  void outsideOfATestThereIsNoneOfIt() {
    assertThatThrownBy(Testing::waitAllTasksBlocked).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(TestClock::current).isInstanceOf(IllegalStateException.class);
  }

  @WeftTest(seeds = 200)
  void aSequenceIsKept(Sequencer sequencer) {
    scope(s -> {
      s.start(() -> {
        step(sequencer, 0);
        step(sequencer, 3);
        sequencer.expect(4);
      });
      s.start(() -> {
        step(sequencer, 2);
        step(sequencer, 5);
      });
      s.start(() -> step(sequencer, 1));
    });
    assertThat(seen).containsExactly("0", "0!", "1", "1!", "2", "2!", "3", "3!", "5", "5!");
  }

  private void step(Sequencer sequencer, int number) {
    try (var _ = sequencer.at(number)) {
      seen.add("" + number);
      sleep(Duration.ofMillis(10 - number));
      seen.add(number + "!");
    }
  }

  @WeftTest
  void aStepIsThereOnce(Sequencer sequencer) {
    sequencer.expect(0);
    assertThatThrownBy(() -> sequencer.at(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("step 0 is there twice");
    scope(s -> {
      var waits = s.start(() -> sequencer.expect(2));
      Testing.waitAllTasksBlocked();
      assertThatThrownBy(() -> sequencer.at(2)).hasMessage("step 2 is there twice");
      sequencer.expect(1);
      waits.await();
    });
  }

  @WeftTest(seeds = 50)
  void aCancelledStepBreaksTheSequence(Sequencer sequencer) {
    scope(s -> {
      var cut = s.start(() -> sequencer.expect(1));
      var next =
          s.start(() ->
              assertThatThrownBy(() -> sequencer.at(2))
                  .hasMessage("a step of the sequence was cancelled"));
      Testing.waitAllTasksBlocked();
      cut.cancel("enough");
      next.await();
      assertThatThrownBy(() -> sequencer.at(0)).isInstanceOf(IllegalStateException.class);
    });
  }

  @Test
  void aStepThatIsMissingIsADeadlock() {
    assertThatThrownBy(() -> Simulation.fifo().run(() -> new Sequencer().at(1)))
        .isInstanceOf(DeadlockError.class)
        .hasMessageContaining("waits for sequencer, step 0 is next, [1] wait");
  }

  @WeftTest
  void advancingRunsWhatIsDueInItsOrder(TestClock clock) {
    var gate = new Promise<String>();
    scope(s -> {
      s.start(() -> {
        for (int i = 1; i <= 3; i++) {
          sleep(Duration.ofSeconds(1));
          seen.add(i + " at " + clock.elapsed().toMillis());
        }
        gate.complete("open");
      });
      s.start(() -> {
        sleep(Duration.ofMillis(1500));
        seen.add("x at " + clock.elapsed().toMillis());
      });
      s.start(() -> seen.add(gate.await() + " at " + clock.elapsed().toMillis()));
      clock.advance(Duration.ofSeconds(10));
      assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(10));
      assertThat(seen)
          .containsExactly("1 at 1000", "x at 1500", "2 at 2000", "3 at 3000", "open at 3000");
    });
  }
}
