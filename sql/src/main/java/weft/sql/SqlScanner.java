package weft.sql;

/** Finds the placeholders of a statement. */
final class SqlScanner {
  private final String sql;
  private int at;

  SqlScanner(String sql) {
    this.sql = sql;
  }

  /** Where the last placeholder ends. */
  int end() {
    return at;
  }

  /** Where the next placeholder begins; -1 if there is none. */
  int next() {
    while (at < sql.length()) {
      int begin = at;
      switch (sql.charAt(at)) {
        case '\'' -> skipQuoted('\'', isEscaping());
        case '"' -> skipQuoted('"', false);
        case '`' -> skipQuoted('`', false);
        case '-' -> skipLineComment();
        case '/' -> skipComment();
        case '$' -> skipDollarQuoted();
        case '?' -> {
          at++;
          if (peek() != '?') return begin;
          at++;
        }
        case ':' -> {
          if (isName()) return begin;
        }
        default -> at++;
      }
    }
    return -1;
  }

  private char peek() {
    return at < sql.length() ? sql.charAt(at) : 0;
  }

  /** Moves past a colon, and past the name after it if there is one. */
  private boolean isName() {
    at++;
    if (peek() == ':' || peek() == '=') {
      at++;
      return false;
    }
    if (!Character.isLetter(peek()) && peek() != '_') return false;
    while (Character.isLetterOrDigit(peek()) || peek() == '_') at++;
    return true;
  }

  /** Whether the literal that begins here is one like E'it\'s'. */
  private boolean isEscaping() {
    boolean e = at > 0 && (sql.charAt(at - 1) | 0x20) == 'e';
    return e && (at == 1 || !isPartOfName(sql.charAt(at - 2)));
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /** A doubled quote inside needs no care: it ends one literal and begins another. */
  private void skipQuoted(char quote, boolean escaping) {
    for (at++; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == '\\' && escaping) at++;
      else if (c == quote) break;
    }
    at = Math.min(at + 1, sql.length());
  }

  private void skipLineComment() {
    at++;
    if (peek() != '-') return;
    int end = sql.indexOf('\n', at);
    at = end < 0 ? sql.length() : end;
  }

  private void skipComment() {
    at++;
    if (peek() != '*') return;
    int depth = 1; // they nest
    for (at++; at < sql.length() && depth > 0; at++) {
      if (sql.startsWith("*/", at)) {
        depth--;
        at++;
      } else if (sql.startsWith("/*", at)) {
        depth++;
        at++;
      }
    }
  }

  /** PostgreSQL's $tag$ ... $tag$; a dollar within a name, or before a number, is just that. */
  private void skipDollarQuoted() {
    int begin = at++;
    if (begin > 0 && isPartOfName(sql.charAt(begin - 1))) return;
    if (Character.isDigit(peek())) return;
    while (Character.isLetterOrDigit(peek()) || peek() == '_') at++;
    if (peek() != '$') return;
    String tag = sql.substring(begin, ++at);
    int end = sql.indexOf(tag, at);
    at = end < 0 ? sql.length() : end + tag.length();
  }
}
