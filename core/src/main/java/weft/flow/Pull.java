package weft.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Companion;
import weft.Weft;

/**
 * A source whose elements are asked for one by one: it runs beside the one who asks, up to a number
 * of elements ahead, and leaves them in a ring.
 *
 * <p>Each side writes one counter and reads the other's only when its last reading is used up. The
 * puller asks for half a ring at once, where that is allowed, so that both sides wait rarely, and
 * seldom at the same time.
 *
 * <p>What the source throws comes out as it is, at the puller's.
 */
final class Pull<T> extends StoppingEmitter<T> {
  /** A microsecond or two in all; of no use where only one side can run at a time. */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0;

  /**
   * Who looks for elements all the time finds single ones, and for each the counter's cache line
   * goes from one processor to the other and back. So the puller looks seldom, and finds several.
   */
  private static final int SELDOM = 16;

  private static final VarHandle PRODUCED;
  private static final VarHandle ASKED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      PRODUCED = lookup.findVarHandle(Counters.class, "produced", long.class);
      ASKED = lookup.findVarHandle(Counters.class, "asked", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The two sides' in cache lines apart, since each writes its own for every element. */
  @SuppressWarnings("unused")
  private static class Counters {
    private long a1, a2, a3, a4, a5, a6, a7;
    long produced; // written by the source
    long limit; // the source's: how many it may produce, as far as it knows
    private long b1, b2, b3, b4, b5, b6, b7;
    long asked; // written by the puller: how many it asks for
    long taken; // the puller's
    long available; // the puller's: how many were produced, as far as it knows
    private long c1, c2, c3, c4, c5, c6, c7;
  }

  private final Counters counters = new Counters();
  private final Companion<Throwable> companion;
  private final @Nullable Object[] ring;
  private final int mask;
  private final int ahead;
  private final BooleanSupplier hasElement = this::seesElement;
  private final BooleanSupplier hasDemand = this::seesDemand;

  private boolean cancelled; // the puller's

  /** Pulls from a source that may be {@code ahead} elements ahead of what was asked for. */
  Pull(Source<? extends T> source, int ahead) {
    this.ahead = ahead;
    int capacity = 2 * Integer.highestOneBit(Math.max(1, ahead)); // more than ahead
    ring = new @Nullable Object[capacity];
    mask = capacity - 1;
    companion = new Companion<>(() -> run(source));
  }

  // ---- the source's side

  @Override
  void receive(T element) {
    long n = counters.produced;
    ring[(int) n & mask] = element;
    PRODUCED.setVolatile(counters, n + 1);
    companion.wakeOwner();
    if (companion.isFinishing() || (n + 1 >= counters.limit && !awaitDemand())) throw stop();
  }

  private boolean awaitDemand() {
    for (int i = 0; i < SPINS; i++) {
      if (seesDemand()) return true;
      Thread.onSpinWait();
    }
    return companion.park(hasDemand);
  }

  private boolean seesDemand() {
    counters.limit = (long) ASKED.getVolatile(counters) + ahead;
    return counters.produced < counters.limit;
  }

  // ---- the puller's side

  /** Waits for an element; false if the source has ended. */
  boolean hasNext() {
    try {
      Weft.checkpoint();
      if (cancelled) throw new IllegalStateException("the flow was cancelled with its loop");
      if (counters.taken + 1 - counters.asked > ahead / 2) ask();
      return counters.taken < counters.available || seesElement() || awaitElement();
    } catch (CancelledError e) {
      cancelled = true;
      close(); // it doesn't outlive the cancellation of the one it runs for
      throw e;
    }
  }

  private void ask() {
    ASKED.setVolatile(counters, counters.taken + 1);
    companion.wakeBody();
  }

  private boolean seesElement() {
    counters.available = (long) PRODUCED.getVolatile(counters);
    return counters.taken < counters.available;
  }

  private boolean awaitElement() {
    if (counters.asked <= counters.taken) ask();
    for (int i = 1; i <= SPINS; i++) {
      Thread.onSpinWait();
      if (i % SELDOM == 0 && seesElement()) return true;
    }
    try {
      return companion.await(hasElement);
    } catch (Throwable t) {
      throw Throwing.sneak(t);
    }
  }

  /** Takes the element that is there after {@link #hasNext} has returned true. */
  @SuppressWarnings("unchecked") // only receive() writes the ring
  T next() {
    int place = (int) counters.taken & mask;
    Object element = ring[place];
    ring[place] = null;
    counters.taken++;
    return (T) Objects.requireNonNull(element);
  }

  /** Whether {@link #next} may be called without asking. */
  boolean hasMore() {
    return counters.taken < counters.available;
  }

  /** Ends the source, and waits for that. */
  void close() {
    counters.available = counters.taken;
    try {
      companion.finish();
    } catch (Throwable t) {
      throw Throwing.sneak(t);
    }
  }

  /** Has the source ended by somebody who can't wait for it. */
  void abandon() {
    companion.abandon();
  }
}
