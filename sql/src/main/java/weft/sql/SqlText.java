package weft.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement, taken apart at its placeholders: {@code ?} or {@code :name}, but neither in
 * literals, quoted names and comments, nor {@code ??} (a question mark of the statement's own),
 * {@code ::} and {@code :=}.
 */
final class SqlText {
  private static final Pattern IN = Pattern.compile("(?is).*\\bin\\s*\\(\\s*");
  private static final Pattern NOT_IN = Pattern.compile("(?is).*\\bnot\\s+in\\s*\\(\\s*");

  /** Few lists are longer, and PostgreSQL takes 65,535 values in all. */
  private static final int MOST_FILLED = 1 << 14;

  private final String sql;
  private final List<String> parts; // around the placeholders
  private final List<String> names; // of the placeholders; empty if they have none
  private final String plain;

  private SqlText(String sql, List<String> parts, List<String> names) {
    this.sql = sql;
    this.parts = parts;
    this.names = names;
    plain = names.isEmpty() ? sql : String.join("?", parts);
  }

  /**
   * Takes {@code sql} apart.
   *
   * @throws IllegalArgumentException if it has both kinds of placeholders
   */
  static SqlText of(String sql) {
    Objects.requireNonNull(sql, "sql");
    var parts = new ArrayList<String>();
    var names = new ArrayList<String>();
    boolean positional = false;
    int begin = 0;
    var scanner = new SqlScanner(sql);
    for (int at = scanner.next(); at >= 0; at = scanner.next()) {
      parts.add(sql.substring(begin, at));
      begin = scanner.end();
      if (sql.charAt(at) == ':') names.add(sql.substring(at + 1, begin));
      else positional = true;
    }
    parts.add(sql.substring(begin));
    if (positional && !names.isEmpty()) {
      throw new IllegalArgumentException(
          "placeholders are either ? or :name, not both (a ? that is none is ??), in: "
              + Errors.statement(sql));
    }
    return new SqlText(sql, List.copyOf(parts), List.copyOf(names));
  }

  String sql() {
    return sql;
  }

  /** The names of the placeholders, in their order; empty if they have none. */
  List<String> names() {
    return names;
  }

  /** How many placeholders there are. */
  int placeholders() {
    return parts.size() - 1;
  }

  /** The text for the driver, where each placeholder is for one value. */
  String plain() {
    return plain;
  }

  /**
   * The text for the driver, where a placeholder has as many places as its collection has elements;
   * the values for all of them are added to {@code values}. The list of an IN is filled up to a
   * power of two with its last element, so that there are few different texts to prepare.
   */
  String expanded(@Nullable Object[] arguments, List<@Nullable Object> values) {
    var text = new StringBuilder(parts.getFirst());
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof Collection<?> list) {
        expand(list, IN.matcher(parts.get(i)).matches(), i, text, values);
      } else {
        text.append('?');
        values.add(arguments[i]);
      }
      text.append(parts.get(i + 1));
    }
    return text.toString();
  }

  private void expand(
      Collection<?> list, boolean in, int i, StringBuilder text, List<@Nullable Object> values) {
    if (list.isEmpty()) {
      text.append(empty(i, in));
      return;
    }
    values.addAll(list);
    int filled = Math.max(1, Integer.highestOneBit(2 * list.size() - 1));
    int places = in && filled <= MOST_FILLED ? filled : list.size();
    var last = values.getLast();
    for (int n = list.size(); n < places; n++) values.add(last);
    text.append("?").repeat(", ?", places - 1);
  }

  private String empty(int i, boolean in) {
    if (in && !NOT_IN.matcher(parts.get(i)).matches()) return "null"; // nothing is in it
    throw new IllegalArgumentException(
        "an empty collection is for IN only, but not for NOT IN, which SQL can't say; in: "
            + Errors.statement(sql));
  }

  @Override
  public String toString() {
    return sql;
  }
}
