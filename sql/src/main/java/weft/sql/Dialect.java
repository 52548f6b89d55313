package weft.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.sql.socket.YieldingSockets;

/** Where databases, or their drivers, differ. What is here is plain JDBC. */
class Dialect {
  static final Dialect PLAIN = new Dialect();

  /** A driver may be a module or on the class path, which no descriptor of ours can name. */
  private static final Module US = Dialect.class.getModule();

  /** The one of {@code connection}'s database. */
  static Dialect of(Connection connection) throws SQLException {
    US.addReads(connection.getClass().getModule());
    return switch (connection.getMetaData().getDatabaseProductName()) {
      case "PostgreSQL" -> Postgres.isDriverOf(connection) ? new Postgres() : PLAIN;
      case "H2" -> new H2();
      default -> PLAIN;
    };
  }

  /** Settings for the driver that are better than its own, by the beginning of the URL. */
  static List<String> driverSettings(String url) {
    return url.startsWith("jdbc:postgresql:")
        ? List.of("ApplicationName", "weft", "tcpKeepAlive", "true")
        : List.of();
  }

  /**
   * The class of our sockets, if the driver takes such, and sees them from where it was loaded. Its
   * module may then make them, and no other.
   */
  static Optional<String> sockets(String url, Driver driver) {
    if (!url.startsWith("jdbc:postgresql:")) return Optional.empty();
    String name = YieldingSockets.class.getName();
    try {
      var seen = Class.forName(name, false, driver.getClass().getClassLoader());
      if (seen != YieldingSockets.class) return Optional.empty();
      US.addExports(seen.getPackageName(), driver.getClass().getModule());
      return Optional.of(name);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks the server to end what the connection is at; has no effect if that is nothing, also not
   * later, once this has returned.
   */
  void cancel(Connection connection, @Nullable Statement statement) throws SQLException {
    if (statement == null) return;
    try {
      statement.cancel();
    } catch (SQLException e) {
      if (!statement.isClosed()) throw e; // its user was faster
    }
  }

  /** Has the server end each statement that takes longer. */
  void limitStatements(Connection connection, Duration limit) throws SQLException {
    throw new IllegalArgumentException("a statement timeout is for PostgreSQL and H2 only");
  }

  /** Whether a conflict ends the transaction at once, with all savepoints, and another begins. */
  boolean rollsBackAllOnConflict() {
    return true;
  }

  /** Whether a text may have several statements, each with values and a result of its own. */
  boolean sendsSeveral() {
    return false;
  }

  /** Whether a transaction is open that none of us began. */
  boolean isInTransaction(Connection connection) throws SQLException {
    return false;
  }

  /** The isolation that {@link #end} is to bring back. */
  int isolation(Connection connection) throws SQLException {
    return connection.getTransactionIsolation();
  }

  /** Begins a transaction, and turns autocommit off. */
  void begin(Connection connection, TransactionOptions options) throws SQLException {
    connection.setAutoCommit(false);
    if (options.isolation() != Isolation.DEFAULT) {
      connection.setTransactionIsolation(options.isolation().level());
    }
    if (options.isReadOnly()) connection.setReadOnly(true);
  }

  /** Whether the transaction has failed, so that it can't be committed. */
  boolean hasFailed(Connection connection) throws SQLException {
    return false;
  }

  /** Whether a transaction that was begun is over, by a statement of its user's. */
  boolean hasEnded(Connection connection) throws SQLException {
    return false;
  }

  /** Undoes after a transaction what {@link #begin} has set; autocommit is on again. */
  void end(Connection connection, TransactionOptions options, int isolation) throws SQLException {
    if (options.isolation() != Isolation.DEFAULT) connection.setTransactionIsolation(isolation);
    if (options.isReadOnly()) connection.setReadOnly(false);
  }

  void bind(PreparedStatement statement, int index, Duration value) throws SQLException {
    statement.setObject(index, value);
  }

  void bind(PreparedStatement statement, int index, Enum<?> value) throws SQLException {
    statement.setString(index, value.name());
  }

  /** What the database calls the type of an array's elements. */
  String arrayType(Class<?> element) {
    return ArrayTypes.standard(element);
  }

  /** What the failure says, in one line; values that the server tells apart are left out. */
  String line(SQLException e) {
    return Errors.line(e);
  }

  /** The name of the violated constraint, if it is known. */
  @Nullable String constraint(SQLException e) {
    return null;
  }

  /** What may notify us through {@code connection}. */
  Notifier notifier(Connection connection) throws SQLException {
    throw new UnsupportedOperationException("only PostgreSQL has LISTEN and NOTIFY");
  }
}
