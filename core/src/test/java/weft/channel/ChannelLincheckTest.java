package weft.channel;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** What doesn't wait, for each kind of channel. */
@Proof
@Timeout(240)
public class ChannelLincheckTest {
  /** The operations; a kind of channel each below. */
  public abstract static class Operations {
    private final Channel<Integer> channel;

    Operations(Channel<Integer> channel) {
      this.channel = channel;
    }

    @Operation
    public String trySend(@Param(gen = IntGen.class, conf = "1:5") int element) {
      try {
        return channel.trySend(element) ? "sent" : "full";
      } catch (ClosedException e) {
        return "closed";
      }
    }

    @Operation
    public int tryReceive() {
      return channel.tryReceive().orElse(-1_000);
    }

    @Operation
    public int select() {
      return Select.selectInOrder(
          channel.onReceiveOrClosed(got -> got.orElse(-2_000)), Select.otherwise(() -> -1_000));
    }

    @Operation(runOnce = true)
    public void close() {
      channel.close();
    }

    @Operation
    public int size() {
      return channel.size();
    }
  }

  public static class Buffered extends Operations {
    public Buffered() {
      super(Channel.buffered(2));
    }
  }

  public static class Unlimited extends Operations {
    public Unlimited() {
      super(Channel.unlimited());
    }
  }

  public static class Conflated extends Operations {
    public Conflated() {
      super(Channel.conflated());
    }
  }

  public static class DropOldest extends Operations {
    public DropOldest() {
      super(Channel.dropOldest(2));
    }
  }

  public static class DropNewest extends Operations {
    public DropNewest() {
      super(Channel.dropNewest(2));
    }
  }

  public static class Rendezvous extends Operations {
    public Rendezvous() {
      super(Channel.rendezvous());
    }
  }

  /** One channel after the other. */
  public static class Sequential {
    private final ArrayDeque<Integer> elements = new ArrayDeque<>();
    private final int capacity;
    private final boolean dropOldest;
    private final boolean dropNewest;
    private boolean closed;

    Sequential(int capacity, boolean dropOldest, boolean dropNewest) {
      this.capacity = capacity;
      this.dropOldest = dropOldest;
      this.dropNewest = dropNewest;
    }

    public String trySend(int element) {
      if (closed) return "closed";
      if (elements.size() == capacity) {
        if (dropNewest) return "sent";
        if (!dropOldest) return "full";
        elements.poll();
      }
      elements.add(element);
      return "sent";
    }

    public int tryReceive() {
      return elements.isEmpty() ? -1_000 : elements.poll();
    }

    public int select() {
      return !elements.isEmpty() ? elements.poll() : closed ? -2_000 : -1_000;
    }

    public void close() {
      closed = true;
    }

    public int size() {
      return elements.size();
    }
  }

  public static class SequentialBuffered extends Sequential {
    public SequentialBuffered() {
      super(2, false, false);
    }
  }

  public static class SequentialUnlimited extends Sequential {
    public SequentialUnlimited() {
      super(Integer.MAX_VALUE, false, false);
    }
  }

  public static class SequentialConflated extends Sequential {
    public SequentialConflated() {
      super(1, true, false);
    }
  }

  public static class SequentialDropOldest extends Sequential {
    public SequentialDropOldest() {
      super(2, true, false);
    }
  }

  public static class SequentialDropNewest extends Sequential {
    public SequentialDropNewest() {
      super(2, false, true);
    }
  }

  public static class SequentialRendezvous extends Sequential {
    public SequentialRendezvous() {
      super(0, false, false);
    }
  }

  private static void check(Class<?> kind, Class<?> specification) {
    Interleavings.ofThree(kind, specification, 2, 60);
    Interleavings.asTheyCome(kind, specification, 3, 2, 300);
  }

  @Test
  void buffered() {
    check(Buffered.class, SequentialBuffered.class);
  }

  @Test
  void unlimited() {
    check(Unlimited.class, SequentialUnlimited.class);
  }

  @Test
  void conflated() {
    check(Conflated.class, SequentialConflated.class);
  }

  @Test
  void dropOldest() {
    check(DropOldest.class, SequentialDropOldest.class);
  }

  @Test
  void dropNewest() {
    check(DropNewest.class, SequentialDropNewest.class);
  }

  @Test
  void rendezvous() {
    check(Rendezvous.class, SequentialRendezvous.class);
  }
}
