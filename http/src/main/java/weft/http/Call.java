package weft.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import weft.CancelScope;

/**
 * One exchange on its way, which any thread may end: its connection is then closed, not reused.
 *
 * <p>The connection belongs to who takes it from here: to who reads the answer to its end, or to
 * who cancels before that.
 */
final class Call extends BasicClassicHttpRequest implements AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient Pool pool;
  private final transient boolean fresh;
  private final transient Duration silence;
  private final transient AtomicReference<@Nullable Connection> running = new AtomicReference<>();
  private transient volatile boolean ended;

  /** Only for the thread that sends. */
  private transient boolean reused;

  private transient @Nullable CancelScope limit;

  /**
   * A call; one that is {@code fresh} uses no connection that another has used.
   *
   * @param silence how long the server may neither take nor send anything; zero for ever
   */
  Call(Pool pool, String method, HttpHost target, String path, boolean fresh, Duration silence) {
    super(method, target, path);
    this.pool = pool;
    this.fresh = fresh;
    this.silence = silence;
  }

  /** Whether it may use no connection that another has used. */
  boolean isFresh() {
    return fresh;
  }

  /** From now on this call has {@code connection}, and a cancellation closes it. */
  void goOver(Connection connection, boolean used) {
    reused = used;
    running.set(connection);
    if (ended) cancel();
  }

  /** The answer has been read: the connection is left to the next call, if it can be. */
  void finish(boolean reusable, long now) {
    Connection last = running.getAndSet(null);
    if (last == null) return;
    if (reusable && last.isOpen() && last.isConsistent()) pool.keep(last, now);
    else pool.drop(last);
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

  /** Closes the connection, unless it was given back. */
  void cancel() {
    ended = true;
    Connection last = running.getAndSet(null);
    if (last != null) pool.drop(last);
  }

  @Override
  public void close() {
    cancel();
  }
}
