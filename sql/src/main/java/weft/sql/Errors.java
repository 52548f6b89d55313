package weft.sql;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes our exceptions of the drivers'. */
final class Errors {
  private static final int LONGEST_STATEMENT = 200;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)(password=)(?:\\{[^}]*}|[^&;]*)"
              + "|(?<=//)([^/@:]*):(?:[^?]*|[^=]*)(?=@)"
              + "|(?<=:thin:)([^/@]*)/.*(?=@)");

  /**
   * Of PostgreSQL: ended by its administrator, by its limits for idle sessions, transactions and
   * idle ones, with its database, or too many connections; of H2: broken, closed.
   */
  private static final Set<String> LOST =
      Set.of(
          "57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "53300", "90067", "90098",
          "90121");

  private Errors() {}

  static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** Whether the statement was ended by a request, whoever made it. */
  static boolean isCancelled(SQLException e) {
    return state(e).equals("57014");
  }

  /** Whether the connection is of no use any more. */
  static boolean isLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08")
        || state.startsWith("28")
        || LOST.contains(state)
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLTransientConnectionException;
  }

  /** What a failure of {@code sql} is to callers. */
  static SqlException of(SQLException thrown, String sql, Dialect dialect) {
    // That of a batch has the values of its row in the message, and of the reason only the text.
    var next = thrown instanceof BatchUpdateException ? thrown.getNextException() : null;
    var e = next == null ? thrown : next;
    String state = state(e);
    String message =
        dialect.line(e) + (state.isEmpty() ? "" : " [" + state + "]") + " in: " + statement(sql);
    if (isLost(e)) return new ConnectionException(message, e);
    return switch (state) {
      case "40001", "40P01" -> new SerializationException(message, e);
      case "57014", "55P03", "HYT00" -> new QueryTimeoutException(message, e);
      default ->
          state.startsWith("23")
              ? new ConstraintException(message, e, kind(state), dialect.constraint(e))
              : new SqlException(message, e);
    };
  }

  private static ConstraintException.Kind kind(String state) {
    return switch (state) {
      case "23505" -> ConstraintException.Kind.UNIQUE;
      case "23503", "23506" -> ConstraintException.Kind.FOREIGN_KEY;
      case "23502" -> ConstraintException.Kind.NOT_NULL;
      case "23513", "23514" -> ConstraintException.Kind.CHECK;
      default -> ConstraintException.Kind.OTHER;
    };
  }

  /** The message in one line. */
  static String line(Throwable e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) return e.getClass().getSimpleName();
    int statement = message.indexOf("; SQL statement:"); // H2 adds it, and we do, too
    return oneLine(statement < 0 ? message : message.substring(0, statement));
  }

  /** The statement, in one line that isn't too long. */
  static String statement(String sql) {
    String line = oneLine(sql);
    return line.length() <= LONGEST_STATEMENT ? line : line.substring(0, LONGEST_STATEMENT) + "...";
  }

  static String oneLine(String text) {
    return SPACE.matcher(text.strip()).replaceAll(" ");
  }

  /** The address of a database, without passwords. */
  static String address(String url) {
    return SECRET
        .matcher(url)
        .replaceAll(m -> m.group(1) != null ? "$1***" : m.group(2) != null ? "$2:***" : "$3/***");
  }
}
