package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.Weft.scope;
import static weft.Weft.supervise;
import static weft.channel.Waits.leave;
import static weft.channel.Waits.untilWaiting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;

/** A value that changes, and those who observe it. */
@Timeout(60)
class StateTest {
  @Test
  void setsAndGets() {
    var state = new State<>(1);
    assertThat(state.get()).isEqualTo(1);
    state.set(2);
    assertThat(state.update(n -> n * 10)).isEqualTo(20);
    assertThat(state.compareAndSet(2, 3)).isFalse();
    assertThat(state.compareAndSet(20, 3)).isTrue();
    assertThat(state.get()).isEqualTo(3);
    assertThat(state).hasToString("state 3");
    assertThatIllegalArgumentException().isThrownBy(() -> state.set(null));
    assertThatIllegalArgumentException().isThrownBy(() -> state.update(n -> null));
  }

  @Proof
  @Test
  void updatesAreAtomic() {
    var state = new State<>(0);
    int each = RacePartner.rounds(20_000);
    scope(s -> {
      for (int t = 0; t < 4; t++) {
        s.start(() -> {
          for (int i = 0; i < each; i++) state.update(n -> n + 1);
        });
      }
    });
    assertThat(state.get()).isEqualTo(4 * each);
  }

  @Test
  void awaitsAValue() {
    var state = new State<>(0);
    assertThat(state.await(n -> n == 0)).isZero();
    supervise(s -> {
      var waiting = s.start(() -> state.await(n -> n >= 3));
      untilWaiting(waiting);
      state.set(1);
      state.set(5);
      assertThat(waiting.await()).isEqualTo(5);
      var endless = s.start(() -> state.await(n -> n < 0));
      untilWaiting(endless);
      assertThat(state.observers()).isEqualTo(1);
      leave(endless);
      assertThat(state.observers()).isZero();
    });
  }

  @Test
  void observersGetTheLatest() {
    var state = new State<>("a");
    try (var changes = state.changes()) {
      assertThat(changes.receive()).isEqualTo("a");
      state.set("a");
      assertThat(changes.tryReceive()).as("no change").isEmpty();
      state.set("b");
      state.set("c");
      assertThat(changes.receive()).isEqualTo("c");
      assertThat(changes.tryReceive()).isEmpty();
    }
    assertThat(state.observers()).isZero();
  }

  /** However slow an observer is, it gets the last value, and values never go back. */
  @Proof
  @Test
  void nobodyMissesTheLast() {
    for (int round = RacePartner.rounds(500); round > 0; round--) {
      var state = new State<>(0);
      scope(s -> {
        for (int o = 0; o < 3; o++) {
          s.start(() -> {
            int last = -1;
            try (var changes = state.changes()) {
              for (int n : changes) {
                assertThat(n).isGreaterThan(last);
                last = n;
                if (n == 20) break;
              }
            }
          });
        }
        for (int i = 1; i <= 20; i++) state.set(i);
      });
      assertThat(state.observers()).isZero();
    }
  }
}
