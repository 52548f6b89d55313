package weft.http;

import java.util.concurrent.atomic.AtomicReference;
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
  private final transient AtomicReference<@Nullable Cancellable> running = new AtomicReference<>();

  Call(String method, HttpHost target, String path, RequestConfig config) {
    super(method, target, path);
    this.config = config;
  }

  @Override
  public RequestConfig getConfig() {
    return config;
  }

  /** Told by the library what to cancel now: the wait for a connection, then the connection. */
  @Override
  public void setDependency(@Nullable Cancellable dependency) {
    Cancellable before = running.get();
    boolean ended = before instanceof Ended || !running.compareAndSet(before, dependency);
    if (ended && dependency != null) dependency.cancel();
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
