package weft.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What proves to a server who calls: the value of an {@code Authorization} header. */
public final class Credentials {
  private final String header;

  private Credentials(String header) {
    this.header = header;
  }

  /**
   * A name and a password in the clear (RFC 7617), in UTF-8: for {@code https}.
   *
   * @throws IllegalArgumentException if the name has a colon
   */
  public static Credentials basic(String name, String password) {
    if (name.indexOf(':') >= 0)
      throw new IllegalArgumentException("a user name must not have a colon");
    byte[] both = (name + ':' + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials("Basic " + Base64.getEncoder().encodeToString(both));
  }

  /**
   * A token (RFC 6750).
   *
   * @throws IllegalArgumentException if it is no token
   */
  public static Credentials bearer(String token) {
    if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127))
      throw new IllegalArgumentException("a bearer token must be printable ASCII without spaces");
    return new Credentials("Bearer " + token);
  }

  String header() {
    return header;
  }

  /** Says nothing of what is secret. */
  @Override
  public String toString() {
    return header.substring(0, header.indexOf(' ')).toLowerCase(java.util.Locale.ROOT)
        + " credentials";
  }
}
