package weft;

import static weft.Weft.supervise;

import java.util.Objects;

/** The strand in whose scope the tasks of an open loop live. */
final class LoopRoot extends Strand {
  private final EventLoop loop;
  private final Completion<Scope> scope = new Completion<>();
  private final Promise<Boolean> closing = new Promise<>();
  private final Completion<Boolean> end = new Completion<>();

  LoopRoot(EventLoop loop, Environment environment) {
    super(null, environment, null);
    this.loop = loop;
  }

  /** Starts it and waits until it is there; the loop has just been made, so that is soon. */
  Scope open() {
    environment.prepare(this, "root of " + loop);
    start();
    return scope.awaitUncancellably(loop).get();
  }

  @Override
  public void run() {
    try {
      if (!begin()) throw told(Objects.requireNonNull(effective(this)), null);
      supervise(s -> {
        scope.complete(new Outcome.Success<>(s));
        boolean unused = closing.await();
      });
    } catch (CancelledError e) {
      // as it was told
    } catch (Throwable t) {
      environment.report(toString(), t);
    }
    detach();
    loop.end();
    end.complete(new Outcome.Success<>(true));
  }

  /** Has it end once its tasks have. */
  void close() {
    boolean unused = closing.complete(true);
  }

  /** Waits until it has ended; one who is cancelled meanwhile cancels the tasks and waits on. */
  void awaitEnd() {
    try {
      var unused = end.await(loop);
    } catch (CancelledError e) {
      boolean unused = cancel(Cancellation.requested("the one who closes the loop is cancelled"));
      var unusedEnd = end.awaitUncancellably(loop);
      throw e;
    }
  }

  @Override
  public String toString() {
    return "the root of " + loop;
  }
}
