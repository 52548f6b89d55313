package weft.crawl.page;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Looks for the charset in the meta elements at the head of a page, before the page can be parsed.
 *
 * <p>A few kilobytes are looked at: the standard wants it in the first 1024 bytes, which not every
 * page keeps to.
 */
final class MetaScan {
  private static final int WINDOW = 8192;

  private MetaScan() {}

  static Optional<Charset> charset(byte[] body) {
    String head = new String(body, 0, Math.min(body.length, WINDOW), ISO_8859_1);
    int at = 0;
    while ((at = head.indexOf('<', at)) >= 0) {
      if (head.startsWith("<!--", at)) {
        int end = head.indexOf("-->", at + 2);
        if (end < 0) return Optional.empty();
        at = end + 3;
      } else if (head.regionMatches(true, at, "<meta", 0, 5)) {
        int end = head.indexOf('>', at);
        String tag = head.substring(at, end < 0 ? head.length() : end);
        Optional<Charset> found = inTag(tag);
        if (found.isPresent()) return found;
        at += 5;
      } else {
        at++;
      }
    }
    return Optional.empty();
  }

  /**
   * {@code charset=…}, or inside {@code content="text/html; charset=…"}. A page whose ASCII could
   * be read this far is not UTF-16, whatever it says.
   */
  private static Optional<Charset> inTag(String tag) {
    return MediaType.charsetIn(tag)
        .map(name -> name.replaceAll("[\"'/]+$", ""))
        .flatMap(Charsets::forLabel)
        .map(charset -> charset.name().startsWith("UTF-16") ? UTF_8 : charset);
  }
}
