package weft.channel;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** What doesn't wait, for each order of a work queue that holds two. */
@Proof
@Timeout(240)
public class WorkQueueLincheckTest {
  /** The operations; an order each below. */
  public abstract static class Operations {
    private final WorkQueue<Integer> queue;

    Operations(WorkQueue<Integer> queue) {
      this.queue = queue;
    }

    @Operation
    public String tryPut(@Param(gen = IntGen.class, conf = "1:5") int item) {
      try {
        return queue.tryPut(item) ? "put" : "full";
      } catch (ClosedException e) {
        return "closed";
      }
    }

    @Operation
    public int tryTake() {
      return queue.tryTake().orElse(-1_000);
    }

    @Operation(runOnce = true)
    public void close() {
      queue.close();
    }
  }

  public static class Fifo extends Operations {
    public Fifo() {
      super(WorkQueue.bounded(2));
    }
  }

  public static class Lifo extends Operations {
    public Lifo() {
      super(WorkQueue.lifo(2));
    }
  }

  public static class Priority extends Operations {
    public Priority() {
      super(WorkQueue.priority(Comparator.reverseOrder(), 2));
    }
  }

  /** One operation after the other. */
  public static class Sequential {
    private final Queue<Integer> items;
    private boolean closed;

    Sequential(Queue<Integer> items) {
      this.items = items;
    }

    public String tryPut(int item) {
      if (closed) return "closed";
      if (items.size() == 2) return "full";
      items.add(item);
      return "put";
    }

    public int tryTake() {
      return items.isEmpty() ? -1_000 : items.poll();
    }

    public void close() {
      closed = true;
    }
  }

  public static class SequentialFifo extends Sequential {
    public SequentialFifo() {
      super(new ArrayDeque<>());
    }
  }

  public static class SequentialLifo extends Sequential {
    public SequentialLifo() {
      super(Collections.asLifoQueue(new ArrayDeque<>()));
    }
  }

  public static class SequentialPriority extends Sequential {
    public SequentialPriority() {
      super(new PriorityQueue<>(Comparator.reverseOrder()));
    }
  }

  private static void check(Class<?> order, Class<?> specification) {
    Interleavings.ofThree(order, specification, 2, 60);
  }

  @Test
  void fifo() {
    check(Fifo.class, SequentialFifo.class);
  }

  @Test
  void lifo() {
    check(Lifo.class, SequentialLifo.class);
  }

  @Test
  void priority() {
    check(Priority.class, SequentialPriority.class);
  }
}
