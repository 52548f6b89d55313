package weft.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A proxy to send through: {@code https} goes through a tunnel ({@code CONNECT}), plain {@code
 * http} is forwarded; with SOCKS 5 (RFC 1928), both go through a tunnel, and the proxy looks the
 * names up. Immutable.
 *
 * <p>Left out: SOCKS 4, and proxies that are themselves spoken to over TLS.
 */
public final class HttpProxy {
  private final Optional<Server> http;
  private final Optional<Server> https;
  private final List<String> exceptions;

  /** Where a proxy is, of which kind, and who may use it. */
  record Server(String host, int port, boolean isSocks, Optional<Login> login) {
    /** The value of {@code Proxy-Authorization}. */
    Optional<String> credentials() {
      return login.map(l -> Credentials.basic(l.name, l.password).header());
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** A name and a password; it says neither. */
  record Login(String name, String password) {
    @Override
    public String toString() {
      return "login";
    }
  }

  private HttpProxy(Optional<Server> http, Optional<Server> https, List<String> exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /**
   * A proxy for everything.
   *
   * @param url {@code http://[name:password@]host:port}, or the same with {@code socks5} (or {@code
   *     socks5h}, which is the same here); the name and password percent-encoded
   * @throws IllegalArgumentException if it is not such a URL
   */
  public static HttpProxy of(String url) {
    var server = Optional.of(server(url));
    return new HttpProxy(server, server, List.of());
  }

  /**
   * What the environment says: {@code http_proxy}, {@code HTTPS_PROXY}, {@code ALL_PROXY} and
   * {@code NO_PROXY}, the latter three in capitals or not; empty where it names no proxy. As with
   * curl, {@code HTTP_PROXY} in capitals doesn't count: a web server sets it for its programs from
   * a header that any client may send.
   *
   * @throws IllegalArgumentException if what it says is no URL of a proxy
   */
  public static Optional<HttpProxy> fromEnvironment() {
    return from(System.getenv());
  }

  static Optional<HttpProxy> from(Map<String, String> environment) {
    var all = variable(environment, "all_proxy", "ALL_PROXY").map(HttpProxy::server);
    var http = variable(environment, "http_proxy").map(HttpProxy::server).or(() -> all);
    var https =
        variable(environment, "https_proxy", "HTTPS_PROXY").map(HttpProxy::server).or(() -> all);
    if (http.isEmpty() && https.isEmpty()) return Optional.empty();
    var none = variable(environment, "no_proxy", "NO_PROXY").orElse("");
    return Optional.of(new HttpProxy(http, https, List.of()).except(none.split("[,\\s]+")));
  }

  private static Optional<String> variable(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && !value.isBlank()) return Optional.of(value.strip());
    }
    return Optional.empty();
  }

  /**
   * The same, but for these hosts, which are called directly: a name stands for itself and for all
   * that end with a dot and it, {@code *} for all.
   */
  public HttpProxy except(String... hosts) {
    var more = new ArrayList<>(exceptions);
    for (String host : hosts) {
      String name = host.strip().toLowerCase(Locale.ROOT);
      if (name.startsWith("*.")) name = name.substring(2);
      if (name.startsWith(".")) name = name.substring(1);
      if (!name.isEmpty()) more.add(name);
    }
    return new HttpProxy(http, https, List.copyOf(more));
  }

  /** The proxy for a host, if it is not called directly. */
  Optional<Server> to(String scheme, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String exception : exceptions) {
      if (exception.equals("*") || name.equals(exception) || name.endsWith("." + exception))
        return Optional.empty();
    }
    return scheme.equals("https") ? https : http;
  }

  private static Server server(String url) {
    String whole = url.contains("://") ? url : "http://" + url;
    try {
      URI uri = new URI(whole);
      String host = uri.getHost();
      boolean socks = uri.getScheme().toLowerCase(Locale.ROOT).matches("socks5h?");
      if (host == null || !(socks || "http".equalsIgnoreCase(uri.getScheme()))) throw notAProxy();
      if (host.startsWith("[")) host = host.substring(1, host.length() - 1);
      int usual = socks ? 1080 : 80;
      var login = Optional.ofNullable(uri.getRawUserInfo()).map(HttpProxy::login);
      return new Server(host, uri.getPort() < 0 ? usual : uri.getPort(), socks, login);
    } catch (URISyntaxException _) { // its message would tell the password
      throw notAProxy();
    }
  }

  private static IllegalArgumentException notAProxy() {
    return new IllegalArgumentException(
        "not a proxy: it must be http://host:port or http://name:password@host:port, or"
            + " socks5://…");
  }

  private static Login login(String userInfo) {
    int colon = userInfo.indexOf(':');
    String name = colon < 0 ? userInfo : userInfo.substring(0, colon);
    return new Login(decoded(name), colon < 0 ? "" : decoded(userInfo.substring(colon + 1)));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "proxy " + https.or(() -> http).map(Server::toString).orElse("");
  }
}
