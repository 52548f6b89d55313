package weft.http;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import weft.Body;
import weft.Weft;
import weft.sync.CapacityLimiter;
import weft.sync.Permit;

/**
 * A pooled HTTP/1.1 client for tasks: to call is to wait, and to wait costs a virtual thread.
 *
 * <pre>{@code
 * try (var http = Http.create();
 *     var response = http.get("https://example.org/")) {
 *   byte[] page = response.bytes(1_000_000);
 * }
 * }</pre>
 *
 * <p>It does one exchange and no more: no cookies, no redirects, no retries, no proxies. Bodies
 * come with gzip and deflate undone and never larger than the caller's limit. Connections are
 * encrypted for {@code https}, with the host's name checked against the JDK's trust store.
 *
 * <p>Cancellation: a cancelled task's call ends at once with {@link weft.CancelledError}, and so
 * does the reading of a body; the connection is closed. Safe for use by many tasks at once.
 */
public final class Http implements AutoCloseable {
  private final HttpSettings settings;
  private final PoolingHttpClientConnectionManager pool;
  private final CloseableHttpClient client;

  /**
   * Makes callers wait, so that the pool never does: an interrupt in the pool's queue could meet a
   * connection that is just being handed over, and that connection would be lost.
   */
  private final CapacityLimiter<HttpHost> limiter;

  private final RequestConfig config;
  private volatile boolean closed;
  private final AtomicLong swept = new AtomicLong(System.nanoTime());

  Http(HttpSettings settings, Resolver.Names names) {
    this.settings = settings;
    this.pool = Pool.create(settings, names);
    this.client = HttpClients.createMinimal(pool);
    this.limiter =
        new CapacityLimiter<>(settings.maxConnections(), settings.maxConnectionsPerHost());
    this.config =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.ofDays(365)) // never waits: see the limiter
            .setConnectionKeepAlive(TimeValue.of(settings.idleTimeout()))
            .setResponseTimeout(Timeout.of(settings.responseTimeout()))
            .build();
  }

  /** A client with {@link HttpSettings#defaults}. */
  public static Http create() {
    return create(HttpSettings.defaults());
  }

  /** A client with its own pool of connections. */
  public static Http create(HttpSettings settings) {
    return new Http(settings, InetAddress::getAllByName);
  }

  /** Sends a GET; see {@link #send}. */
  public Response get(String url) throws HttpException {
    return send(Request.get(url));
  }

  /**
   * Sends a request and waits for the status and headers of the answer, whatever status it is.
   *
   * @throws HttpException if there is no answer; its {@link HttpException#reason} says why
   */
  public Response send(Request request) throws HttpException {
    Target target = Target.of(request.url());
    var call =
        new Call(
            request.method(), target.host(), target.path(), config, request.wantsFreshConnection());
    fill(call, request);
    sweep();
    Permit permit = limiter.acquire(target.host());
    boolean answered = false;
    try {
      var response =
          blocking(call, () -> client.executeOpen(target.host(), call, HttpClientContext.create()));
      answered = true;
      return new Response(this, call, response, permit);
    } catch (IOException e) {
      throw explain(e, call);
    } catch (CancellationException e) { // from the pool, when an interrupt strikes at its lock
      throw explain(new IOException("the thread was interrupted", e), call);
    } catch (RuntimeException e) {
      Weft.checkpoint();
      if (closed) throw e; // no fault of the server
      throw Errors.broken(e, name(call));
    } finally {
      if (!answered) permit.close();
    }
  }

  /** How the connections are used right now. */
  public Connections connections() {
    var stats = pool.getTotalStats();
    return new Connections(stats.getLeased(), stats.getAvailable(), limiter.waiters());
  }

  /**
   * The use of a client's connections.
   *
   * @param inUse lent to a call
   * @param idle open and kept for the next call
   * @param waiting calls that wait for one
   */
  public record Connections(int inUse, int idle, int waiting) {}

  /** Closes every connection; calls on their way fail. */
  @Override
  public void close() {
    closed = true;
    pool.close(CloseMode.IMMEDIATE);
  }

  private void fill(Call call, Request request) {
    Headers headers = request.headers();
    for (int i = 0; i < headers.size(); i++) call.addHeader(headers.name(i), headers.value(i));
    if (headers.first("User-Agent").isEmpty()) call.addHeader("User-Agent", settings.userAgent());
    if (headers.first("Accept-Encoding").isEmpty())
      call.addHeader("Accept-Encoding", Decoding.ACCEPTED);
    byte[] body = request.body();
    if (body.length > 0) {
      var type =
          headers
              .first("Content-Type")
              .map(ContentType::parse)
              .orElse(ContentType.APPLICATION_OCTET_STREAM);
      call.setEntity(new ByteArrayEntity(body, type));
    }
  }

  /**
   * Does what blocks on a socket, until the call is cancelled. The one interrupt of a cancellation
   * is not enough, not even on a virtual thread: it closes a socket under a read that waits, and a
   * server that never stops sending never lets one wait.
   */
  static <T> T blocking(Call call, Body<T, IOException> body) throws IOException {
    Weft.checkpoint();
    return Weft.onCancel(call, body);
  }

  /** The cancellation, if the failure was its doing; else the failure, in one line. */
  HttpException explain(IOException e, Call call) {
    Weft.checkpoint();
    return Errors.explain(e, name(call));
  }

  String name(Call call) {
    HttpHost host = new HttpHost(call.getScheme(), call.getAuthority());
    return host.getPort() < 0 ? host.getHostName() : host.toHostString();
  }

  /** Closes what was idle for too long, now and then, without a thread that does nothing else. */
  private void sweep() {
    long last = swept.get();
    long now = System.nanoTime();
    long idle = settings.idleTimeout().toNanos();
    if (now - last > idle && swept.compareAndSet(last, now))
      pool.closeIdle(TimeValue.of(idle, TimeUnit.NANOSECONDS));
  }

  /** Header bytes are taken as Latin-1, and as UTF-8 where they are that, as in many a Location. */
  static Headers headers(Header[] fields) {
    String[] all = new String[2 * fields.length];
    for (int i = 0; i < fields.length; i++) {
      String value = fields[i].getValue();
      all[2 * i] = fields[i].getName();
      all[2 * i + 1] = value == null ? "" : utf8(value);
    }
    return new Headers(all);
  }

  private static String utf8(String value) {
    int i = 0;
    while (i < value.length() && value.charAt(i) < 0x80) i++;
    if (i == value.length()) return value;
    try {
      var bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      return value;
    }
  }
}
