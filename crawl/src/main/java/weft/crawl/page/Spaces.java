package weft.crawl.page;

/**
 * White space as jsoup sees it in text. Other control characters count as such here: nothing of a
 * stranger's is to move the cursor of a terminal.
 */
final class Spaces {
  private static final char NO_BREAK_SPACE = 160;
  private static final char ZERO_WIDTH_SPACE = 8203;
  private static final char SOFT_HYPHEN = 173;

  private Spaces() {}

  /** The text with one space for each run of white space, none at its ends. */
  static String collapse(String text) {
    var out = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ZERO_WIDTH_SPACE || c == SOFT_HYPHEN) continue;
      boolean white = c == ' ' || c == NO_BREAK_SPACE || Character.isISOControl(c);
      if (!white) {
        if (space && !out.isEmpty()) out.append(' ');
        out.append(c);
      }
      space = white;
    }
    return out.toString();
  }
}
