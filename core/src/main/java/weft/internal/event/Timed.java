package weft.internal.event;

/** An event that takes time and is recorded at its end. */
public abstract class Timed {
  /** One that nobody records. */
  static final Timed NONE =
      new Timed() {
        @Override
        public void end() {}
      };

  Timed() {}

  /** Ends it. */
  public abstract void end();
}
