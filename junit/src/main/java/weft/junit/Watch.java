package weft.junit;

import java.util.Optional;
import weft.resource.Pool;
import weft.sync.CapacityLimiter;
import weft.sync.Mutex;
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** A primitive that is to have no more users at the end of a test than when the watch began. */
final class Watch {
  private final Object watched;
  private final int before;

  Watch(Object watched) {
    this.watched = watched;
    before = users(watched);
  }

  boolean isOf(Object other) {
    return watched == other;
  }

  /** What to say if there are more. */
  Optional<String> leak() {
    int more = users(watched) - before;
    if (more <= 0) return Optional.empty();
    return Optional.of(watched + " has " + more + (more == 1 ? " user" : " users") + " still");
  }

  private static int users(Object watched) {
    return switch (watched) {
      case Semaphore semaphore -> semaphore.permits() - semaphore.available();
      case Mutex mutex -> mutex.isHeld() ? 1 : 0;
      case RwLock lock -> lock.readers().size() + (lock.writer().isPresent() ? 1 : 0);
      case CapacityLimiter<?> limiter -> limiter.inUse();
      case Pool<?, ?> pool -> pool.statistics().leased();
      default -> 0;
    };
  }
}
