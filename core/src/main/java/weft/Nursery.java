package weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that strands of their own live in; it is left when all of them have ended. */
abstract class Nursery extends CancelNode {
  private volatile @Nullable Strand owner;

  Nursery() {
    super(null);
  }

  @Override
  final @Nullable Strand owner() {
    return owner;
  }

  final Strand enter() {
    var strand = Strand.current();
    owner = strand;
    strand.enter(this);
    return strand;
  }

  /** Calls {@code visitor} with every child that has not ended, and perhaps with ended ones. */
  abstract void eachChild(Consumer<Strand> visitor);
}
