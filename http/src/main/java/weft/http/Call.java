package weft.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** One exchange on its way, which any thread may end: its connection is then closed, not reused. */
final class Call extends BasicClassicHttpRequest
    implements CancellableDependency, Configurable, AutoCloseable {
  private static final long serialVersionUID = 1;

  /** In the place of what could be cancelled, once all is. */
  private enum Ended implements Cancellable {
    ENDED;

    @Override
    public boolean cancel() {
      return false;
    }
  }

  private final transient RequestConfig config;
  private final transient boolean fresh;
  private final transient AtomicReference<@Nullable Cancellable> running = new AtomicReference<>();

  /** A call; one that is {@code fresh} uses no connection that another has used. */
  Call(String method, HttpHost target, String path, RequestConfig config, boolean fresh) {
    super(method, target, path);
    this.config = config;
    this.fresh = fresh;
  }

  @Override
  public RequestConfig getConfig() {
    return config;
  }

  /** Told by the library what to cancel now: the wait for a connection, then the connection. */
  @Override
  public void setDependency(@Nullable Cancellable dependency) {
    // With the connection given up, the library opens another in its place.
    if (fresh && dependency instanceof ExecRuntime lent && lent.isEndpointConnected()) giveUp(lent);
    Cancellable before = running.get();
    boolean ended = before instanceof Ended || !running.compareAndSet(before, dependency);
    if (ended && dependency != null) dependency.cancel();
  }

  private static void giveUp(ExecRuntime lent) {
    try {
      lent.disconnectEndpoint();
    } catch (IOException _) {
      // it is closed all the same
    }
  }

  @Override
  public boolean isCancelled() {
    return running.get() instanceof Ended;
  }

  @Override
  public boolean cancel() {
    Cancellable last = running.getAndSet(Ended.ENDED);
    return last != null && last.cancel();
  }

  @Override
  public void close() {
    cancel();
  }
}
