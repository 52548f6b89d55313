package weft.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement as the driver takes it, with its values. */
final class Prepared {
  /** Other than by {@code connection::prepareStatement}. */
  @FunctionalInterface
  interface Preparing {
    PreparedStatement prepare(String text) throws SQLException;
  }

  private static final int LONGEST_JOINED = 1_000;
  private static final Pattern LOCKING = Pattern.compile("(?i)\\sfor\\s|\\sinto\\s");

  private final String text;
  private final List<@Nullable Object> values;

  private Prepared(String text, List<@Nullable Object> values) {
    this.text = text;
    this.values = values;
  }

  /**
   * Puts the parameters to their places.
   *
   * @throws IllegalArgumentException if they don't fit
   */
  static Prepared of(String sql, @Nullable Object @Nullable ... parameters) {
    var parsed = SqlText.of(sql);
    var arguments = Arguments.of(parsed, parameters);
    if (Arrays.stream(arguments).noneMatch(Collection.class::isInstance)) {
      return new Prepared(parsed.plain(), Arrays.asList(arguments.clone()));
    }
    var values = new ArrayList<@Nullable Object>();
    return new Prepared(parsed.expanded(arguments, values), values);
  }

  /** The text for the driver. */
  String text() {
    return text;
  }

  /**
   * Whether it may be sent together with others of the same text: it only reads, is one statement,
   * and has values so small that nobody blocks by sending all of them.
   */
  boolean mayBeJoined() {
    return text.regionMatches(true, 0, "select", 0, 6)
        && text.indexOf(';') < 0
        && !LOCKING.matcher(text).find()
        && values.stream().allMatch(Prepared::isSmall);
  }

  private static boolean isSmall(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String s -> s.length() <= LONGEST_JOINED;
      case Number _, Boolean _, Enum<?> _, UUID _, Temporal _, TemporalAmount _ -> true;
      default -> false;
    };
  }

  /** Puts the values into a statement, from a place on; returns the place behind them. */
  int bind(Call call, PreparedStatement statement, int place) throws SQLException {
    return Binding.all(call, statement, place, values);
  }

  PreparedStatement prepare(Call call) throws SQLException {
    return prepare(call, call.connection()::prepareStatement);
  }

  PreparedStatement prepare(Call call, Preparing by) throws SQLException {
    var statement = call.executing(by.prepare(text));
    boolean bound = false;
    try {
      int unused = bind(call, statement, 1);
      bound = true;
    } finally {
      if (!bound) statement.close();
    }
    return statement;
  }

  @Override
  public String toString() {
    return Errors.statement(text);
  }
}
