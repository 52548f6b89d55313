package weft;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.channel.Channel;
import weft.channel.Select;

/**
 * One sends, one receives, and another that sends is cancelled meanwhile: whatever the
 * interleaving, every element that was sent is received once and in order, and nobody hangs.
 */
@Proof
@Timeout(240)
public class ChannelWaitLincheckTest {
  private static final int STOP = 9;

  /** The operations; a kind of channel and a way of waiting each below. */
  public abstract static class Operations {
    private final Channel<Integer> channel;
    private final boolean selects;
    private final CancelScope scope = new CancelScope();

    Operations(Channel<Integer> channel, boolean selects) {
      this.channel = channel;
      this.selects = selects;
    }

    private void send(int element) {
      if (selects) Select.selectInOrder(channel.onSend(element));
      else channel.send(element);
    }

    private int receive() {
      return selects ? Select.selectInOrder(channel.onReceive()) : channel.receive();
    }

    @Operation(runOnce = true)
    public void produce() {
      Strand.FOREIGN.remove();
      for (int i = 1; i <= 2; i++) send(i);
      send(STOP);
    }

    /** Whether it got what there was in order, with the other's element somewhere or not at all. */
    @Operation(runOnce = true)
    public boolean consume() {
      Strand.FOREIGN.remove();
      List<Integer> got = new ArrayList<>();
      int others = 0;
      while (true) {
        int n = receive();
        if (n == STOP) break;
        if (n == 5) others++;
        else got.add(n);
      }
      return others <= 1 && got.equals(List.of(1, 2));
    }

    /** Whether no interrupt is left, be it cancelled or not. */
    @Operation(runOnce = true)
    public boolean cancellable() {
      Strand.FOREIGN.remove();
      boolean unused = scope.run(() -> send(5));
      return !Thread.interrupted();
    }

    @Operation(runOnce = true)
    public void cancel() {
      scope.cancel("test");
    }
  }

  public static class Rendezvous extends Operations {
    public Rendezvous() {
      super(Channel.rendezvous(), false);
    }
  }

  public static class Buffered extends Operations {
    public Buffered() {
      super(Channel.buffered(1), false);
    }
  }

  public static class SelectRendezvous extends Operations {
    public SelectRendezvous() {
      super(Channel.rendezvous(), true);
    }
  }

  /** Whatever the order. */
  public static class Sequential {
    public void produce() {}

    public boolean consume() {
      return true;
    }

    public boolean cancellable() {
      return true;
    }

    public void cancel() {}
  }

  @BeforeAll
  static void determinism() throws Exception {
    LincheckDeterminism.untrain();
  }

  private static void check(Class<?> kind) {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .addGuarantee(LincheckDeterminism.shortPauses())
        .threads(4)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(1))
        .invocationsPerIteration(RacePartner.atMost(40))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(kind);
  }

  @Test
  void rendezvous() {
    check(Rendezvous.class);
  }

  @Test
  void buffered() {
    check(Buffered.class);
  }

  @Test
  void selectRendezvous() {
    check(SelectRendezvous.class);
  }
}
