package weft.web;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A cookie to be set by an answer. It is for the whole site, hidden from scripts, and sent along
 * only with what the site itself leads to, unless said otherwise.
 *
 * <p>Immutable.
 */
public final class Cookie {
  private final String name;
  private final String value;
  private final Optional<Duration> maxAge;
  private final String attributes;

  private Cookie(String name, String value, Optional<Duration> maxAge, String attributes) {
    this.name = name;
    this.value = value;
    this.maxAge = maxAge;
    this.attributes = attributes;
  }

  /**
   * A cookie that lasts as long as the browser runs.
   *
   * @throws IllegalArgumentException if the name or the value has characters that a cookie can't
   *     have, such as spaces, commas and semicolons
   */
  public static Cookie of(String name, String value) {
    if (!name.matches("[\\w!#$%&'*+.^`|~-]+")) {
      throw new IllegalArgumentException("not a name for a cookie: '" + name + "'");
    }
    if (!value.matches("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]*")) {
      throw new IllegalArgumentException("not a value for a cookie: '" + value + "'");
    }
    return new Cookie(name, value, Optional.empty(), "; Path=/; HttpOnly; SameSite=Lax");
  }

  /** A cookie that takes an earlier one of that name away. */
  public static Cookie expired(String name) {
    return of(name, "").maxAge(Duration.ZERO);
  }

  /** The same, kept for {@code time}. */
  public Cookie maxAge(Duration time) {
    return new Cookie(name, value, Optional.of(time), attributes);
  }

  /** The same, for connections with TLS only. */
  public Cookie secure() {
    return new Cookie(name, value, maxAge, attributes + "; Secure");
  }

  /** The same, visible to the page's scripts. */
  public Cookie readableByScripts() {
    return new Cookie(name, value, maxAge, attributes.replace("; HttpOnly", ""));
  }

  /** The same, sent along only with requests that the site itself makes. */
  public Cookie sameSiteOnly() {
    return new Cookie(name, value, maxAge, attributes.replace("SameSite=Lax", "SameSite=Strict"));
  }

  /** The value of the header that sets it. */
  @Override
  public String toString() {
    return name
        + "="
        + value
        + maxAge.map(t -> "; Max-Age=" + t.toSeconds()).orElse("")
        + attributes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cookie cookie && cookie.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(toString());
  }
}
