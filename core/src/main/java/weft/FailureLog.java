package weft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failures of one scope, in the order in which they came, each once. */
final class FailureLog {
  private List<Throwable> failures = List.of(); // most scopes have none
  private Set<Throwable> known = Set.of();

  /**
   * Notes what was thrown: of a {@link TaskFailedException}, its cause and its suppressed ones.
   *
   * @return whether this was the first
   */
  synchronized boolean add(Throwable thrown) {
    boolean first = failures.isEmpty();
    if (first) {
      failures = new ArrayList<>();
      known = Collections.newSetFromMap(new IdentityHashMap<>());
    }
    addOne(TaskFailedException.original(thrown));
    if (thrown instanceof TaskFailedException) {
      for (var other : thrown.getSuppressed()) addOne(other);
    }
    return first;
  }

  private void addOne(Throwable failure) {
    if (known.add(failure)) failures.add(failure);
  }

  /** The first failure, wrapped, with the others suppressed; null if there is none. */
  synchronized @Nullable TaskFailedException wrapped() {
    if (failures.isEmpty()) return null;
    var wrapper = TaskFailedException.of(failures.getFirst());
    for (var other : failures.subList(1, failures.size())) wrapper.addSuppressed(other);
    return wrapper;
  }

  /**
   * The first failure as {@code thrown}, if it came with that, else as the original; the others are
   * suppressed on it. Null if there is none.
   */
  synchronized @Nullable Throwable first(@Nullable Throwable thrown) {
    if (failures.isEmpty()) return null;
    var original = failures.getFirst();
    var primary =
        thrown != null && TaskFailedException.original(thrown) == original ? thrown : original;
    var present = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
    present.add(original);
    present.add(primary);
    Collections.addAll(present, primary.getSuppressed());
    for (var other : failures) if (present.add(other)) primary.addSuppressed(other);
    return primary;
  }

  /** All failures so far. */
  synchronized List<Throwable> all() {
    return List.copyOf(failures);
  }

  /** Whether {@code thrown} is, or wraps, the first failure. */
  synchronized boolean startsWith(Throwable thrown) {
    return !failures.isEmpty() && failures.getFirst() == TaskFailedException.original(thrown);
  }
}
