package weft;

import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.Call;
import weft.internal.loop.Outside;

/** One channel that an event loop watches for one thing, and the callback for it. */
final class Watch extends Call implements Registration {
  private final EventLoop loop;
  private final Readiness readiness;
  private final SelectableChannel channel;
  private final int operations;
  private final Action<?> callback;
  private final @Nullable Binding bindings;
  private boolean armed = true; // under the lock of the readiness
  private volatile boolean closed;

  Watch(
      EventLoop loop,
      Readiness readiness,
      SelectableChannel channel,
      int operations,
      Action<?> callback) {
    this.loop = loop;
    this.readiness = readiness;
    this.channel = channel;
    this.operations = operations;
    this.callback = Contexts.capture(loop.environment()).wrap(callback);
    var strand = Strand.find();
    bindings = strand == null ? null : strand.bindings;
    loop.dispatcher().outside().begin(Outside.Kind.CHANNEL);
  }

  SelectableChannel channel() {
    return channel;
  }

  int interest() {
    return armed ? operations : 0;
  }

  void arm() {
    armed = true;
  }

  /** Puts the callback in line if one of these is what is watched for. */
  void ready(int found) {
    if (!armed || (found & operations) == 0) return;
    armed = false;
    loop.dispatcher().post(this);
  }

  @Override
  protected void call() {
    if (!closed && channel.isOpen()) loop.callbacks().run(callback, bindings);
    if (!channel.isOpen()) close();
    else if (!closed) readiness.rearm(this);
  }

  @Override
  public void close() {
    closed = true;
    if (readiness.remove(this)) loop.dispatcher().outside().end(Outside.Kind.CHANNEL);
  }

  @Override
  public String toString() {
    return "a callback of " + loop + " for " + channel;
  }
}
