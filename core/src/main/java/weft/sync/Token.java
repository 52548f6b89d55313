package weft.sync;

/** A permit that belongs to nobody: of those who close it, the first gives it back. */
abstract non-sealed class Token implements Permit {
  private boolean closed; // guarded by this

  @Override
  public final void close() {
    // A monitor, since the compiler removes it, and the permit, where only one method has it.
    synchronized (this) {
      if (closed) return;
      closed = true;
    }
    giveBack();
  }

  abstract void giveBack();
}
