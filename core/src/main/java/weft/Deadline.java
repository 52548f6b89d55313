package weft;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node that may be cancelled by itself, and by the clock: at a time that can be moved. */
final class Deadline extends CancelNode implements Runnable {
  private static final long NEVER = Long.MAX_VALUE;

  private final Clock clock;
  private volatile @Nullable Strand owner;
  private volatile boolean set;
  private volatile long at;
  private boolean left; // for good; racy, since it only spares a timer
  private @Nullable Object alarm;

  /** A node without a deadline. */
  Deadline(Clock clock) {
    super(null);
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  @Override
  @Nullable Strand owner() {
    return owner;
  }

  /** Moves the deadline; {@code limit} is from now. */
  void expireIn(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    boolean over = limit.isZero() || limit.isNegative();
    synchronized (this) {
      Alarm.cancel(alarm);
      at = clock.nanoTimeIn(limit);
      set = true;
      alarm = over || left ? null : Alarm.set(clock, at, this);
    }
    if (over) run(); // the body's first suspension point is to see it already
  }

  synchronized void neverExpire() {
    Alarm.cancel(alarm);
    alarm = null;
    set = false;
  }

  /** Nanoseconds that are left; {@code Long.MAX_VALUE} without a deadline. */
  long nanosLeft() {
    return set ? at - clock.nanoTime() : NEVER;
  }

  /** Runs on the timer's thread. */
  @Override
  public void run() {
    if (nanosLeft() > 0) return; // moved meanwhile
    cancel(new Cancellation(Cancellation.Kind.DEADLINE, "the deadline passed", null));
  }

  /** Makes this the innermost node of {@code strand}, the caller's. */
  void enter(Strand strand) {
    owner = strand;
    strand.enter(this);
  }

  void leave(Strand strand) {
    strand.leave(this);
    left = true;
    // No lock: one who moves the deadline now leaves a timer that will find nothing to do.
    Alarm.cancel(alarm);
  }

  /** Whether {@code thrown} was this node's own cancellation; throws all else. */
  <X extends Throwable> void requireOwn(Strand strand, Throwable thrown) throws X {
    var left = absorb(strand, thrown);
    if (left != null) throw Failures.<X>sneak(left);
  }

  /** Runs {@code body} in this node; an own cancellation comes out, after {@code cancelled}. */
  <T extends @Nullable Object, X extends Throwable> T runHere(Body<T, X> body, Runnable cancelled)
      throws X {
    var strand = Strand.current();
    try {
      enter(strand);
      return body.call();
    } catch (CancelledError e) {
      cancelled.run();
      throw e;
    } finally {
      leave(strand);
    }
  }

  /** Runs {@code body} under a deadline; throws what {@code timedOut} makes of its passing. */
  static <T extends @Nullable Object, X extends Throwable> T timeout(
      Duration limit, Body<T, X> body) throws X {
    var deadline = new Deadline(Environment.current().clock());
    deadline.expireIn(limit);
    var strand = Strand.current();
    T value;
    try {
      deadline.enter(strand);
      value = body.call();
    } catch (Throwable t) {
      deadline.leave(strand);
      deadline.<X>requireOwn(strand, t);
      var timeout = new TimeoutException("not done within " + words(limit));
      timeout.initCause(t);
      throw timeout;
    }
    deadline.leave(strand);
    return value;
  }

  /** What is left until the earliest deadline that can cancel the caller. */
  static Optional<Duration> timeLeft() {
    var strand = Strand.find();
    return timeLeft(strand == null ? null : strand.innermost())
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** What is left for code in {@code innermost}; less than zero if it is over. */
  static Optional<Duration> timeLeft(@Nullable CancelNode innermost) {
    long left = NEVER;
    for (var node = innermost; node != null; node = node.parent) {
      if (node.isShield()) break;
      if (node instanceof Deadline deadline) left = Math.min(left, deadline.nanosLeft());
    }
    return left == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(left));
  }

  private static String words(Duration limit) {
    if (limit.isNegative()) return "a time that was over";
    if (limit.compareTo(Clock.FOREVER) >= 0) return "100 years";
    long millis = limit.toMillis();
    if (millis < 1) return limit.toNanos() + " ns";
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
