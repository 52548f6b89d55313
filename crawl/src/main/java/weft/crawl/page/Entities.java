package weft.crawl.page;

import org.jsoup.parser.Parser;

/** Undoes the entities of a text. The commonest is undone here, all others by jsoup. */
final class Entities {
  private static final String AMPERSAND = "&amp;";

  private Entities() {}

  static String undone(String text, boolean inAttribute) {
    int at = text.indexOf('&');
    if (at < 0) return text;
    while (at >= 0 && text.startsWith(AMPERSAND, at)) at = text.indexOf('&', at + 1);
    return at < 0 ? text.replace(AMPERSAND, "&") : Parser.unescapeEntities(text, inAttribute);
  }
}
