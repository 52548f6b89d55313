package weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node that strands of their own live in; it is left when all of them have ended. */
abstract class Nursery extends CancelNode {
  private static final int DEEP = 8;
  private static final int FRAMES = 64;

  private volatile @Nullable Strand owner;
  private int depth; // in nurseries of the same strand

  Nursery() {
    super(null);
  }

  @Override
  final @Nullable Strand owner() {
    return owner;
  }

  final Strand enter() {
    var strand = Strand.current();
    if (strand instanceof CallbackStrand) strand.checkpoint();
    depth = depthBelow(strand.innermost());
    if (depth > DEEP) requireRoom(FRAMES, 0, 0, 0, 0);
    owner = strand;
    strand.enter(this);
    return strand;
  }

  private static int depthBelow(@Nullable CancelNode innermost) {
    for (var node = innermost; node != null && !(node instanceof Strand); node = node.parent) {
      if (node instanceof Nursery nursery) return nursery.depth + 1;
    }
    return 0;
  }

  /**
   * Overflows the stack here, where nothing has begun, if there may be no room left for the wait
   * for what is to begin. Recursion through nurseries is what fills a stack with them.
   */
  private static long requireRoom(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a : b + requireRoom(frames - 1, b, c, d, a);
  }

  /** Calls {@code visitor} with every child that has not ended, and perhaps with ended ones. */
  abstract void eachChild(Consumer<Strand> visitor);
}
