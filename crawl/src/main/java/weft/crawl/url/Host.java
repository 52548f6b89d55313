package weft.crawl.url;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The authority of a URL: user name dropped, host in lower case and ASCII, no default port. */
final class Host {
  private static final int MAX_PORT = 65_535;

  private Host() {}

  /** Empty where it is none. */
  static String normalize(String authority, String scheme) {
    String place = authority.substring(authority.lastIndexOf('@') + 1);
    boolean bracketed = place.startsWith("[");
    int hostEnd = bracketed ? place.indexOf(']') + 1 : place.indexOf(':');
    if (bracketed && hostEnd == 0) return "";
    if (hostEnd < 0) hostEnd = place.length();
    String host = bracketed ? ipv6(place.substring(0, hostEnd)) : name(place.substring(0, hostEnd));
    if (host.isEmpty() || hostEnd == place.length()) return host;
    if (place.charAt(hostEnd) != ':') return "";
    int port = port(place, hostEnd + 1);
    if (port == NO_PORT || port == (scheme.equals("http") ? 80 : 443)) return host;
    return port < 0 ? "" : host + ":" + port;
  }

  private static final int NO_PORT = -2;

  private static int port(String text, int from) {
    if (from == text.length()) return NO_PORT;
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      port = port * 10 + (c - '0');
      if (port > MAX_PORT) return -1;
    }
    return port;
  }

  private static String ipv6(String host) {
    for (int i = 1; i < host.length() - 1; i++) {
      char c = host.charAt(i);
      boolean hex = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
      if (!hex && c != ':' && c != '.') return "";
    }
    return host.length() < 4 ? "" : host.toLowerCase(Locale.ROOT);
  }

  private static String name(String host) {
    boolean lower = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '%' || c >= 128) return international(host);
      if (c >= 'A' && c <= 'Z') lower = false;
      else if (!isPart(c)) return "";
    }
    return lower ? host : host.toLowerCase(Locale.ROOT);
  }

  private static String international(String host) {
    String ascii = Idn.toAscii(decoded(host));
    boolean all = ascii.chars().allMatch(c -> c < 128 && isPart((char) c));
    return all ? ascii.toLowerCase(Locale.ROOT) : "";
  }

  /** Undoes percent-encoding; what it can't undo stays and makes the host invalid. */
  private static String decoded(String host) {
    if (host.indexOf('%') < 0) return host;
    byte[] in = host.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
      out[length++] = low >= 0 ? (byte) (high << 4 | low) : in[i];
      if (low >= 0) i += 2;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  private static boolean isPart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || (c >= 'A' && c <= 'Z');
  }
}
