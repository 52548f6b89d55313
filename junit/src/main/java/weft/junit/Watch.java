package weft.junit;

import java.util.Optional;
import weft.process.Subprocess;
import weft.resource.Pool;
import weft.sync.CapacityLimiter;
import weft.sync.Mutex;
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** A primitive that is to have no more users at the end of a test than when the watch began. */
final class Watch {
  private final Object watched;
  private final int before;

  /** From now on. */
  Watch(Object watched) {
    this(watched, users(watched));
  }

  private Watch(Object watched, int before) {
    this.watched = watched;
    this.before = before;
  }

  /** Of one that was just made, and is to have no user at the end. */
  static Watch ofNew(Object watched) {
    return new Watch(watched, 0);
  }

  boolean isOf(Object other) {
    return watched == other;
  }

  /** What to say if there are more. */
  Optional<String> leak() {
    int more = users(watched) - before;
    if (more <= 0) return Optional.empty();
    if (watched instanceof Subprocess)
      return Optional.of(watched + " was not closed, and runs still");
    return Optional.of(watched + " has " + more + (more == 1 ? " user" : " users") + " still");
  }

  private static int users(Object watched) {
    return switch (watched) {
      case Semaphore semaphore -> semaphore.permits() - semaphore.available();
      case Mutex mutex -> mutex.isHeld() ? 1 : 0;
      case RwLock lock -> lock.readers().size() + (lock.writer().isPresent() ? 1 : 0);
      case CapacityLimiter<?> limiter -> limiter.inUse();
      case Subprocess process -> process.isAlive() ? 1 : 0;
      case Pool<?, ?> pool -> pool.statistics().leased();
      default -> 0;
    };
  }
}
