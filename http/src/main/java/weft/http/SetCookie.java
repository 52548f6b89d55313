package weft.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/** Reads a {@code Set-Cookie} header as browsers do (RFC 6265, 5.2 and 5.3). */
final class SetCookie {
  private static final int MAX_LENGTH = 4096;
  private static final Duration LONGEST = Duration.ofDays(400);

  private SetCookie() {}

  /** The cookie, unless the header has none that this host may set. */
  static Optional<Cookie> parse(String header, Target from, Instant now) {
    if (header.length() > MAX_LENGTH) return Optional.empty();
    String[] parts = header.split(";", -1);
    int equals = parts[0].indexOf('=');
    String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1).strip();
    if (name.isEmpty() || !isClean(name) || !isClean(value)) return Optional.empty();
    String domain = "";
    String path = "";
    boolean secure = false;
    boolean httpOnly = false;
    Optional<Instant> expires = Optional.empty();
    Optional<Instant> maxAge = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      int at = parts[i].indexOf('=');
      String attribute = (at < 0 ? parts[i] : parts[i].substring(0, at)).strip();
      String argument = at < 0 ? "" : parts[i].substring(at + 1).strip();
      switch (attribute.toLowerCase(Locale.ROOT)) {
        case "domain" -> domain = argument.toLowerCase(Locale.ROOT);
        case "path" -> path = argument;
        case "secure" -> secure = true;
        case "httponly" -> httpOnly = true;
        case "max-age" -> maxAge = maxAge(argument, now).or(optional(maxAge));
        case "expires" -> expires = CookieDate.parse(argument).or(optional(expires));
        default -> {} // SameSite is for browsers: here no page of another site can send anything
      }
    }
    if (domain.startsWith(".")) domain = domain.substring(1);
    String host = from.name();
    boolean hostOnly = domain.isEmpty() || (domain.equals(host) && isNoDomain(host));
    if (!hostOnly && !maySet(host, domain)) {
      if (!domain.equals(host)) return Optional.empty();
      hostOnly = true;
    }
    if (secure && !from.isSecure()) return Optional.empty();
    if (!keepsItsPrefix(name, secure, domain.isEmpty() && path.equals("/")))
      return Optional.empty();
    Optional<Instant> end =
        maxAge.or(optional(expires)).map(e -> e.isAfter(now.plus(LONGEST)) ? now.plus(LONGEST) : e);
    return Optional.of(
        new Cookie(
            name,
            value,
            hostOnly ? host : domain,
            hostOnly,
            path.startsWith("/") ? path : defaultPath(from.path()),
            secure,
            httpOnly,
            end));
  }

  /** Names that promise where a cookie comes from (RFC 6265bis, 4.1.3), whatever their case. */
  private static boolean keepsItsPrefix(String name, boolean secure, boolean ofThisHostAlone) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("__host-")) return secure && ofThisHostAlone;
    return secure || !lower.startsWith("__secure-");
  }

  private static <T> java.util.function.Supplier<Optional<T>> optional(Optional<T> value) {
    return () -> value;
  }

  private static boolean isClean(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c != 127);
  }

  private static Optional<Instant> maxAge(String seconds, Instant now) {
    if (!seconds.matches("-?[0-9]{1,18}")) return Optional.empty();
    long n = Long.parseLong(seconds);
    if (n <= 0) return Optional.of(Instant.MIN);
    return Optional.of(now.plusSeconds(Math.min(n, LONGEST.toSeconds())));
  }

  /** A host sets cookies for itself and what is above it, but not for all of {@code co.uk}. */
  private static boolean maySet(String host, String domain) {
    boolean above = host.equals(domain) || (host.endsWith("." + domain) && !isNoDomain(host));
    return above && PublicSuffixMatcherLoader.getDefault().getDomainRoot(domain) != null;
  }

  private static boolean isNoDomain(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+") || host.indexOf('.') < 0;
  }

  private static String defaultPath(String requested) {
    int question = requested.indexOf('?');
    String path = question < 0 ? requested : requested.substring(0, question);
    int last = path.lastIndexOf('/');
    return last <= 0 ? "/" : path.substring(0, last);
  }
}
