package weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A permit that belongs to nobody: of those who close it, the first gives it back. */
abstract non-sealed class Token implements Permit {
  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED = MethodHandles.lookup().findVarHandle(Token.class, "closed", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("UnusedVariable") // used through CLOSED
  private boolean closed;

  @Override
  public final void close() {
    if (CLOSED.compareAndSet(this, false, true)) giveBack();
  }

  abstract void giveBack();
}
