package weft.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as the driver takes it, with its values. */
final class Prepared {
  /** Other than by {@code connection::prepareStatement}. */
  @FunctionalInterface
  interface Preparing {
    PreparedStatement prepare(String text) throws SQLException;
  }

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
  static Prepared of(String sql, @Nullable Object... parameters) {
    var parsed = SqlText.of(sql);
    var arguments = Arguments.of(parsed, parameters);
    if (Arrays.stream(arguments).noneMatch(Collection.class::isInstance)) {
      return new Prepared(parsed.plain(), Arrays.asList(arguments.clone()));
    }
    var values = new ArrayList<@Nullable Object>();
    return new Prepared(parsed.expanded(arguments, values), values);
  }

  PreparedStatement prepare(Call call) throws SQLException {
    return prepare(call, call.connection()::prepareStatement);
  }

  PreparedStatement prepare(Call call, Preparing by) throws SQLException {
    var statement = call.executing(by.prepare(text));
    boolean bound = false;
    try {
      Binding.all(call, statement, values);
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
