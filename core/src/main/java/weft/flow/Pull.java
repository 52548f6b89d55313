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
  /** Under a microsecond; of no use where only one side can run at a time. */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 32 : 0;

  private static final VarHandle PRODUCED;
  private static final VarHandle ASKED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      PRODUCED = lookup.findVarHandle(Pull.class, "produced", long.class);
      ASKED = lookup.findVarHandle(Pull.class, "asked", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Companion<Throwable> companion;
  private final @Nullable Object[] ring;
  private final int mask;
  private final int ahead;
  private final BooleanSupplier hasElement = this::seesElement;
  private final BooleanSupplier hasDemand = this::seesDemand;

  private long produced; // written by the source
  private long limit; // the source's: how many it may produce, as far as it knows

  private long asked; // written by the puller: how many it asks for
  private long taken; // the puller's
  private long available; // the puller's: how many were produced, as far as it knows
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
    long n = produced;
    ring[(int) n & mask] = element;
    PRODUCED.setVolatile(this, n + 1);
    companion.wakeOwner();
    if (companion.isFinishing() || (n + 1 >= limit && !awaitDemand())) throw stop();
  }

  private boolean awaitDemand() {
    for (int i = 0; i < SPINS; i++) {
      if (seesDemand()) return true;
      Thread.onSpinWait();
    }
    return companion.park(hasDemand);
  }

  private boolean seesDemand() {
    limit = (long) ASKED.getVolatile(this) + ahead;
    return produced < limit;
  }

  // ---- the puller's side

  /** Waits for an element; false if the source has ended. */
  boolean hasNext() {
    try {
      Weft.checkpoint();
      if (cancelled) throw new IllegalStateException("the flow was cancelled with its loop");
      if (taken + 1 - asked > ahead / 2) ask();
      return taken < available || seesElement() || awaitElement();
    } catch (CancelledError e) {
      cancelled = true;
      close(); // it doesn't outlive the cancellation of the one it runs for
      throw e;
    }
  }

  private void ask() {
    ASKED.setVolatile(this, taken + 1);
    companion.wakeBody();
  }

  private boolean seesElement() {
    available = (long) PRODUCED.getVolatile(this);
    return taken < available;
  }

  private boolean awaitElement() {
    if (asked <= taken) ask();
    for (int i = 0; i < SPINS; i++) {
      Thread.onSpinWait();
      if (seesElement()) return true;
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
    int place = (int) taken & mask;
    Object element = ring[place];
    ring[place] = null;
    taken++;
    return (T) Objects.requireNonNull(element);
  }

  /** Whether {@link #next} may be called without asking. */
  boolean hasMore() {
    return taken < available;
  }

  /** Ends the source, and waits for that. */
  void close() {
    available = taken;
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
