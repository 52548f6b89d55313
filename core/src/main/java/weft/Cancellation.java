package weft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a node of the cancellation tree was cancelled; written once a node. */
final class Cancellation {
  /** What the cancellation came from. */
  enum Kind {
    REQUESTED,
    DEADLINE,
    FAILURE,
    INTERRUPT
  }

  final Kind kind;
  final String reason;
  final @Nullable Throwable cause;

  private volatile boolean told; // written before an interrupt is taken back
  private int interrupts; // that were sent, and not taken back unheard; guarded by this

  /** The timer that will force it. */
  private volatile @Nullable Object alarm;

  /** Whether shields no longer hold against it, their grace being over. */
  volatile boolean forced;

  Cancellation(Kind kind, String reason, @Nullable Throwable cause) {
    this.kind = kind;
    this.reason = reason;
    this.cause = cause;
  }

  static Cancellation requested(String reason) {
    return new Cancellation(Kind.REQUESTED, Objects.requireNonNull(reason, "reason"), null);
  }

  static Cancellation interrupted() {
    return new Cancellation(Kind.INTERRUPT, "the thread was interrupted", null);
  }

  /** Whether it is a timer that cancels: the passing of a deadline, or of a grace period. */
  boolean isByTimer() {
    return kind == Kind.DEADLINE || forced;
  }

  /** A strand was told by an exception. */
  void tell() {
    if (!told) told = true; // a hundred thousand tasks may be told of one
  }

  /** A strand was sent an interrupt. */
  synchronized void interrupt() {
    interrupts++;
  }

  /** The interrupt is still there, and is taken back: the strand has not heard of this. */
  synchronized void takeBack() {
    interrupts--;
  }

  /** Whether any strand has heard of it: was told, or has met the interrupt. */
  synchronized boolean wasHeard() {
    return told || interrupts > 0;
  }

  void forceAt(Object timer) {
    alarm = timer;
  }

  /** What was cancelled has ended: nothing is left to be forced. */
  void settled() {
    Alarm.cancel(alarm);
  }

  CancelledError error(@Nullable Throwable inner) {
    return new CancelledError(reason, cause, inner);
  }
}
