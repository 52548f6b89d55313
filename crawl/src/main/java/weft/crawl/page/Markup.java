package weft.crawl.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes HTML apart into tags, as the standard's tokeniser does, and makes nothing of the text
 * between them. Where parsers have ways of their own, it is in doubt.
 */
final class Markup implements StartTag {
  /** What comes next. */
  enum Token {
    START,
    END,
    DONE,
    /** Only a whole parser can tell. */
    DOUBT
  }

  private final String text;
  private int at;
  private boolean words;
  private String name = "";
  private boolean selfClosing;

  /** For each attribute, where name and value begin and end. */
  private int[] attributes = new int[32];

  private int count;

  Markup(String text) {
    this.text = text;
  }

  /** Goes on to the next tag. */
  Token next() {
    while (true) {
      int open = text.indexOf('<', at);
      if (!words) words = !isBlank(at, open < 0 ? text.length() : open);
      if (open < 0) return Token.DONE;
      at = open + 1;
      char c = charAt(at);
      if (isLetter(c)) return tag(Token.START);
      switch (c) {
        case '/' -> {
          at++;
          if (isLetter(charAt(at))) return tag(Token.END);
          if (at == text.length() || !skipBehind(">")) return Token.DOUBT;
        }
        case '!' -> {
          if (!declaration()) return Token.DOUBT;
        }
        case '?' -> {
          if (!skipBehind(">")) return Token.DOUBT;
        }
        default -> words = true;
      }
    }
  }

  private boolean declaration() {
    if (text.startsWith("[CDATA[", at + 1)) return false; // a comment, or is it?
    if (!text.startsWith("--", at + 1)) return skipBehind(">");
    at += 3;
    if (text.startsWith(">", at) || text.startsWith("->", at)) return skipBehind(">");
    int end = text.indexOf("--", at);
    while (end >= 0 && charAt(end + 2) != '>') {
      if (text.startsWith("!>", end + 2)) return false;
      end = text.indexOf("--", end + 1);
    }
    at = end + 3;
    return end >= 0;
  }

  private boolean skipBehind(String sign) {
    int end = text.indexOf(sign, at);
    at = end + sign.length();
    return end >= 0;
  }

  private Token tag(Token kind) {
    int start = at;
    boolean lower = true;
    char c = charAt(at);
    for (; c > ' ' && c != '/' && c != '>'; c = charAt(++at)) {
      if (c == '<' || c >= 128) return Token.DOUBT;
      if (c <= 'Z' && c >= 'A') lower = false;
    }
    String written = text.substring(start, at);
    name = lower ? written : written.toLowerCase(Locale.ROOT);
    return attributes() ? kind : Token.DOUBT;
  }

  /** Reads what follows a tag's name, to the end of the tag. False where it is in doubt. */
  private boolean attributes() {
    count = 0;
    selfClosing = false;
    while (true) {
      skipSpace();
      char c = charAt(at);
      switch (c) {
        case 0, '<', '=', '"', '\'' -> {
          return false;
        }
        case '>' -> {
          at++;
          return true;
        }
        case '/' -> {
          at++;
          selfClosing = charAt(at) == '>';
        }
        default -> {
          if (!attribute()) return false;
        }
      }
    }
  }

  private boolean attribute() {
    int start = at;
    char c = charAt(at);
    for (; c > ' ' && c != '=' && c != '/' && c != '>'; c = charAt(++at)) {
      if (c == '<' || c == '"' || c == '\'') return false;
    }
    int end = at;
    skipSpace();
    if (charAt(at) != '=') return add(start, end, end, end);
    at++;
    skipSpace();
    char quote = charAt(at);
    int value = quote == '"' || quote == '\'' ? at + 1 : at;
    int valueEnd = value > at ? text.indexOf(quote, value) : unquotedEnd();
    if (valueEnd < 0) return false;
    at = value > at ? valueEnd + 1 : valueEnd;
    return add(start, end, value, valueEnd);
  }

  private int unquotedEnd() {
    int end = at;
    char c = charAt(end);
    for (; c > ' ' && c != '>'; c = charAt(++end)) {
      if (c == '"' || c == '\'' || c == '<' || c == '=' || c == '`') return -1;
    }
    return end == at ? -1 : end;
  }

  private boolean add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (4 * count == attributes.length) attributes = Arrays.copyOf(attributes, 8 * count);
    attributes[4 * count] = nameStart;
    attributes[4 * count + 1] = nameEnd;
    attributes[4 * count + 2] = valueStart;
    attributes[4 * count + 3] = valueEnd;
    return ++count < 512; // jsoup takes no more
  }

  @Override
  public String name() {
    return name;
  }

  boolean isSelfClosing() {
    return selfClosing;
  }

  @Override
  public Optional<String> attribute(String wanted) {
    for (int i = 0; i < 4 * count; i += 4) {
      boolean named =
          attributes[i + 1] - attributes[i] == wanted.length()
              && text.regionMatches(true, attributes[i], wanted, 0, wanted.length());
      if (named) return Optional.of(unescaped(attributes[i + 2], attributes[i + 3], true));
    }
    return Optional.empty();
  }

  /** Whether anything but white space, tags and comments came until now. */
  boolean hasWords() {
    return words;
  }

  /**
   * The text up to the end tag of the element that has just begun, in which no tags count; empty
   * where it is in doubt.
   */
  Optional<String> raw(boolean entities) {
    int from = at;
    int end = text.indexOf("</", from);
    while (end >= 0 && !isEndTag(end)) end = text.indexOf("</", end + 2);
    if (end < 0) return Optional.empty();
    if (name.equals("script") && hidesItsEnd(from, end)) return Optional.empty();
    at = end;
    return Optional.of(entities ? unescaped(from, end, false) : "");
  }

  private boolean isEndTag(int end) {
    if (!text.regionMatches(true, end + 2, name, 0, name.length())) return false;
    char c = charAt(end + 2 + name.length());
    return isSpace(c) || c == '/' || c == '>';
  }

  /** In a comment in a script, a script's end tag may be that of another script. */
  private boolean hidesItsEnd(int from, int end) {
    int comment = text.indexOf("<!--", from);
    return comment >= 0 && comment < end;
  }

  private String unescaped(int from, int end, boolean inAttribute) {
    return Entities.undone(text.substring(from, end), inAttribute);
  }

  private void skipSpace() {
    while (isSpace(charAt(at))) at++;
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isSpace(text.charAt(i))) return false;
    }
    return true;
  }

  /** NUL at the end; where a page has one, it isn't read here at all. */
  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }
}
