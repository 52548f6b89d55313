package weft;

import org.jspecify.annotations.Nullable;

/**
 * The strand in which an event loop's callbacks run. It is cancelled from the start, shields or
 * not: so whatever would suspend throws instead, before it changes anything.
 */
final class CallbackStrand extends Strand {
  private static final String REASON =
      "a callback of an event loop can't suspend: have it start a task";

  private final EventLoop loop;

  CallbackStrand(EventLoop loop, Environment environment) {
    super(null, environment, null);
    this.loop = loop;
  }

  /** Makes this the strand of the calling thread. */
  void attach() {
    var refusal = Cancellation.requested(REASON);
    refusal.forced = true;
    cancelledFromTheStart(refusal);
    haveLook();
    boolean unused = begin();
    FOREIGN.set(this);
  }

  /** Runs a callback; what it throws is reported. */
  void run(Action<?> callback, @Nullable Binding itsBindings) {
    if (loop.isClosed()) return;
    bindings = itsBindings;
    try {
      callback.run();
    } catch (CancelledError e) {
      environment.report("a callback of " + loop, new IllegalStateException(REASON, e));
    } catch (Throwable t) {
      environment.report("a callback of " + loop, t);
    } finally {
      bindings = null;
      boolean unused = Thread.interrupted();
    }
  }

  @Override
  void startWaiting(Suspension suspension) {
    throw new IllegalStateException(REASON);
  }

  @Override
  public void run() {
    throw new AssertionError("it is not started");
  }

  @Override
  public String toString() {
    return "the callbacks of " + loop;
  }
}
