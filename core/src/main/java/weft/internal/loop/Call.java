package weft.internal.loop;

/** A callback in a loop's line. It must not throw, and has the turn while it runs. */
public abstract non-sealed class Call extends Ready {
  /** For subclasses. */
  protected Call() {}

  /** Does it. */
  protected abstract void call();
}
