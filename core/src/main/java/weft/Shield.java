package weft;

import org.jspecify.annotations.Nullable;

/** A node that cancellations further out don't pass, unless they are forced. */
final class Shield extends CancelNode {
  private final Strand strand;

  private Shield(Strand strand) {
    super(null);
    this.strand = strand;
  }

  @Override
  Strand owner() {
    return strand;
  }

  @Override
  boolean isShield() {
    return true;
  }

  static <T extends @Nullable Object, X extends Throwable> T run(Body<T, X> body) throws X {
    var strand = Strand.current();
    var shield = new Shield(strand);
    // An interrupt would close the first socket or file that the clean-up touches.
    boolean interrupted = false;
    try {
      interrupted = strand.enterShield(shield);
      return body.call();
    } finally {
      strand.exitShield(shield, interrupted);
    }
  }
}
