package weft.resilience;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Clock;
import weft.Environment;
import weft.Weft;
import weft.internal.call.Cancelled;
import weft.internal.call.Judge;
import weft.internal.call.Listeners;

/**
 * Refuses calls to what keeps failing, so that it can recover and its callers need not wait for it.
 *
 * <p>Closed, it lets all calls through and looks at how the last ones went. If too many failed or
 * were slow, it opens: calls get a {@link CircuitOpenException} at once. After a while it lets some
 * through as a test (half open), and by these closes or opens again. Calls that began before a
 * change don't count after it.
 *
 * <p>A cancelled call counts neither as a failure nor as a success; as a test, it gives its place
 * to another. To have a slow call counted as a failure, put the timeout inside; see {@link
 * CallPolicy}. Works on the clock of the first task that uses it. Thread-safe: a breaker is made
 * once for what it guards, and shared.
 *
 * <p>Source: Michael Nygard, "Release It!"; the states and windows are those of Resilience4j.
 */
public final class CircuitBreaker implements CallPolicy {
  /** What a breaker does with calls. */
  public enum State {
    /** It lets them through. */
    CLOSED,
    /** It refuses them. */
    OPEN,
    /** It lets some through as a test, and refuses the others. */
    HALF_OPEN
  }

  /**
   * A change of a breaker's state.
   *
   * @param name the name of the breaker
   * @param from the state before
   * @param to the state after
   */
  public record Change(String name, State from, State to) {}

  /** A stay in a state: calls hold on to the one in which they began. */
  static final class Stay {
    final State state;
    final CallWindow window; // unused while open
    final long until; // when an open one tests
    int probes; // that a half open one can still let through

    Stay(State state, CallWindow window, long until, int probes) {
      this.state = state;
      this.window = window;
      this.until = until;
      this.probes = probes;
    }
  }

  private final Object lock = new Object();
  private final String name;
  private final int size;
  private final long span; // of a window in time, else 0
  private final int minimum;
  private final double failureRate;
  private final long slow; // from when on a call is
  private final double slowRate;
  private final long openFor;
  private final int probes;
  private final boolean timed; // whether the time matters while closed
  private final Predicate<Throwable> failure;
  private final @Nullable Consumer<? super Change> listener;
  private volatile @Nullable Clock clock;
  private volatile @Nullable Stay stay; // null at first; written under the lock

  CircuitBreaker(CircuitBreakerBuilder settings) {
    name = settings.name;
    size = settings.window;
    span = settings.span == null ? 0 : Delays.nanos(settings.span);
    minimum = span > 0 ? settings.minimum : Math.min(settings.minimum, size);
    failureRate = settings.failureRate;
    slow = settings.slow == null ? Long.MAX_VALUE : Delays.nanos(settings.slow);
    slowRate = settings.slowRate;
    openFor = settings.openFor;
    probes = settings.probes;
    timed = span > 0 || settings.slow != null;
    failure = settings.failure;
    listener = settings.listener;
  }

  /** The usual settings, to be changed: the documentation of each says what it is. */
  public static CircuitBreakerBuilder builder() {
    return new CircuitBreakerBuilder();
  }

