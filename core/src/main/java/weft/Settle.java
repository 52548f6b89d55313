package weft;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many pieces of work at once, how each of them ended in order; no failure ends the others. */
final class Settle<A extends @Nullable Object, R extends @Nullable Object> extends FanOut {
  private final A[] items;
  private final Mapper<? super A, ? extends R, ?> f;
  private final @Nullable Object[] outcomes;

  private Settle(A[] items, int limit, Mapper<? super A, ? extends R, ?> f) {
    super(items.length, limit);
    this.items = items;
    this.f = f;
    this.outcomes = new @Nullable Object[items.length];
  }

  @SuppressWarnings("unchecked") // the array holds what the collection held
  static <A extends @Nullable Object, R extends @Nullable Object> List<Outcome<R>> map(
      Collection<? extends A> items, int limit, Mapper<? super A, ? extends R, ?> f) {
    var settle = new Settle<A, R>((A[]) items.toArray(), limit, f);
    settle.requireNotCancelled(settle.execute());
    for (int i = 0; i < settle.outcomes.length; i++) {
      if (settle.outcomes[i] == null) settle.cutShort(i, "it was interrupted before it began");
    }
    return Gather.list(settle.outcomes);
  }

  @Override
  void item(int index) throws Throwable {
    outcomes[index] = new Outcome.Success<R>(f.apply(items[index]));
  }

  @Override
  void failed(int index, Throwable error) {
    outcomes[index] = new Outcome.Failure<R>(TaskFailedException.original(error));
  }

  @Override
  void cutShort(int index, String reason) {
    outcomes[index] = new Outcome.Cancelled<R>(reason);
  }

  @Override
  public String toString() {
    return "gatherSettled";
  }
}
