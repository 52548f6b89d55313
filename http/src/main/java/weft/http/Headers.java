package weft.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.core5.http.Header;

/** The header fields of a message, in their order. Immutable; names compare without case. */
public final class Headers {
  private static final Headers NONE = new Headers(new String[0]);

  /** Name, value, name, value: a response has a dozen, and a scan beats a map there. */
  private final String[] fields;

  Headers(String[] fields) {
    this.fields = fields;
  }

  /** Bytes are taken as Latin-1, and as UTF-8 where they are that, as in many a Location. */
  static Headers of(Header[] received) {
    String[] all = new String[2 * received.length];
    for (int i = 0; i < received.length; i++) {
      String value = received[i].getValue();
      all[2 * i] = received[i].getName();
      all[2 * i + 1] = value == null ? "" : utf8(value);
    }
    return new Headers(all);
  }

  private static String utf8(String value) {
    int i = 0;
    while (i < value.length() && value.charAt(i) < 0x80) i++;
    if (i == value.length()) return value;
    try {
      var bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      return value;
    }
  }

  /** No fields. */
  public static Headers none() {
    return NONE;
  }

  /**
   * Fields from names and values in turn.
   *
   * @throws IllegalArgumentException if a name is no token or a value could break the message apart
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0)
      throw new IllegalArgumentException("a header name without a value");
    return new Headers(checked(namesAndValues.clone()));
  }

  /** These fields and one more at the end. */
  public Headers with(String name, String value) {
    String[] longer = java.util.Arrays.copyOf(fields, fields.length + 2);
    longer[fields.length] = name;
    longer[fields.length + 1] = value;
    return new Headers(checked(longer));
  }

  /** These fields but for those of that name. */
  public Headers without(String name) {
    var left = new ArrayList<String>(fields.length);
    for (int i = 0; i < fields.length; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        left.add(fields[i]);
        left.add(fields[i + 1]);
      }
    }
    return left.size() == fields.length ? this : new Headers(left.toArray(String[]::new));
  }

  /** The value of the first field of that name. */
  public Optional<String> first(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) return Optional.of(fields[i + 1]);
    }
    return Optional.empty();
  }

  /** Tells whether there is a field of that name. */
  public boolean has(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) return true;
    }
    return false;
  }

  /** The values of all fields of that name, in order; empty where there is none. */
  public List<String> all(String name) {
    var values = new ArrayList<String>(2);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) values.add(fields[i + 1]);
    }
    return Collections.unmodifiableList(values);
  }

  /** The names, each once, in alphabetical order without case. */
  public Set<String> names() {
    var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < fields.length; i += 2) names.add(fields[i]);
    return Collections.unmodifiableSet(names);
  }

  int size() {
    return fields.length / 2;
  }

  String name(int index) {
    return fields[2 * index];
  }

  String value(int index) {
    return fields[2 * index + 1];
  }

  private static String[] checked(String[] fields) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].isEmpty() || !fields[i].chars().allMatch(Headers::isToken)) {
        throw new IllegalArgumentException("not a header name: '" + fields[i] + "'");
      }
      if (fields[i + 1].chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
        throw new IllegalArgumentException("a line break in the value of header " + fields[i]);
      }
    }
    return fields;
  }

  private static boolean isToken(int c) {
    return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2)
      text.append(fields[i]).append(": ").append(fields[i + 1]).append('\n');
    return text.toString();
  }
}
