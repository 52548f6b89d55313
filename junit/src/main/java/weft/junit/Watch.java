package weft.junit;

import java.util.Optional;
import java.util.function.IntSupplier;

/** A primitive that is to have no more users at the end of a test than when the watch began. */
final class Watch {
  private final Object watched;
  private final IntSupplier users;
  private final int before;

  Watch(Object watched, IntSupplier users) {
    this.watched = watched;
    this.users = users;
    before = users.getAsInt();
  }

  /** What to say if there are more. */
  Optional<String> leak() {
    int more = users.getAsInt() - before;
    if (more <= 0) return Optional.empty();
    return Optional.of(watched + " has " + more + (more == 1 ? " user" : " users") + " still");
  }
}
