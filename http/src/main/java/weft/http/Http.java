package weft.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelScope;
import weft.http.HttpException.Reason;

/**
 * A pooled HTTP/1.1 client for tasks: to call is to wait, and to wait costs a virtual thread.
 *
 * <pre>{@code
 * try (var http = Http.open()) {
 *   String page = http.get("https://example.org/").requireSuccess().text();
 *   User user = http.get("https://example.org/users", r -> r.query("id", 7)).json(User.class);
 * }
 * }</pre>
 *
 * <p>Calls read the whole body into memory, up to a {@linkplain HttpOptions#maxBody limit}; {@link
 * #stream} gives bodies as they come. Redirects are followed, content encodings undone, connections
 * kept and shared. Cookies, retries, credentials, proxies and time limits are {@linkplain
 * HttpOptions options}.
 *
 * <p>Cancellation: a cancelled task's call ends at once with {@link weft.CancelledError}, and so
 * does the reading of a body; the connection is closed, or given back where it was done with. Safe
 * for use by many tasks at once.
 */
public final class Http implements AutoCloseable {
  private final Transport transport;
  private final HttpOptions options;
  private final boolean owner;

  private Http(Transport transport, HttpOptions options, boolean owner) {
    this.transport = transport;
    this.options = options;
    this.owner = owner;
  }

  Http(HttpOptions options, Resolver.Names names) {
    this(options, names, Addresses::isPublic);
  }

  Http(HttpOptions options, Resolver.Names names, Predicate<InetAddress> isPublic) {
    this(new Transport(options, names, isPublic), options, true);
  }

  /** A client with {@link HttpOptions#defaults}. */
  public static Http open() {
    return open(HttpOptions.defaults());
  }

  /**
   * A client with its own pool of connections.
   *
   * @throws IllegalArgumentException if the keys for TLS can't be used
   */
  public static Http open(HttpOptions options) {
    return new Http(options, InetAddress::getAllByName);
  }

  /**
   * This client with a cookie jar of its own, for one user or one login: it shares the connections,
   * and to close it does nothing.
   */
  public Http session() {
    return new Http(transport, options.cookies(new CookieJar()), false);
  }

  /** Sends a GET. */
  public Response get(String url) throws HttpException {
    return send(Request.get(url));
  }

  /** Sends a GET that {@code more} adds to: {@code http.get(url, r -> r.query("page", 2))}. */
  public Response get(String url, UnaryOperator<Request> more) throws HttpException {
    return request("GET", url, more);
  }

  /** Sends a HEAD: the answer has no body. */
  public Response head(String url) throws HttpException {
    return send(Request.head(url));
  }

  /** Sends {@code content} by a POST. */
  public Response post(String url, Content content) throws HttpException {
    return send(Request.post(url, content));
  }

  /** Sends a POST that {@code more} adds to: {@code http.post(url, r -> r.json(user))}. */
  public Response post(String url, UnaryOperator<Request> more) throws HttpException {
    return request("POST", url, more);
  }

  /** Sends {@code content} by a PUT. */
  public Response put(String url, Content content) throws HttpException {
    return send(Request.put(url, content));
  }

  /** Sends a PUT that {@code more} adds to: {@code http.put(url, r -> r.json(user))}. */
  public Response put(String url, UnaryOperator<Request> more) throws HttpException {
    return request("PUT", url, more);
  }

  /** Sends {@code content} by a PATCH. */
  public Response patch(String url, Content content) throws HttpException {
    return send(Request.patch(url, content));
  }

  /** Sends a PATCH that {@code more} adds to: {@code http.patch(url, r -> r.json(change))}. */
  public Response patch(String url, UnaryOperator<Request> more) throws HttpException {
    return request("PATCH", url, more);
  }

  /** Sends a DELETE. */
  public Response delete(String url) throws HttpException {
    return send(Request.delete(url));
  }

  /** Sends a DELETE that {@code more} adds to: {@code http.delete(url, r -> r.bearer(token))}. */
  public Response delete(String url, UnaryOperator<Request> more) throws HttpException {
    return request("DELETE", url, more);
  }

  /** Sends a request with any method that {@code more} adds to. */
  public Response request(String method, String url, UnaryOperator<Request> more)
      throws HttpException {
    var made = more.apply(Request.of(method, url));
    return send(Objects.requireNonNull(made, "the request that the function returned"));
  }

  /**
   * Sends a request and waits for the whole answer, whatever its status is.
   *
   * @throws HttpException if there is no answer; its {@link HttpException#reason} says why
   */
  public Response send(Request request) throws HttpException {
    return within(request, () -> new Session(transport, options).send(request));
  }

  /**
   * Sends a request and waits for the status and headers of the answer, whatever its status is; the
   * body is then read as it comes. Close what this returns.
   *
   * @throws HttpException if there is no answer; its {@link HttpException#reason} says why
   */
  public StreamingResponse stream(Request request) throws HttpException {
    Duration limit = limit(request);
    var session = new Session(transport, options);
    if (limit.isZero()) return session.stream(request);
    var clock = weft.Environment.current().clock();
    long end = clock.nanoTimeIn(limit);
    return within(request, () -> session.stream(request, () -> end - clock.nanoTime()));
  }

  /** Sends a GET and gives its body as it comes; see {@link #stream(Request)}. */
  public StreamingResponse stream(String url) throws HttpException {
    return stream(Request.get(url));
  }

  /**
   * Opens a WebSocket; see {@link WebSocket}.
   *
   * @param url begins with {@code ws://}, {@code wss://}, {@code http://} or {@code https://}, or
   *     is added to the {@linkplain HttpOptions#baseUrl base}
   * @param subprotocols those to choose from, the best first
   * @throws HttpException if the server doesn't open one
   */
  public WebSocket webSocket(String url, String... subprotocols) throws HttpException {
    return webSocket(Request.get(url), subprotocols);
  }

  /**
   * Opens a WebSocket with the headers of {@code request}; see {@link #webSocket(String,
   * String...)}.
   */
  public WebSocket webSocket(Request request, String... subprotocols) throws HttpException {
    return within(request, () -> WebSocket.open(transport, options, request, subprotocols));
  }

  private Duration limit(Request request) {
    return request.timeout().orElse(options.timeout());
  }

  private <T> T within(Request request, Body<T, HttpException> body) throws HttpException {
    Duration limit = limit(request);
    if (limit.isZero()) return body.call();
    var result =
        new Object() {
          @Nullable T value;
        };
    boolean done =
        CancelScope.expiringIn(limit).run((Action<HttpException>) () -> result.value = body.call());
    if (done) return Objects.requireNonNull(result.value);
    throw tooLong(options.absolute(request.url()));
  }

  static HttpException tooLong(String what) {
    return new HttpException(Reason.TIMEOUT, "the call to " + what + " took longer than it may");
  }

  /** How the connections are used right now, and what they were used for. */
  public HttpStatistics statistics() {
    return transport.statistics();
  }

  /** The cookies of this client, if it keeps any. */
  public Optional<CookieJar> cookies() {
    return options.cookies();
  }

  /** Closes every connection; calls on their way fail. For a session, does nothing. */
  @Override
  public void close() {
    if (owner) transport.close();
  }

  @Override
  public String toString() {
    var s = statistics();
    return "HTTP client with " + s.inUse() + " connections in use, " + s.idle() + " idle";
  }
}
