package weft.resilience;

import weft.Clock;

/** Two schedules made one. */
final class DelayPairs {
  private DelayPairs() {}

  /** The first, and when that has ended the second, which begins only then. */
  static Delays then(Delays first, Delays.Start second, Clock clock) {
    return new Delays() {
      private Delays now = first;
      private boolean last;

      @Override
      public long next() {
        long next = now.next();
        if (next != END || last) return next;
        last = true;
        now = second.begin(clock);
        return now.next();
      }
    };
  }

  /** As long as both go on, the longer wait. */
  static Delays and(Delays a, Delays b) {
    return () -> {
      long one = a.next();
      long other = b.next();
      return one == Delays.END || other == Delays.END ? Delays.END : Math.max(one, other);
    };
  }

  /** As long as one of them goes on, the shorter wait. */
  static Delays or(Delays a, Delays b) {
    return new Delays() {
      private boolean aEnded;
      private boolean bEnded;

      @Override
      public long next() {
        long one = aEnded ? END : a.next();
        long other = bEnded ? END : b.next();
        aEnded = one == END;
        bEnded = other == END;
        if (aEnded || bEnded) return Math.max(one, other); // END is less than any wait
        return Math.min(one, other);
      }
    };
  }
}
