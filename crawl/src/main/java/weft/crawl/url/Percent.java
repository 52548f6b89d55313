package weft.crawl.url;

import java.nio.charset.StandardCharsets;

/** Percent-encoding: decodes what need not be encoded, encodes what must be, in upper case. */
final class Percent {
  private static final String HEX = "0123456789ABCDEF";

  /** RFC 3986: unreserved, sub-delims, and what else may stand in a path or a query. */
  private static final boolean[] LEGAL = alphanumericAnd("-._~!$&'()*+,;=:@/?");

  private static final boolean[] UNRESERVED = alphanumericAnd("-._~");

  private Percent() {}

  private static boolean[] alphanumericAnd(String signs) {
    var table = new boolean[128];
    for (char c = 0; c < 128; c++) {
      table[c] = signs.indexOf(c) >= 0 || Character.isLetterOrDigit(c);
    }
    return table;
  }

  /** Appends {@code text} from {@code from} to {@code to}; in a path a backslash is a slash. */
  static void append(StringBuilder out, String text, int from, int to, boolean path) {
    int i = from;
    while (i < to) {
      int run = i;
      while (run < to && text.charAt(run) < 128 && LEGAL[text.charAt(run)]) run++;
      out.append(text, i, run);
      i = run;
      if (i == to) return;
      char c = text.charAt(i);
      if (c == '%') {
        i += encoded(out, text, i, to);
      } else if (c == '\\' && path) {
        out.append('/');
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        utf8(out, codePoint);
        i += Character.charCount(codePoint);
      }
    }
  }

  /** A percent sign; one that encodes nothing is encoded itself. Returns how much was taken. */
  private static int encoded(StringBuilder out, String text, int at, int to) {
    int high = at + 2 < to ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < to ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0 || text.charAt(at + 1) > 'f' || text.charAt(at + 2) > 'f') {
      out.append("%25");
      return 1;
    }
    int value = high << 4 | low;
    if (value < 128 && UNRESERVED[value]) out.append((char) value);
    else encode(out, value);
    return 3;
  }

  private static void utf8(StringBuilder out, int codePoint) {
    if (codePoint < 128) {
      encode(out, codePoint);
      return;
    }
    boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    String text = half ? "\uFFFD" : Character.toString(codePoint);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) encode(out, b & 0xff);
  }

  private static void encode(StringBuilder out, int value) {
    out.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
  }
}
