package weft;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.Call;
import weft.internal.loop.TimerQueue.Timer;

/** A callback of an event loop, in the context of whoever asked for it. */
final class Callback extends Call implements LoopHandle {
  private final EventLoop loop;
  private final @Nullable Duration when;
  private final @Nullable Binding bindings;
  private volatile @Nullable Action<?> action; // none once it has begun, or was cancelled
  private volatile boolean cancelled;
  @Nullable Timer timer;

  Callback(EventLoop loop, Action<?> action, @Nullable Duration when) {
    this.loop = loop;
    this.when = when;
    this.action = Contexts.capture(loop.environment()).wrap(action);
    var strand = Strand.find();
    bindings = strand == null ? null : strand.bindings;
  }

  @Override
  protected void call() {
    var work = action;
    if (work == null) return;
    action = null;
    loop.callbacks().run(work, bindings);
  }

  @Override
  public void cancel() {
    if (action == null) return;
    cancelled = true;
    action = null;
    var t = timer;
    if (t != null) t.cancel();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Optional<Duration> when() {
    return Optional.ofNullable(when);
  }

  @Override
  public String toString() {
    return "a callback of " + loop;
  }
}
