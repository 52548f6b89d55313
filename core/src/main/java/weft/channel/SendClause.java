package weft.channel;

import org.jspecify.annotations.Nullable;
import weft.Body;

/** The clause that sends. */
final class SendClause<T, R extends @Nullable Object, X extends Throwable> extends Clause<R, X> {
  private final Core<T> core;
  private final T element;
  private final Body<R, X> handler;

  SendClause(Core<T> core, T element, Body<R, X> handler) {
    this.core = core;
    this.element = element;
    this.handler = handler;
  }

  @Override
  Core<?> core() {
    return core;
  }

  @Override
  @Nullable Object attempt() {
    return switch (core.offer(element)) {
      case DONE -> this;
      case CLOSED -> Core.END;
      case NO_ROOM -> null;
    };
  }

  @Override
  Waiter<?> enlist(Wait wait) {
    var waiter = new Waiter<>(wait, element);
    core.addSender(waiter);
    return waiter;
  }

  @Override
  Object outcome(Waiter<?> waiter) {
    core.served(waiter);
    return Core.outcome(waiter);
  }

  @Override
  R complete(Object outcome) throws X {
    if (outcome == Core.END) throw core.refused();
    return handler.call();
  }

  @Override
  public String toString() {
    return "send to " + core;
  }
}
