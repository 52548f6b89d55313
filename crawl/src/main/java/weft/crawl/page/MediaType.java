package weft.crawl.page;

import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code Content-Type} header says.
 *
 * @param type the type without parameters, lower case, for example "text/html"
 * @param charset the charset parameter as it is written, without quotes
 */
public record MediaType(String type, Optional<String> charset) {
  private static final MediaType NONE = new MediaType("", Optional.empty());
  private static final MediaType HTML = new MediaType("text/html", Optional.empty());

  /** Reads a header's value; a missing or empty one has the type "". Never throws. */
  public static MediaType of(Optional<String> contentType) {
    String text = contentType.orElse("").strip();
    if (text.isEmpty()) return NONE;
    if (text.equals("text/html")) return HTML;
    int semicolon = text.indexOf(';');
    String type = semicolon < 0 ? text : text.substring(0, semicolon);
    Optional<String> charset =
        semicolon < 0 ? Optional.empty() : charsetIn(text.substring(semicolon));
    return new MediaType(type.strip().toLowerCase(Locale.ROOT), charset);
  }

  /** Tells whether a crawler parses it. */
  public boolean isHtml() {
    return type.equals("text/html") || type.equals("application/xhtml+xml");
  }

  /**
   * The charset named in the parameters of a header, or in the content of a meta element, where
   * writers are careless about what stands before and after it.
   */
  static Optional<String> charsetIn(String text) {
    int at = 0;
    while ((at = indexOfCharset(text, at)) >= 0) {
      int value = skipSpace(text, at);
      if (value < text.length() && text.charAt(value) == '=') {
        value = skipSpace(text, value + 1);
        return Optional.of(valueAt(text, value)).filter(name -> !name.isEmpty());
      }
    }
    return Optional.empty();
  }

  private static String valueAt(String text, int at) {
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      int close = text.indexOf(text.charAt(at), at + 1);
      return close < 0 ? "" : text.substring(at + 1, close).strip();
    }
    int end = at;
    while (end < text.length() && text.charAt(end) > ' ' && text.charAt(end) != ';') end++;
    return text.substring(at, end);
  }

  /** The index behind the word, or -1. */
  private static int indexOfCharset(String text, int from) {
    String word = "charset";
    for (int i = from; i + word.length() <= text.length(); i++) {
      if (text.regionMatches(true, i, word, 0, word.length())) return i + word.length();
    }
    return -1;
  }

  private static int skipSpace(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) <= ' ') i++;
    return i;
  }
}
