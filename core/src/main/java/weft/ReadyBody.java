package weft;

import org.jspecify.annotations.Nullable;

/**
 * The body of a task that says when it is ready, as a server does once it listens.
 *
 * @param <V> what it says it is ready with
 * @param <X> what the body may throw
 * @see Scope#startReady(ReadyBody)
 */
@FunctionalInterface
public interface ReadyBody<V extends @Nullable Object, X extends Throwable> {
  /** Runs as a task; calls {@code ready} once, when others may go on. */
  void run(Ready<V> ready) throws X;

  /** Takes the word that a task is ready. */
  @FunctionalInterface
  interface Ready<V extends @Nullable Object> {
    /**
     * Says that the task is ready, with a value.
     *
     * @throws IllegalStateException if it was said before
     */
    void ready(V value);
  }
}
