package weft.crawl.url;

/** Writes Unicode in ASCII as RFC 3492 says. */
final class Punycode {
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int FIRST_BIAS = 72;
  private static final int FIRST_CODE = 128;

  private Punycode() {}

  static String encode(String text) {
    int[] codes = text.codePoints().toArray();
    var out = new StringBuilder();
    for (int code : codes) if (code < FIRST_CODE) out.append((char) code);
    int basic = out.length();
    if (basic > 0) out.append('-');
    int bias = FIRST_BIAS;
    int written = basic;
    long delta = 0;
    for (int at = FIRST_CODE; written < codes.length; at++) {
      int next = Integer.MAX_VALUE;
      for (int code : codes) if (code >= at && code < next) next = code;
      delta += (long) (next - at) * (written + 1);
      at = next;
      for (int code : codes) {
        if (code < at) delta++;
        if (code != at) continue;
        number(out, delta, bias);
        bias = adapted(delta, written + 1, written == basic);
        delta = 0;
        written++;
      }
      delta++;
    }
    return out.toString();
  }

  private static void number(StringBuilder out, long delta, int bias) {
    long rest = delta;
    for (int k = BASE; ; k += BASE) {
      int threshold = Math.clamp(k - bias, T_MIN, T_MAX);
      if (rest < threshold) break;
      out.append(digit((int) (threshold + (rest - threshold) % (BASE - threshold))));
      rest = (rest - threshold) / (BASE - threshold);
    }
    out.append(digit((int) rest));
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapted(long delta, int points, boolean first) {
    long rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    for (; rest > (BASE - T_MIN) * T_MAX / 2; k += BASE) rest /= BASE - T_MIN;
    return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
  }
}
