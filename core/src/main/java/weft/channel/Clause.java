package weft.channel;

import org.jspecify.annotations.Nullable;
import weft.Registration;

/**
 * One of the things of which a {@link Select} does exactly one, and what is to be done then.
 *
 * <p>Immutable: a clause may be used again, and by several tasks.
 *
 * @param <R> what its handler returns
 * @param <X> what its handler may throw
 */
public abstract sealed class Clause<R extends @Nullable Object, X extends Throwable>
    permits ReceiveClause, SendClause, TaskClause, TimeoutClause {
  static final Registration NONE = () -> {};

  Clause() {}

  /** The channel it is about, or null. */
  @Nullable Core<?> core() {
    return null;
  }

  /** Does it if that is possible at once, under the channel's lock; null if it isn't. */
  abstract @Nullable Object attempt();

  /** Whether it is to be chosen rather than to wait. */
  boolean isDefault() {
    return false;
  }

  /** Under the channel's lock: waits for its turn. */
  Waiter<?> enlist(Wait wait) {
    return new Waiter<Object>(wait);
  }

  /** Begins to wait for what is no channel. */
  Registration arm(Waiter<?> waiter) {
    return NONE;
  }

  /** What came of it, after the wait of {@code waiter} was served. */
  Object outcome(Waiter<?> waiter) {
    return this;
  }

  /** Runs the handler. */
  abstract R complete(Object outcome) throws X;
}
