package weft.http;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A request to send. Immutable: each method that takes a value returns a changed copy, which may be
 * shared and sent again.
 *
 * <pre>{@code
 * Request.post("https://example.org/users").bearer(token).json(user).timeout(Duration.ofSeconds(5))
 * }</pre>
 */
public final class Request {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  private final Values values;

  /** What is copied, changed once, and never again. */
  private static final class Values implements Cloneable {
    String method;
    String url;
    Headers headers = Headers.none();
    Optional<Content> content = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    OptionalInt redirects = OptionalInt.empty();
    boolean fresh;
    boolean untrusted;

    Values(String method, String url) {
      this.method = method;
      this.url = url;
    }

    Values copy() {
      try {
        return (Values) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Request(Values values) {
    this.values = values;
  }

  private Request with(Consumer<Values> change) {
    Values copy = values.copy();
    change.accept(copy);
    return new Request(copy);
  }

  /**
   * A request with any method.
   *
   * @param method for example "GET", upper case
   * @param url an absolute {@code http} or {@code https} URL, or one that the client's {@linkplain
   *     HttpOptions#baseUrl base} is put before; with everything percent-encoded that must be. Its
   *     fragment is not sent
   * @throws IllegalArgumentException if the method is not one
   */
  public static Request of(String method, String url) {
    if (method.isEmpty() || !method.chars().allMatch(Request::inMethod)) {
      throw new IllegalArgumentException("not a method: '" + method + "' (write it in capitals)");
    }
    return new Request(new Values(method, Objects.requireNonNull(url, "url")));
  }

  /** A GET. */
  public static Request get(String url) {
    return of("GET", url);
  }

  /** A GET. */
  public static Request get(URI url) {
    return get(url.toString());
  }

  /** A HEAD: the answer has headers and no body. */
  public static Request head(String url) {
    return of("HEAD", url);
  }

  /** A POST, without content so far. */
  public static Request post(String url) {
    return of("POST", url);
  }

  /** A POST of {@code content}. */
  public static Request post(String url, Content content) {
    return of("POST", url).content(content);
  }

  /** A PUT of {@code content}. */
  public static Request put(String url, Content content) {
    return of("PUT", url).content(content);
  }

  /** A PATCH with {@code content}. */
  public static Request patch(String url, Content content) {
    return of("PATCH", url).content(content);
  }

  /** A DELETE. */
  public static Request delete(String url) {
    return of("DELETE", url);
  }

  /**
   * One more query parameter at the end of the URL; name and value are encoded here.
   *
   * @param value what {@link String#valueOf} makes of it is sent
   */
  public Request query(String name, Object value) {
    String url = values.url;
    int fragment = url.indexOf('#');
    String before = fragment < 0 ? url : url.substring(0, fragment);
    boolean first = before.indexOf('?') < 0;
    boolean ready = before.endsWith("?") || before.endsWith("&");
    String more = Percent.query(name) + "=" + Percent.query(String.valueOf(value));
    String whole = before + (ready ? "" : first ? "?" : "&") + more;
    return with(v -> v.url = whole + (fragment < 0 ? "" : url.substring(fragment)));
  }

  /**
   * One more header, beside those the client adds: Host, User-Agent, Accept-Encoding, Connection,
   * Content-Length, Content-Type.
   *
   * @throws IllegalArgumentException if the name is no token or the value could break the message
   */
  public Request header(String name, String value) {
    Headers more = values.headers.with(name, value);
    return with(v -> v.headers = more);
  }

  /** All of {@code value} as the headers. */
  public Request headers(Headers value) {
    Objects.requireNonNull(value, "headers");
    return with(v -> v.headers = value);
  }

  /** An {@code Authorization} header, instead of the one there is. */
  public Request credentials(Credentials credentials) {
    String header = credentials.header();
    return with(v -> v.headers = v.headers.without("Authorization").with("Authorization", header));
  }

  /** A name and a password in the clear; see {@link Credentials#basic}. */
  public Request basic(String name, String password) {
    return credentials(Credentials.basic(name, password));
  }

  /** A token; see {@link Credentials#bearer}. */
  public Request bearer(String token) {
    return credentials(Credentials.bearer(token));
  }

  /** What to send. */
  public Request content(Content content) {
    Objects.requireNonNull(content, "content");
    return with(v -> v.content = Optional.of(content));
  }

  /** {@code value} as JSON; see {@link Content#json}. */
  public Request json(Object value) {
    return content(Content.json(value));
  }

  /** How long this call may take as a whole, instead of the client's limit; zero means for ever. */
  public Request timeout(Duration limit) {
    if (limit.isNegative())
      throw new IllegalArgumentException("timeout must not be negative, not " + limit);
    return with(v -> v.timeout = Optional.of(limit));
  }

  /** How many redirects in a row are followed, instead of the client's number. */
  public Request redirects(int max) {
    if (max < 0)
      throw new IllegalArgumentException(
          "the number of redirects must not be negative, not " + max);
    return with(v -> v.redirects = OptionalInt.of(max));
  }

  /**
   * This request on a connection that is opened for it. A server may close one that was kept at the
   * moment it is used again: a second try on another of the same age may end alike.
   */
  public Request freshConnection() {
    return with(v -> v.fresh = true);
  }

  /**
   * This request as one whose URL comes from somebody who isn't trusted, a page or a user: it
   * doesn't go to private addresses, unless the client has no {@linkplain AddressGuard guard}.
   */
  public Request untrusted() {
    return with(v -> v.untrusted = true);
  }

  /** What to do there, for example "GET". */
  public String method() {
    return values.method;
  }

  /** Where to send it. */
  public String url() {
    return values.url;
  }

  /** What was added to the client's own headers. */
  public Headers headers() {
    return values.headers;
  }

  Request url(String url) {
    return with(v -> v.url = url);
  }

  /** The same as a GET without content, as some redirects ask for. */
  Request asGet() {
    return with(v -> {
      v.method = "GET";
      v.content = Optional.empty();
      v.headers = v.headers.without("Content-Type").without("Content-Encoding");
    });
  }

  Optional<Content> content() {
    return values.content;
  }

  Optional<Duration> timeout() {
    return values.timeout;
  }

  OptionalInt redirects() {
    return values.redirects;
  }

  boolean wantsFreshConnection() {
    return values.fresh;
  }

  boolean isUntrusted() {
    return values.untrusted;
  }

  /** Tells whether it may be sent twice without harm. */
  boolean isRepeatable() {
    return IDEMPOTENT.contains(values.method)
        && values.content.map(Content::isRepeatable).orElse(true);
  }

  private static boolean inMethod(int c) {
    return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }

  @Override
  public String toString() {
    return values.method + " " + values.url;
  }
}
