package weft.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import weft.Clock;
import weft.resilience.Retry;

/**
 * How an {@link Http} client behaves. Immutable: each method that takes a value returns a changed
 * copy, which may be shared.
 *
 * <pre>{@code
 * var options = HttpOptions.defaults().userAgent("example/1.0").timeout(Duration.ofSeconds(20));
 * }</pre>
 */
public final class HttpOptions {
  private static final HttpOptions DEFAULTS = new HttpOptions(new Values());

  private final Values values;

  /** What is copied, changed once, and never again. */
  private static final class Values implements Cloneable {
    String userAgent = "weft";
    Headers headers = Headers.none();
    Optional<String> baseUrl = Optional.empty();
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration responseTimeout = Duration.ofSeconds(35); // servers say 503 after 30
    Duration timeout = Duration.ZERO;
    int maxConnections = 256;
    int maxConnectionsPerHost = 32;
    Duration idleTimeout = Duration.ofSeconds(30);
    long maxBody = 64L << 20;
    int redirects = 10;
    boolean reconnects = true;
    Optional<Retry> retry = Optional.empty();
    Optional<CookieJar> cookies = Optional.empty();
    Map<String, String> credentials = Map.of();
    Optional<HttpProxy> proxy = Optional.empty();
    Tls tls = Tls.system();
    AddressGuard guard = AddressGuard.REDIRECTS;
    Duration heartbeat = Duration.ofSeconds(20);
    JsonCodec json = JsonCodec.standard();

