package weft.sql;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/** PostgreSQL, by its own driver. */
final class Postgres extends Dialect {
  private static final int LONGEST_NAME = 63;

  static boolean isDriverOf(Connection connection) throws SQLException {
    try {
      return connection.isWrapperFor(PGConnection.class)
          && connection.isWrapperFor(BaseConnection.class);
    } catch (LinkageError e) {
      return false; // some other driver, or out of sight behind somebody's pool
    }
  }

  /**
   * Not by the statement, whose driver thinks that it isn't at work while it fetches more rows. It
   * returns when the server has closed the connection that carried the request. By then the request
   * has become a signal to the process that works for us, which that has to take before it reads
   * anything we send later; and one that comes while there is no statement is dropped.
   */
  @Override
  void cancel(Connection connection, @Nullable Statement statement) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  void limitStatements(Connection connection, Duration limit) throws SQLException {
    run(connection, "set statement_timeout = " + limit.toMillis());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  boolean isInTransaction(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
  }

  @Override
  boolean sendsSeveral() {
    return true;
  }

  @Override
  boolean rollsBackAllOnConflict() {
    return false;
  }

  @Override
  int isolation(Connection connection) {
    return 0; // there will be nothing to bring back
  }

  /**
   * In a round trip of its own, that is not cancelled. The driver would send its own BEGIN together
   * with the first statement, but not as a part of it: if that BEGIN alone is cancelled, the server
   * carries the statement out all the same, and commits it at once.
   */
  @Override
  void begin(Connection connection, TransactionOptions options) throws SQLException {
    String sql = "begin";
    if (options.isolation() != Isolation.DEFAULT) {
      sql += " isolation level " + options.isolation().words();
    }
    run(connection, options.isReadOnly() ? sql + " read only" : sql);
    connection.setAutoCommit(false); // the driver sees that a transaction is open
  }

  /** A commit of such a one would roll it back, and say nothing. */
  @Override
  boolean hasFailed(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED;
  }

  @Override
  boolean hasEnded(Connection connection) throws SQLException {
    return !isInTransaction(connection);
  }

  @Override
  void end(Connection connection, TransactionOptions options, int isolation) {}

  /** As text, of which the server makes an interval. */
  @Override
  void bind(PreparedStatement statement, int index, Duration value) throws SQLException {
    statement.setObject(index, value.toString(), Types.OTHER);
  }

  /** The server finds out whether it is text, or a value of an enumerated type. */
  @Override
  void bind(PreparedStatement statement, int index, Enum<?> value) throws SQLException {
    statement.setObject(index, value.name(), Types.OTHER);
  }

  @Override
  String arrayType(Class<?> element) {
    return switch (ArrayTypes.standard(element)) {
      case "varchar" -> "text";
      case "integer" -> "int4";
      case "bigint" -> "int8";
      case "smallint" -> "int2";
      case "boolean" -> "bool";
      case "double precision" -> "float8";
      case "real" -> "float4";
      case "timestamp with time zone" -> "timestamptz";
      case String other -> other;
    };
  }

  /** Without the detail, where the server names the values: "Key (email)=(...) already exists". */
  @Override
  String line(SQLException e) {
    if (!(e instanceof PSQLException p)) return super.line(e);
    var message = p.getServerErrorMessage();
    if (message == null || message.getMessage() == null) return super.line(e);
    String hint = message.getHint() == null ? "" : " Hint: " + message.getHint();
    return Errors.oneLine(message.getSeverity() + ": " + message.getMessage() + hint);
  }

  @Override
  @Nullable String constraint(SQLException e) {
    if (!(e instanceof PSQLException p)) return null;
    var message = p.getServerErrorMessage();
    return message == null ? null : message.getConstraint();
  }

  @Override
  Notifier notifier(Connection connection) throws SQLException {
    var ear = connection.unwrap(PGConnection.class);
    return new Notifier() {
      @Override
      public void listen(String channel) throws SQLException {
        if (channel.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
          // LISTEN would cut it, and hear nothing, for NOTIFY doesn't.
          throw new IllegalArgumentException(
              "the name of a channel has " + LONGEST_NAME + " bytes at most: " + channel);
        }
        run(connection, "listen " + ear.escapeIdentifier(channel));
      }

      @Override
      public List<Notification> await(Duration limit) throws SQLException {
        PGNotification @Nullable [] got = ear.getNotifications((int) limit.toMillis());
        return got == null ? List.of() : Arrays.stream(got).map(Postgres::notification).toList();
      }
    };
  }

  private static Notification notification(PGNotification n) {
    return new Notification(n.getName(), n.getParameter(), n.getPID());
  }
}
