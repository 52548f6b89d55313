package weft;

import org.jspecify.annotations.Nullable;

/**
 * The strand of a thread that Weft did not start.
 *
 * <p>An interrupt from elsewhere cancels the outermost scope that the thread is in, and is given
 * back to the thread when it leaves that scope: whoever owns the thread must learn of it.
 */
final class ForeignStrand extends Strand {
  private @Nullable CancelNode interrupted;
  private boolean pendingInterrupt;

  private ForeignStrand(Environment environment) {
    super(null, environment, null);
  }

  static Strand attach() {
    var strand = new ForeignStrand(Environment.standard());
    var begun = strand.begin();
    assert begun;
    FOREIGN.set(strand);
    Roots.add(strand);
    return strand;
  }

  @Override
  public void run() {
    throw new AssertionError("a foreign strand is not started");
  }

  @Override
  void foreignInterrupt() {
    pendingInterrupt = true;
    @Nullable CancelNode outermost = null;
    for (var node = innermost(); node != null && node != this; node = node.parent) {
      if (!node.isShield()) outermost = node;
    }
    if (outermost == null) return;
    interrupted = outermost;
    outermost.cancel(Cancellation.interrupted());
  }

  @Override
  void leave(CancelNode node) {
    super.leave(node);
    if (pendingInterrupt && (interrupted == null || interrupted == node)) giveBack();
  }

  /** Where there is no scope to cancel, an interrupt ends the suspension itself. */
  @Override
  boolean isInterruptedOutside() {
    if (!pendingInterrupt || innermost() != this) return false;
    giveBack();
    return true;
  }

  private void giveBack() {
    pendingInterrupt = false;
    interrupted = null;
    Thread.currentThread().interrupt();
  }
}
