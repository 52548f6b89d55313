package weft.http;

import java.time.Instant;
import java.util.Optional;

/**
 * What a server asked to be told again (RFC 6265).
 *
 * @param name the name, as it is sent
 * @param value the value, as it is sent
 * @param domain the host it goes to, in small letters
 * @param hostOnly whether it goes to that host alone, and not to those below it
 * @param path the beginning of the paths it goes to
 * @param secure whether it goes over {@code https} alone
 * @param httpOnly whether scripts in a page were not to see it
 * @param expires when it is no more; empty for one that ends with the session
 */
public record Cookie(
    String name,
    String value,
    String domain,
    boolean hostOnly,
    String path,
    boolean secure,
    boolean httpOnly,
    Optional<Instant> expires) {

  boolean isExpired(Instant now) {
    return expires.isPresent() && !expires.get().isAfter(now);
  }

  boolean goesTo(String host, String requestPath, boolean overTls) {
    if (secure && !overTls) return false;
    boolean here = host.equals(domain) || (!hostOnly && host.endsWith("." + domain));
    if (!here || !requestPath.startsWith(path)) return false;
    return path.endsWith("/")
        || requestPath.length() == path.length()
        || requestPath.charAt(path.length()) == '/';
  }

  /** Tells nothing of what is secret. */
  @Override
  public String toString() {
    return "cookie " + name + " of " + domain + path;
  }
}