    Values copy() {
      try {
        return (Values) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private HttpOptions(Values values) {
    this.values = values;
  }

  private HttpOptions with(Consumer<Values> change) {
    Values copy = values.copy();
    change.accept(copy);
    return new HttpOptions(copy);
  }

  /**
   * 10 s to connect, 35 s between bytes, 256 connections, 32 a host, 30 s idle, bodies of up to 64
   * MiB, 10 redirects; no cookies, no retries, no proxy, no limit for a call as a whole.
   */
  public static HttpOptions defaults() {
    return DEFAULTS;
  }

  /** What is sent as {@code User-Agent} where a request has none of its own; "weft". */
  public HttpOptions userAgent(String value) {
    check(
        !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 127),
        "user agent must be printable ASCII and not blank, not '" + value + "'");
    return with(v -> v.userAgent = value);
  }

  /** One more header that is sent where a request has none of that name. */
  public HttpOptions header(String name, String value) {
    Headers more = values.headers.with(name, value);
    return with(v -> v.headers = more);
  }

  /**
   * What is put before URLs that don't begin with a scheme, with one slash between: {@code
   * https://example.org/api} makes {@code /users} {@code https://example.org/api/users}.
   *
   * @throws IllegalArgumentException if it is no absolute http or https URL
   */
  public HttpOptions baseUrl(String value) {
    requireUrl(value);
    return with(v -> v.baseUrl = Optional.of(value));
  }

  /** How long a connection may take to stand, TLS and proxy included; more than zero; 10 s. */
  public HttpOptions connectTimeout(Duration value) {
    check(value.isPositive(), "connect timeout must be more than zero, not " + value);
    return with(v -> v.connectTimeout = value);
  }

  /**
   * How long the server may neither take nor send anything; zero means for ever; 35 s, so that a
   * server which gives up after the usual 30 s is still heard. A body that comes slowly, but comes,
   * isn't ended by this.
   */
  public HttpOptions responseTimeout(Duration value) {
    check(!value.isNegative(), "response timeout must not be negative, not " + value);
    return with(v -> v.responseTimeout = value);
  }

  /**
   * How long a call may take as a whole: the wait for a connection, redirects, retries and the body
   * included; zero means for ever, which it does without this.
   */
  public HttpOptions timeout(Duration value) {
    check(!value.isNegative(), "timeout must not be negative, not " + value);
    return with(v -> v.timeout = value);
  }

  /**
   * How many connections may be open at once, 256, and how many to one scheme, host and port, 32.
   * Further calls wait, first come first served.
   */
  public HttpOptions connections(int inAll, int perHost) {
    check(inAll > 0, "max connections must be at least 1, not " + inAll);
    check(perHost > 0, "max connections per host must be at least 1, not " + perHost);
    return with(v -> {
      v.maxConnections = inAll;
      v.maxConnectionsPerHost = perHost;
    });
  }

  /** How long an unused connection is kept for the next call; more than zero; 30 s. */
  public HttpOptions idleTimeout(Duration value) {
    check(value.isPositive(), "idle timeout must be more than zero, not " + value);
    return with(v -> v.idleTimeout = value.compareTo(Clock.FOREVER) < 0 ? value : Clock.FOREVER);
  }

  /**
   * How many bytes of a body are taken into memory, after its content encoding was undone; 64 MiB.
   * Compressed, it may have as many and 64 KiB more.
   */
  public HttpOptions maxBody(long bytes) {
    check(bytes >= 0, "the limit of a body must not be negative, not " + bytes);
    return with(v -> v.maxBody = bytes);
  }

  /** How many redirects in a row are followed; 10. With 0, a redirect is an answer like others. */
  public HttpOptions redirects(int max) {
    check(max >= 0, "the number of redirects must not be negative, not " + max);
    return with(v -> v.redirects = max);
  }

  /**
   * Whether a request that may safely be sent twice is sent again, once, on a new connection, where
   * a kept one turns out to be closed; true.
   */
  public HttpOptions reconnects(boolean value) {
    return with(v -> v.reconnects = value);
  }

  /**
   * Tries again what failed and may pass, as often and after such waits as {@code retry} says: see
   * {@link Retries} for what that is. What {@code retry} itself says of that doesn't count.
   */
  public HttpOptions retry(Retry retry) {
    Objects.requireNonNull(retry, "retry");
    return with(v -> v.retry = Optional.of(retry));
  }

  /** Keeps the cookies that servers set in {@code jar}, and sends them; none without this. */
  public HttpOptions cookies(CookieJar jar) {
    Objects.requireNonNull(jar, "jar");
    return with(v -> v.cookies = Optional.of(jar));
  }

  /**
   * Sends {@code credentials} to one origin, and to no other, also where a redirect leads there.
   *
   * @param origin a URL whose scheme, host and port count
   */
  public HttpOptions credentials(String origin, Credentials credentials) {
    String key = requireUrl(origin).origin();
    var more = new LinkedHashMap<>(values.credentials);
    more.put(key, credentials.header());
    return with(v -> v.credentials = Map.copyOf(more));
  }

  /** Sends through a proxy. */
  public HttpOptions proxy(HttpProxy proxy) {
    Objects.requireNonNull(proxy, "proxy");
    return with(v -> v.proxy = Optional.of(proxy));
  }

  /** Whom to trust, and who we are; the JDK's trust store, and nobody. */
  public HttpOptions tls(Tls tls) {
    Objects.requireNonNull(tls, "tls");
    return with(v -> v.tls = tls);
  }

  /** Which requests may not go to private addresses; {@link AddressGuard#REDIRECTS}. */
  public HttpOptions guard(AddressGuard guard) {
    Objects.requireNonNull(guard, "guard");
    return with(v -> v.guard = guard);
  }

  /**
   * How long a WebSocket's server may be silent, while the program waits for it, before it is
   * pinged, and then again before it counts as gone; zero means for ever; 20 s.
   */
  public HttpOptions heartbeat(Duration value) {
    check(!value.isNegative(), "heartbeat must not be negative, not " + value);
    return with(v -> v.heartbeat = value);
  }

  /** What turns objects into JSON and back; Jackson 3, if the program has it. */
  public HttpOptions json(JsonCodec codec) {
    Objects.requireNonNull(codec, "codec");
    return with(v -> v.json = codec);
  }

  String userAgent() {
    return values.userAgent;
  }

  Headers headers() {
    return values.headers;
  }

  /** The URL with the base, if it has none of its own. */
  String absolute(String url) {
    if (url.contains("://") || values.baseUrl.isEmpty()) return url;
    String base = values.baseUrl.get();
    boolean slash = base.endsWith("/");
    String path = url.startsWith("/") ? url.substring(1) : url;
    return base + (slash ? "" : "/") + path;
  }

  Duration connectTimeout() {
    return values.connectTimeout;
  }

  Duration responseTimeout() {
    return values.responseTimeout;
  }

  Duration timeout() {
    return values.timeout;
  }

  int maxConnections() {
    return values.maxConnections;
  }

  int maxConnectionsPerHost() {
    return values.maxConnectionsPerHost;
  }

  Duration idleTimeout() {
    return values.idleTimeout;
  }

  long maxBody() {
    return values.maxBody;
  }

  int redirects() {
    return values.redirects;
  }

  boolean reconnects() {
    return values.reconnects;
  }

  Optional<Retry> retry() {
    return values.retry;
  }

  Optional<CookieJar> cookies() {
    return values.cookies;
  }

  Optional<String> credentials(Target target) {
    return Optional.ofNullable(values.credentials.get(target.origin()));
  }

  Optional<HttpProxy> proxy() {
    return values.proxy;
  }

  Tls tls() {
    return values.tls;
  }

  AddressGuard guard() {
    return values.guard;
  }

  Duration heartbeat() {
    return values.heartbeat;
  }

  JsonCodec json() {
    return values.json;
  }

  private static Target requireUrl(String url) {
    try {
      return Target.of(url);
    } catch (HttpException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) throw new IllegalArgumentException(otherwise);
  }

  @Override
  public String toString() {
    return "HTTP options of " + values.userAgent;
  }
}
