package weft.inspect;

/** Writes JSON: the caller says what comes next, this puts in commas, quotes and escapes. */
final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  /** Begins an object or an array: <code>{</code> or {@code [}. */
  JsonText open(char bracket) {
    separate();
    text.append(bracket);
    first = true;
    return this;
  }

  /** Ends what was begun. */
  JsonText close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  /** The name of a field, whose value comes next. */
  JsonText name(String name) {
    separate();
    quote(name);
    text.append(':');
    first = true;
    return this;
  }

  JsonText value(String value) {
    separate();
    quote(value);
    return this;
  }

  JsonText value(long value) {
    separate();
    text.append(value);
    return this;
  }

  JsonText value(double value) {
    separate();
    text.append(value);
    return this;
  }

  JsonText value(boolean value) {
    separate();
    text.append(value);
    return this;
  }

  private void separate() {
    if (!first) text.append(',');
    first = false;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          // Half a surrogate pair is no character, and no reader of UTF-8 takes it.
          if (c < ' ' || isLone(value, i)) text.append("\\u").append(hex(c));
          else text.append(c);
        }
      }
    }
    text.append('"');
  }

  private static boolean isLone(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private static String hex(char c) {
    return Integer.toHexString(0x10000 | c).substring(1);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
