package weft;

import java.time.Duration;

/** Cancellation that respects shields for a while only. */
final class Grace {
  private Grace() {}

  /** Cancels {@code node} now and forces its shields after {@code grace}. */
  static boolean cancel(CancelNode node, Clock clock, String reason, Duration grace) {
    long end = clock.nanoTimeIn(grace);
    boolean first = node.cancel(Cancellation.requested(reason));
    var cancellation = node.cancellation();
    if (cancellation == null) throw new AssertionError("just cancelled");
    if (grace.isZero() || grace.isNegative()) node.force(cancellation);
    else {
      cancellation.forceAt(Alarm.set(clock, end, () -> node.force(cancellation)));
    }
    return first;
  }
}
