package weft.bench.harness;

/** How long a run may take: rows and programs are made for one or the other. */
public enum Size {
  /** A first look: all rows in less than five minutes. */
  QUICK,
  /** What is published. */
  FULL;

  /** One of two values, for a run of this size. */
  public <T> T of(T full, T quick) {
    return this == FULL ? full : quick;
  }

  /** Rounds in which all contestants of a row have their turn, unless asked for otherwise. */
  public int rounds() {
    return of(5, 1);
  }
}
