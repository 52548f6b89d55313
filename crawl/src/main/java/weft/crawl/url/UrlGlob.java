package weft.crawl.url;

import java.util.regex.Pattern;

/**
 * A pattern for URLs: {@code *} is any run of characters without a slash, {@code **} any run,
 * {@code ?} and all else itself. With {@code ://} in it it is for whole URLs, else for what follows
 * the host, from the first slash, the query included. It has to match all of that. Case counts.
 */
public final class UrlGlob {
  private final String text;
  private final Pattern pattern;
  private final boolean whole;

  private UrlGlob(String text) {
    this.text = text;
    this.whole = text.contains("://");
    this.pattern = Pattern.compile(expression(text));
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it can match nothing
   */
  public static UrlGlob of(String text) {
    boolean useful = text.contains("://") || text.startsWith("/") || text.startsWith("*");
    if (!useful)
      throw new IllegalArgumentException(
          "not a pattern for URLs: '" + text + "' (write it like /docs/** or **.pdf)");
    return new UrlGlob(text);
  }

  private static String expression(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*') {
        out.append(Pattern.quote(String.valueOf(c)));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '*') {
        while (i + 1 < text.length() && text.charAt(i + 1) == '*') i++;
        out.append(".*");
      } else {
        out.append("[^/]*");
      }
    }
    return out.toString();
  }

  /** Tells whether the URL is one of these. */
  public boolean matches(WebUrl url) {
    String all = url.toString();
    String subject = whole ? all : all.substring(all.indexOf('/', all.indexOf("://") + 3));
    return pattern.matcher(subject).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
