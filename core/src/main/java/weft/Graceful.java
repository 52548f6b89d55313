package weft;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node that lets work go on for a while after a cancellation has come from further out. */
final class Graceful extends CancelNode {
  private final Strand strand;
  private final CancelScope work;
  private final Duration grace;

  private Graceful(Strand strand, CancelScope work, Duration grace) {
    super(null);
    this.strand = strand;
    this.work = work;
    this.grace = grace;
  }

  static <T extends @Nullable Object, X extends Throwable> T run(Duration grace, Body<T, X> body)
      throws X {
    var strand = Strand.current();
    var result = new Completion<T>();
    var work = new CancelScope();
    var node = new Graceful(strand, work, grace);
    try {
      strand.enter(node);
      var c = effective(node); // one that passed before the node could be seen
      if (c != null) node.onReached(c);
      // Shielded: only its own deadline ends it, and clean-up after that may suspend.
      Shield.<Boolean, X>run(() ->
          work.run(() -> {
            result.complete(new Outcome.Success<>(body.call()));
          }));
    } finally {
      strand.leave(node);
      strand.remind();
    }
    var done = result.outcome();
    if (done != null) return done.get();
    var by = Objects.requireNonNull(effective(strand.innermost()), "what began the grace");
    throw strand.told(by, null);
  }

  @Override
  Strand owner() {
    return strand;
  }

  @Override
  void onReached(Cancellation by) {
    if (work.deadline().isEmpty()) work.expireIn(grace); // the first: the walks come twice
  }

  @Override
  public String toString() {
    return "grace";
  }
}
