package weft.crawl.store;

import java.util.List;
import java.util.Map;

/**
 * Writes JSON objects that are flat, or nearly so, one a line: all that is needed here, without a
 * library.
 */
final class Json {
  private final StringBuilder out = new StringBuilder(4096);
  private boolean first;

  /** An object without line ends. */
  static String of(Map<String, String> values) {
    var json = new Json();
    json.object(values);
    return json.toString();
  }

  void open() {
    out.append('{');
    first = true;
  }

  void close() {
    out.append("}\n");
  }

  void field(String name, String value) {
    name(name);
    text(value);
  }

  void field(String name, long value) {
    name(name);
    out.append(value);
  }

  void field(String name, List<String> values) {
    name(name);
    out.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) out.append(',');
      text(values.get(i));
    }
    out.append(']');
  }

  void field(String name, Map<String, String> values) {
    name(name);
    object(values);
    first = false;
  }

  private void object(Map<String, String> values) {
    out.append('{');
    first = true;
    values.forEach((key, value) -> field(key, value));
    out.append('}');
  }

  private void name(String name) {
    if (!first) out.append(',');
    first = false;
    text(name);
    out.append(':');
  }

  /** Line separators are escaped too: a line is an object for every reader of lines. */
  private void text(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean control = c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
          if (control || (Character.isSurrogate(c) && isAlone(value, i))) escape(c);
          else out.append(c);
        }
      }
    }
    out.append('"');
  }

  private void escape(char c) {
    out.append("\\u").append(String.format("%04x", (int) c));
  }

  private static boolean isAlone(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
