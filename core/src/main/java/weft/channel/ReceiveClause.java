package weft.channel;

import org.jspecify.annotations.Nullable;

/** The clause that receives. */
final class ReceiveClause<T, R extends @Nullable Object, X extends Throwable> extends Clause<R, X> {
  /** What is made of an element, or of the end. */
  @FunctionalInterface
  interface Handler<T, R extends @Nullable Object, X extends Throwable> {
    R handle(Core<T> core, Object got) throws X;
  }

  private final Core<T> core;
  private final Handler<T, R, X> handler;

  ReceiveClause(Core<T> core, Handler<T, R, X> handler) {
    this.core = core;
    this.handler = handler;
  }

  @Override
  Core<?> core() {
    return core;
  }

  @Override
  @Nullable Object attempt() {
    var got = core.poll();
    return got == Core.NOTHING ? null : got;
  }

  @Override
  Waiter<?> enlist(Wait wait) {
    var waiter = new Waiter<T>(wait);
    core.addReceiver(waiter);
    return waiter;
  }

  @Override
  Object outcome(Waiter<?> waiter) {
    return Core.outcome(waiter);
  }

  @Override
  R complete(Object got) throws X {
    core.taken(got);
    return handler.handle(core, got);
  }

  @Override
  public String toString() {
    return "receive from " + core;
  }
}
