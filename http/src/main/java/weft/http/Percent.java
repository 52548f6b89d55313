package weft.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding, as the parts of a URL and of a form need it. */
final class Percent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /** For a field of a form: a space is a plus. */
  static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** For a query parameter: a space is {@code %20}, which servers read alike. */
  static String query(String text) {
    return form(text).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
  }

  /** A URL that came from elsewhere, with what it must not have encoded, and nothing twice. */
  static String repaired(String url) {
    int i = 0;
    while (i < url.length() && isFine(url.charAt(i))) i++;
    if (i == url.length()) return url;
    var out = new StringBuilder(url.length() + 16).append(url, 0, i);
    for (byte b : url.substring(i).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isFine(c)) out.append(c);
      else HEX.toHexDigits(out.append('%'), b);
    }
    return out.toString();
  }

  private static boolean isFine(char c) {
    return c > ' ' && c < 127 && c != '"' && c != '<' && c != '>' && c != '\\';
  }
}
