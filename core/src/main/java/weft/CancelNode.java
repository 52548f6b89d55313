package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cancellation tree: a task, a scope, a deadline, a shield.
 *
 * <p><b>Shape.</b> Each {@link Strand} (a thread at work for Weft) points at its innermost node;
 * every node points at its parent; a {@link Nursery} knows its children. There are no other
 * pointers downwards. What was cancelled is written on one node only, and whoever wants to know
 * walks up from its innermost node ({@link #effective}).
 *
 * <p><b>Delivery.</b> The one who cancels writes the node, then visits the strands below it: the
 * owner's path from its innermost node up to this one, and from each nursery on that path its
 * children, and so on; a shield on a path ends it. A strand that moves while it is visited can't be
 * missed: it writes its innermost node before it looks upwards, the canceller writes the node
 * before it reads the innermost one, and all of these are volatile, so at least one of the two sees
 * the other.
 *
 * <p>Source: the tree of cancel scopes is trio's.
 */
abstract class CancelNode {
  private static final VarHandle CANCELLATION;

  static {
    try {
      CANCELLATION =
          MethodHandles.lookup()
              .findVarHandle(CancelNode.class, "cancellation", Cancellation.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Set before the node is reachable from a strand, and then never again. */
  @Nullable CancelNode parent;

  private volatile @Nullable Cancellation cancellation;

  CancelNode(@Nullable CancelNode parent) {
    this.parent = parent;
  }

  /** The strand inside this node; null as long as it was not entered. */
  abstract @Nullable Strand owner();

  /** Whether a cancellation further out doesn't reach what is below. */
  boolean isShield() {
    return false;
  }

  /** Called by the canceller for each node on the way down to a strand that is reached. */
  void onReached(Cancellation by) {}

  final @Nullable Cancellation cancellation() {
    return cancellation;
  }

  /** What cancels code that runs directly in {@code innermost}, or null; the nearest one. */
  static @Nullable Cancellation effective(@Nullable CancelNode innermost) {
    boolean shielded = false;
    for (var node = innermost; node != null; node = node.parent) {
      var c = node.cancellation;
      if (c != null && (!shielded || c.forced)) return c;
      shielded |= node.isShield();
    }
    return null;
  }

  /** Whether {@code thrown} is how work directly in this node says that it was cut short. */
  final boolean isCut(Throwable thrown) {
    return thrown instanceof CancelledError
        || (effective(this) != null && Failures.isInterruption(thrown));
  }

  /** What cut work in this node short and is to be thrown after it was left: not its own doing. */
  final @Nullable Cancellation cutBy() {
    var own = cancellation;
    return own != null && own.kind == Cancellation.Kind.INTERRUPT ? own : effective(parent);
  }

  /**
   * Decides on what a body threw after the strand has left this node. A node swallows a
   * cancellation only if it is its own and none further out is pending; an error always wins.
   *
   * @return what is to be thrown; null if it was this node's own cancellation
   */
  final @Nullable Throwable absorb(Strand strand, Throwable thrown) {
    var own = cancellation;
    if (own == null || own.kind == Cancellation.Kind.INTERRUPT) return thrown;
    if (!(thrown instanceof CancelledError) && !Failures.isInterruption(thrown)) return thrown;
    var outer = effective(parent);
    return outer == null ? null : strand.told(outer, thrown);
  }

  /** Cancels what is below this node; false, without effect, if that was done before. */
  final boolean cancel(Cancellation c) {
    if (!CANCELLATION.compareAndSet(this, null, c)) return false;
    Recorder.cancelled(this, c);
    deliver(c);
    return true;
  }

  /** Makes this node one that is cancelled before there is anybody to be told. */
  final void cancelledFromTheStart(Cancellation c) {
    CANCELLATION.set(this, c);
  }

  /** Lets {@code c}, which is this node's, pass shields too. */
  final void force(Cancellation c) {
    c.forced = true;
    deliver(c);
  }

  /**
   * Tells all strands below, in two rounds: what one of them does when it hears of it, or what an
   * action closes, may make another fail, who must be able to see by then that it is cancelled.
   */
  private void deliver(Cancellation c) {
    walk(c, false);
    walk(c, true);
  }

  private void walk(Cancellation c, boolean last) {
    var owner = owner();
    if (owner == null) return;
    var visits = new ArrayDeque<Strand>();
    var path = new ArrayList<CancelNode>();
    for (@Nullable Strand strand = owner; strand != null; strand = visits.poll()) {
      var from = strand == owner ? this : strand;
      if (!path(strand, from, path)) continue; // the strand has left the node
      if (!descend(path, c, visits, last)) continue;
      if (last) strand.deliver(c.isByTimer());
      else strand.haveLook();
    }
  }

  /** Collects the nodes from the strand's innermost one up to where the visit begins. */
  private static boolean path(Strand strand, CancelNode from, List<CancelNode> path) {
    path.clear();
    for (var node = strand.innermost(); node != null; node = node.parent) {
      path.add(node);
      if (node == from) return true;
    }
    return false;
  }

  /** Walks the path downwards; returns whether the strand itself is reached. */
  private boolean descend(
      List<CancelNode> path, Cancellation c, ArrayDeque<Strand> visits, boolean last) {
    for (int i = path.size() - 1; i >= 0; i--) {
      var node = path.get(i);
      if (node != this && node.isShield() && !c.forced) return false;
      if (last) node.onReached(c);
      if (node instanceof Nursery nursery) {
        nursery.eachChild(visits::add);
      }
    }
    return true;
  }
}
