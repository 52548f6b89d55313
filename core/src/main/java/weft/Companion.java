package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work on a thread of its own, for one owner who waits for it now and then: what a
 * generator needs whose elements are pulled.
 *
 * <p>Other than a task, it may outlive the call that began it; its owner has to {@link #finish} it,
 * or to wait until it ends. It begins with the owner's first wait. While the owner waits for it, it
 * is where the owner is: cancelled with it, under the same deadlines. While the owner does
 * something else, a cancellation reaches it when the owner comes back, at {@code finish} at the
 * latest. Its context variables are those of whoever made it.
 *
 * <p>What is handed over, and when either side waits, is for the user to say: {@link #await} and
 * {@link #park} take a condition, and whoever makes one true calls {@link #wakeOwner} or {@link
 * #wakeBody} after that. What was written before is seen by the one who is woken. For one owner at
 * a time.
 *
 * @param <X> what the work may throw
 */
public final class Companion<X extends Throwable> extends Nursery {
  private static final int NEW = 0;
  private static final int RUNNING = 1;
  private static final int ENDED = 2;
  private static final int UNTOLD = 0;
  private static final int TOLD_BY_WORD = 1;
  private static final int TOLD_BY_CANCELLING = 2;
  private static final int SPINS = 64; // a microsecond or two
  private static final VarHandle STATE;
  private static final VarHandle TOLD;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Companion.class, "state", int.class);
      TOLD = lookup.findVarHandle(Companion.class, "told", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Environment environment = Environment.current();
  private final Side side;

  private volatile int state;
  private volatile boolean finishing;
  private volatile int told; // how the body learns that it is to end
  private volatile boolean abandoned;
  private volatile @Nullable Suspension ownerWaits;
  private volatile @Nullable Suspension bodyWaits;

  // Written before the end.
  private boolean cut;
  private @Nullable Throwable thrown;

  /** Work that has not begun. */
  public Companion(Action<X> body) {
    Objects.requireNonNull(body, "body");
    side = new Side(Contexts.capture(environment).wrap(body), Strand.current().bindings);
  }

  /** Tells whether the body has ended. */
  public boolean isEnded() {
    return state == ENDED;
  }

  /** Tells the body whether it is to end; it isn't cancelled for that once it knows. */
  public boolean isFinishing() {
    if (!finishing) return false;
    boolean unused = TOLD.compareAndSet(this, UNTOLD, TOLD_BY_WORD);
    return true;
  }

  /**
   * Called by the owner: waits until {@code ready} holds or the body has ended.
   *
   * @return whether {@code ready} holds
   * @throws X what the body threw, the first time; not as long as {@code ready} holds
   * @throws CancelledError if the caller is cancelled. So is the body then, and it has ended when
   *     this throws.
   */
  public boolean await(BooleanSupplier ready) throws X {
    var strand = Strand.current();
    if (state != ENDED && !ready.getAsBoolean()) {
      strand.checkpoint();
      var error = await(strand, ready);
      if (error != null) {
        failure(strand);
        throw error;
      }
    }
    if (ready.getAsBoolean()) return true; // asked after the end was seen
    failure(strand);
    return false;
  }

  /**
   * Called by the owner: has the body end, and waits until it has, also in a cancelled scope. A
   * body in {@link #park}, or that soon asks {@link #isFinishing}, learns of it there; one that
   * does something else is cancelled, since what it waits for may never come. A body that has not
   * begun never will.
   *
   * @throws X what the body threw
   * @throws CancelledError if the body was cut short because the caller is cancelled
   */
  public void finish() throws X {
    finishing = true;
    if (STATE.compareAndSet(this, NEW, ENDED)) return;
    var strand = Strand.current();
    tellBody();
    if (state != ENDED) {
      var unused = await(strand, () -> false);
    }
    failure(strand);
  }

  /**
   * Has the body end without anybody waiting for it; what it throws goes to the environment's
   * reporter. For work whose owner is gone.
   */
  public void abandon() {
    abandoned = true;
    finishing = true;
    if (!STATE.compareAndSet(this, NEW, ENDED)) tellBody();
  }

  private void tellBody() {
    for (int i = 0; i < SPINS && bodyWaits == null && told == UNTOLD && state != ENDED; i++) {
      Thread.onSpinWait();
    }
    if (bodyWaits != null) wakeBody();
    else if (TOLD.compareAndSet(this, UNTOLD, TOLD_BY_CANCELLING)) {
      boolean unused = side.cancel(Cancellation.requested("nobody wants more of it"));
    }
  }

  /**
   * Called by the body: waits until {@code ready} holds.
   *
   * @return false if the body is to end
   * @throws CancelledError if it is cancelled
   */
  public boolean park(BooleanSupplier ready) {
    try {
      while (!finishing && !ready.getAsBoolean()) { // who wakes may mean an earlier wait
        var wait = new Suspension(side, this);
        bodyWaits = wait;
        if (!finishing && !ready.getAsBoolean()) wait.await();
      }
    } finally {
      if (bodyWaits != null) bodyWaits = null;
    }
    return !isFinishing();
  }

  /** Called after what {@link #park} waits for has come true. */
  public void wakeBody() {
    wake(bodyWaits);
  }

  /** Called after what {@link #await} waits for has come true. */
  public void wakeOwner() {
    wake(ownerWaits);
  }

  private static void wake(@Nullable Suspension waiting) {
    if (waiting == null) return;
    boolean unused = waiting.resume();
  }

  /**
   * Waits, as one whose cancellation reaches the body.
   *
   * @return the caller's cancellation, if that ended the wait; the body has ended then
   */
  private @Nullable CancelledError await(Strand strand, BooleanSupplier ready) {
    enter();
    try {
      if (STATE.compareAndSet(this, NEW, RUNNING)) start();
      else if (effective(this) != null)
        side.deliver(false); // who cancelled may have come before this
      while (state != ENDED && !ready.getAsBoolean()) {
        var wait = new Suspension(strand, this);
        ownerWaits = wait;
        if (state != ENDED && !ready.getAsBoolean()) wait.await();
      }
      return null;
    } catch (CancelledError e) {
      while (state != ENDED) {
        var end = new Suspension(strand, this);
        ownerWaits = end;
        if (state != ENDED) end.awaitUncancellably();
      }
      return e;
    } finally {
      ownerWaits = null;
      strand.exit(this);
    }
  }

  private void start() {
    boolean started = false;
    try {
      environment.prepare(side, null);
      Roots.add(side); // it is below the owner only while that waits for it
      side.start();
      started = true;
    } finally {
      if (!started) state = ENDED;
    }
  }

  /** Throws what the body threw, once. */
  private void failure(Strand strand) throws X {
    var failure = thrown;
    if (failure == null) return;
    thrown = null;
    var by = cut ? effective(strand.innermost()) : null;
    if (by != null) throw strand.told(by, null); // the owner says itself what cut both short
    if (cut && told == TOLD_BY_CANCELLING) return;
    throw Failures.<X>sneak(failure);
  }

  @Override
  void eachChild(Consumer<Strand> visitor) {
    visitor.accept(side);
  }

  @Override
  public String toString() {
    return switch (state) {
      case NEW -> "companion, not begun";
      case RUNNING -> "companion, running";
      default -> "companion, ended";
    };
  }

  /** The body, on its thread. */
  private final class Side extends Strand {
    private final Action<?> body;

    Side(Action<?> body, @Nullable Binding bindings) {
      super(Companion.this, Companion.this.environment, bindings);
      this.body = body;
    }

    @Override
    public void run() {
      try {
        if (!begin()) throw told(Objects.requireNonNull(effective(this)), null);
        body.run();
      } catch (Throwable t) {
        thrown = t;
        cut = isCut(t);
      }
      detach();
      if (abandoned && thrown != null && !cut) environment.report(toString(), thrown);
      Recorder.ended(this);
      state = ENDED;
      wakeOwner();
    }

    @Override
    public String toString() {
      return "a companion's body";
    }
  }
}
