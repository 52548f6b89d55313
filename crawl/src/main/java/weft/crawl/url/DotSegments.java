package weft.crawl.url;

/** Removes {@code .} and {@code ..} from a path; above the root there is nothing. */
final class DotSegments {
  private DotSegments() {}

  /** Works in place on the path that begins at {@code start} with a slash. */
  static void remove(StringBuilder out, int start) {
    if (out.indexOf("/.", start) < 0) return;
    int length = out.length();
    int written = start;
    int at = start;
    while (at < length) {
      int next = out.indexOf("/", at + 1);
      if (next < 0) next = length;
      int dots = dots(out, at + 1, next);
      if (dots == 0) {
        for (int i = at; i < next; i++) out.setCharAt(written++, out.charAt(i));
      } else {
        if (dots == 2) {
          while (written > start && out.charAt(--written) != '/') {} // drops one segment
        }
        if (next == length) out.setCharAt(written++, '/');
      }
      at = next;
    }
    out.setLength(written);
  }

  /** 1 for a dot, 2 for two, 0 for anything else. */
  private static int dots(StringBuilder out, int from, int to) {
    if (to - from < 1 || to - from > 2) return 0;
    for (int i = from; i < to; i++) {
      if (out.charAt(i) != '.') return 0;
    }
    return to - from;
  }
}