  /**
   * Calls {@code body}, if the breaker lets it through.
   *
   * @throws CircuitOpenException if it doesn't
   * @throws X what the body throws
   * @throws CancelledError if the caller is cancelled
   */
  @Override
  public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    Weft.checkpoint();
    var in = enter();
    long start = timed ? clock().nanoTime() : 0;
    T result;
    try {
      result = body.call();
    } catch (Throwable t) {
      failed(in, start, t);
      throw t;
    }
    ended(in, start, 0);
    return result;
  }

  private void failed(Stay in, long start, Throwable thrown) {
    boolean fails;
    try {
      fails = Judge.accepts(failure, thrown);
    } catch (Throwable t) { // the test's own fault must not keep a place
      giveBack(in);
      throw t;
    }
    boolean counts = (fails || thrown instanceof Exception) && !Cancelled.ledTo(thrown);
    if (counts) ended(in, start, fails ? CallWindow.FAILED : 0);
    else giveBack(in);
  }

  /** Lets a call through, or throws. */
  Stay enter() {
    var in = stay;
    if (in != null && in.state == State.CLOSED) return in;
    Change change = null;
    synchronized (lock) {
      in = stay();
      if (in.state == State.OPEN) {
        long left = in.until - clock().nanoTime();
        if (left > 0) throw refused(Duration.ofNanos(left));
        change = to(State.HALF_OPEN);
        in = stay();
      }
      if (in.state == State.HALF_OPEN && in.probes-- == 0) {
        in.probes = 0;
        throw refused(Duration.ZERO);
      }
    }
    if (change != null) Listeners.tell(listener, change);
    return in;
  }

  private CircuitOpenException refused(Duration left) {
    String when = left.isZero() ? "is being tested" : "is tested in " + left.toMillis() + " ms";
    return new CircuitOpenException(name + " is open: too many calls failed; it " + when, left);
  }

  void giveBack(Stay in) {
    if (in.state == State.CLOSED) return;
    synchronized (lock) {
      in.probes++;
    }
  }

  void ended(Stay in, long start, int how) {
    long now = timed ? clock().nanoTime() : 0;
    int all = timed && now - start >= slow ? how | CallWindow.SLOW : how;
    Change change = null;
    synchronized (lock) {
      if (stay != in) return;
      in.window.add(now, all);
      var next = judge(in);
      if (next != in.state) change = to(next);
    }
    if (change != null) Listeners.tell(listener, change);
  }

  /** The state that follows from the calls seen so far. */
  private State judge(Stay in) {
    int calls = in.window.calls();
    if (in.state == State.HALF_OPEN) {
      if (isTooMuch(in.window, probes)) return State.OPEN; // however the others end
      return calls < probes ? State.HALF_OPEN : State.CLOSED;
    }
    return calls >= minimum && isTooMuch(in.window, calls) ? State.OPEN : State.CLOSED;
  }

  private boolean isTooMuch(CallWindow window, int calls) {
    return window.failed() >= failureRate * calls
        || (slow != Long.MAX_VALUE && window.slow() >= slowRate * calls);
  }

  /** Under the lock: the present stay. */
  private Stay stay() {
    var now = stay;
    if (now == null) stay = now = begin(State.CLOSED);
    return now;
  }

  /** Under the lock: changes the state. */
  private Change to(State state) {
    var change = new Change(name, stay().state, state);
    stay = begin(state);
    return change;
  }

  private Stay begin(State state) {
    CallWindow window =
        switch (state) {
          case CLOSED ->
              span > 0
                  ? new CallWindow.Timed(span, clock().nanoTime())
                  : new CallWindow.Counted(size);
          case OPEN -> new CallWindow.Counted(0);
          case HALF_OPEN -> new CallWindow.Counted(probes);
        };
    long until = state == State.OPEN ? clock().nanoTime() + openFor : 0;
    return new Stay(state, window, until, state == State.HALF_OPEN ? probes : 0);
  }

  private Clock clock() {
    var c = clock;
    if (c == null) clock = c = Environment.current().clock();
    return c;
  }

  /** The state now; an open one becomes half open with the first call after its time. */
  public State state() {
    var now = stay;
    return now == null ? State.CLOSED : now.state;
  }

  /** Opens the breaker, for as long as it does by itself; if it is open, from now on. */
  public void trip() {
    change(State.OPEN);
  }

  /** Closes the breaker and forgets all calls. */
  public void reset() {
    change(State.CLOSED);
  }

  private void change(State state) {
    Change change;
    synchronized (lock) {
      change = to(state);
    }
    if (change.from() != state) Listeners.tell(listener, change);
  }

  @Override
  public String toString() {
    synchronized (lock) {
      var now = stay;
      if (now == null) return name + ", closed";
      return switch (now.state) {
        case OPEN -> name + ", open";
        case HALF_OPEN -> name + ", half open, " + now.window.calls() + " of " + probes + " tested";
        case CLOSED ->
            name + ", closed, " + now.window.failed() + " of " + now.window.calls() + " failed";
      };
    }
  }
}
