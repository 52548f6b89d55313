package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A nursery for a known number of like pieces of work, without handles: what gather and race are
 * made of.
 *
 * <p>The owner starts one branch after the other, each with a piece of work. A branch that is done
 * with its piece takes the next that has none yet, so that short pieces need not cost a thread
 * each; pieces that wait for each other get a branch each, since nothing keeps the owner from
 * starting more, up to the limit.
 */
abstract class FanOut extends Nursery {
  private static final int OWNER = 1 << 30; // more than there can be branches
  private static final VarHandle BRANCHES = MethodHandles.arrayElementVarHandle(Branch[].class);

  private final Environment environment = Environment.current();
  private final int items;
  private final Contexts contexts = Contexts.capture(environment);
  private final @Nullable Branch[] branches;
  private final AtomicInteger nextItem = new AtomicInteger();

  /** Branches that have not ended; until the owner joins, it counts for more than all of them. */
  private final AtomicInteger running = new AtomicInteger(OWNER);

  private volatile @Nullable Suspension joiner;

  /** Whether a piece of work was not run, or not to its end, because of a cancellation. */
  private volatile boolean cut;

  FanOut(int items, int limit) {
    this.items = items;
    this.branches = new @Nullable Branch[Math.min(items, limit)];
  }

  /** Does one piece of work, on a branch. */
  abstract void item(int index) throws Throwable;

  /** Takes what a piece of work threw, if that is no cancellation. */
  abstract void failed(int index, Throwable error);

  /** Notes that a piece of work was cut short. */
  void cutShort(int index, String reason) {}

  /** Whether to begin no further pieces of work. */
  final boolean isOver() {
    return cancellation() != null;
  }

  /** Runs all pieces of work and returns when all strands have ended. */
  final Strand execute() {
    var strand = Strand.current();
    strand.checkpoint();
    enter();
    int started = 0;
    try {
      while (started < branches.length && !isOver()) {
        int item = nextItem.getAndIncrement();
        if (item >= items) break;
        startBranch(started++, item, strand);
      }
    } catch (Throwable t) { // no thread to be had
      started--;
      cut = true;
      cancel(new Cancellation(Cancellation.Kind.FAILURE, "a branch could not be started", t));
      throw t;
    } finally {
      join(strand, started);
      strand.exit(this);
    }
    return strand;
  }

  private void startBranch(int index, int item, Strand starter) {
    var branch = new Branch(this, environment, starter.bindings, index, item);
    environment.prepare(branch, null);
    // A release will do: the branch looks for cancellations after a full fence, when it begins.
    BRANCHES.setRelease(branches, index, branch);
    branch.start();
  }

  /** Does the first piece of work on the caller's thread, and no more: see {@link Rehearsal}. */
  final void rehearse(Consumer<Strand> casting) {
    var branch = new Branch(this, environment, null, 0, 0);
    casting.accept(branch);
    boolean unused = branch.begin();
    runItem(branch, 0);
  }

  private void join(Strand strand, int started) {
    var wait = new Suspension(strand, this);
    joiner = wait;
    if (running.addAndGet(started - OWNER) > 0) wait.awaitUncancellably();
    if (nextItem.get() < items) cut = true;
  }

  private void work(Branch branch, boolean begun) {
    if (!begun) {
      cut = true;
      return;
    }
    do {
      runItem(branch, branch.item);
      branch.forgetForeignInterrupt();
    } while (branch.pending() == null && (branch.item = nextItem.getAndIncrement()) < items);
  }

  private void ended(Branch branch) {
    branch.end();
    Recorder.ended(branch);
    BRANCHES.setRelease(branches, branch.index, null); // it and its thread may be collected now
    if (running.decrementAndGet() > 0) return;
    var wait = joiner;
    if (wait != null) {
      var unused = wait.resume();
    }
  }

  private void runItem(Branch branch, int index) {
    try {
      if (contexts == Contexts.NONE) item(index);
      else contexts.run(() -> item(index));
    } catch (Throwable t) {
      var c = effective(branch);
      boolean interruption = branch.isCut(t) || t instanceof InterruptedException;
      if (interruption) {
        cut = true;
        cutShort(index, c == null ? "the thread was interrupted" : c.reason);
      } else {
        failed(index, t);
      }
    }
  }

  /**
   * Called after {@link #execute} where work may be missing.
   *
   * @throws CancelledError if a cancellation from further out is why
   * @throws TaskCancelledException if a branch was cut short by itself
   */
  final void requireWhole(Strand strand) {
    requireNotCancelled(strand);
    if (cut) throw new TaskCancelledException("a part of the work was interrupted");
  }

  /** Throws if a cancellation from further out cut work short. */
  final void requireNotCancelled(Strand strand) {
    var by = cut ? cutBy() : null;
    if (by != null) throw strand.told(by, null);
  }

  @Override
  final void eachChild(Consumer<Strand> visitor) {
    for (int i = 0; i < branches.length; i++) {
      if (BRANCHES.getVolatile(branches, i) instanceof Branch branch) visitor.accept(branch);
    }
  }

  /** One strand of the fan. */
  private static final class Branch extends Strand {
    private final int index;
    private int item; // what it works on; others read it to show it, and may see an old one

    Branch(FanOut fan, Environment environment, @Nullable Binding bindings, int index, int item) {
      super(fan, environment, bindings);
      this.index = index;
      this.item = item;
    }

    private FanOut fan() {
      if (parent instanceof FanOut fan) return fan;
      throw new AssertionError("a branch has a fan");
    }

    @Override
    public void run() {
      var fan = fan();
      try {
        fan.work(this, begin());
      } finally {
        fan.ended(this);
      }
    }

    @Override
    public String toString() {
      return "piece " + item + " of " + parent;
    }
  }
}
