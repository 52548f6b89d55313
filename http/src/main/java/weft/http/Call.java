package weft.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.config.Configurable;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import weft.CancelScope;

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
  private final transient Duration silence;
  private final transient AtomicReference<@Nullable Cancellable> running = new AtomicReference<>();

  /** Only for the thread that sends. */
  private transient boolean reused;

  private transient @Nullable CancelScope limit;

  /**
   * A call; one that is {@code fresh} uses no connection that another has used.
   *
   * @param silence how long the server may neither take nor send anything; zero for ever
   */
  Call(
      String method,
      HttpHost target,
      String path,
      RequestConfig config,
      boolean fresh,
      Duration silence) {
    super(method, target, path);
    this.config = config;
    this.fresh = fresh;
    this.silence = silence;
  }

  @Override
  public RequestConfig getConfig() {
    return config;
  }

  /** Told by the library what to cancel now: the wait for a connection, then the connection. */
  @Override
  public void setDependency(@Nullable Cancellable dependency) {
    if (dependency instanceof ExecRuntime lent && lent.isEndpointConnected()) {
      // With the connection given up, the library opens another in its place.
      if (fresh) giveUp(lent);
      else reused = true;
    }
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

  /** Tells whether it went over a connection that another call has used. */
  boolean isOnReusedConnection() {
    return reused;
  }

  /** How long the server may be silent; zero for ever. */
  Duration silence() {
    return silence;
  }

  /** From now on, {@code scope} ends the call when the server is silent for too long. */
  void limitBy(CancelScope scope) {
    limit = scope;
    progressed();
  }

  /** From now on each read has a limit of its own. */
  void headHasCome() {
    limit = null;
  }

  /** Something was taken or sent: the time starts anew. */
  void progressed() {
    if (limit != null) limit.expireIn(silence);
  }

  /** What follows has a time limit of its own, or depends on the program itself. */
  void pauses() {
    if (limit != null) limit.neverExpire();
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
