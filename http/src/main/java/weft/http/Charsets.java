package weft.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The charset of a text, as the headers say it. */
final class Charsets {
  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\"\\s;]+)", Pattern.CASE_INSENSITIVE);

  private Charsets() {}

  /** What {@code Content-Type} says; UTF-8 where it says nothing that is known. */
  static Charset of(Headers headers) {
    var matcher = PARAMETER.matcher(headers.first("Content-Type").orElse(""));
    if (!matcher.find()) return StandardCharsets.UTF_8;
    try {
      return Charset.forName(matcher.group(1));
    } catch (IllegalArgumentException _) {
      return StandardCharsets.UTF_8;
    }
  }

  /** The text, without the mark that some programs put before UTF-8. */
  static String decode(byte[] bytes, Headers headers) {
    Charset charset = of(headers);
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xef
            && bytes[1] == (byte) 0xbb
            && bytes[2] == (byte) 0xbf;
    if (marked) return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    return new String(bytes, charset);
  }
}
