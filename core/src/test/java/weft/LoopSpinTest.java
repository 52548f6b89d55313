package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.channel.Channel;
import weft.internal.loop.Tuning.Carrier;
import weft.internal.loop.TurnTaker;

/** Where tasks take turns nobody spins for another, who couldn't run meanwhile. */
class LoopSpinTest {
  @ParameterizedTest
  @EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
  void aLoopsTasksAreKnownToTakeTurns(Carrier carrier) {
    var loops = new Loops(carrier);
    loops.run(() -> {
      assertThat(TurnTaker.isCaller()).isTrue();
      scope(s -> {
        s.start(() -> assertThat(TurnTaker.isCaller()).isTrue());
      });
      assertThat(Weft.toThread(TurnTaker::isCaller)).isFalse();
    });
  }

  @Test
  void othersRunAtTheSameTime() {
    assertThat(TurnTaker.isCaller()).isFalse();
    Weft.run(() -> assertThat(TurnTaker.isCaller()).isFalse());
  }

  @ParameterizedTest
  @EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
  void theTwoSidesOfARendezvousMeet(Carrier carrier) {
    var loops = new Loops(carrier);
    var got = new ArrayList<Integer>();
    loops.run(() ->
        scope(s -> {
          var channel = Channel.<Integer>rendezvous();
          s.start(() -> {
            for (int i = 0; i < 3; i++) channel.send(i);
            channel.close();
          });
          for (int element : channel) got.add(element);
        }));
    assertThat(got).isEqualTo(List.of(0, 1, 2));
  }
}
