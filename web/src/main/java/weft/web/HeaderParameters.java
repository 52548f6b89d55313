package weft.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What follows the first semicolon of a header: {@code form-data; name="a"; filename="b.png"}. */
final class HeaderParameters {
  private final String text;
  private int at;

  private HeaderParameters(String text) {
    this.text = text;
    this.at = text.indexOf(';');
  }

  /** The parameters by their names in small letters; of two with one name the first. */
  static Map<String, String> of(String header) {
    var all = new LinkedHashMap<String, String>();
    var reader = new HeaderParameters(header);
    while (reader.at >= 0 && reader.at < header.length()) reader.next(all);
    return all;
  }

  private void next(Map<String, String> to) {
    int equals = text.indexOf('=', ++at);
    int semicolon = text.indexOf(';', at);
    if (equals < 0 || (semicolon >= 0 && semicolon < equals)) { // one without a value
      at = semicolon;
      return;
    }
    String name = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
    at = equals + 1;
    while (at < text.length() && text.charAt(at) == ' ') at++;
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    to.putIfAbsent(name, quoted ? quoted() : plain());
  }

  private String plain() {
    int semicolon = text.indexOf(';', at);
    String value = text.substring(at, semicolon < 0 ? text.length() : semicolon).strip();
    at = semicolon;
    return value;
  }

  private String quoted() {
    var value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length() && isEscaped(text.charAt(at + 1))) at++;
      value.append(text.charAt(at++));
    }
    at = text.indexOf(';', at);
    return value.toString();
  }

  /** Of other characters a backslash is one itself: old browsers send whole paths of files. */
  private static boolean isEscaped(char c) {
    return c == '"' || c == '\\';
  }
}
