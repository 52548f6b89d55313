package weft.sync;

/**
 * The right to go on, from a lock or a limit of this package; closing it gives it back.
 *
 * <p>For use in {@code try (var _ = semaphore.acquire()) {…}}.
 *
 * <p>The permit of a {@link Semaphore} or a {@link CapacityLimiter} belongs to nobody: any thread
 * may close it, and to close it twice gives it back once. That of a {@link Mutex} or an {@link
 * RwLock} belongs to the task that acquired it, and only that task may close it, once.
 */
public sealed interface Permit extends AutoCloseable permits Token, Mutex.Hold, RwLock.Hold {
  /**
   * Gives the permit back; never waits.
   *
   * @throws IllegalStateException if it is a lock's, and the caller doesn't hold the lock by it
   */
  @Override
  void close();
}
