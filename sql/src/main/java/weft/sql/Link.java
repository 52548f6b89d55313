package weft.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection, and what we know of it. It belongs to one task at a time. */
final class Link {
  final Connection connection;
  final Dialect dialect;

  /** How long the server may take to end what it is asked to end. */
  final Duration patience;

  private volatile boolean broken;

  Link(Connection connection, Dialect dialect, Duration patience) {
    this.connection = connection;
    this.dialect = dialect;
    this.patience = patience;
  }

  /** Whether it is of no use any more. */
  boolean isBroken() {
    return broken;
  }

  void broken() {
    broken = true;
  }

  /** Asks the server to end what it does for us; from another thread. */
  void cancel(@Nullable Statement statement) throws SQLException {
    dialect.cancel(connection, statement);
  }

  /** Cuts the connection, so that whoever is in the driver comes out with a failure. */
  void abort() {
    broken = true;
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      // It is of no use any more: that is what was wanted.
    }
  }

  /** Whether the server answers. */
  boolean isWell() {
    return !broken
        && Call.within(
            this, patience, "is the connection well?", call -> connection.isValid(seconds()));
  }

  private int seconds() {
    return (int) Math.max(1, patience.toSeconds());
  }

  /** Whether a transaction of ours isn't there any more, as far as the driver knows. */
  boolean hasEndedTransaction() {
    try {
      return !broken && dialect.hasEnded(connection);
    } catch (SQLException e) {
      return false; // what comes next will tell
    }
  }

  /** Leaves no transaction open that somebody began by hand. */
  void tidy() {
    if (broken) return;
    try {
      if (!dialect.isInTransaction(connection)) return;
      boolean unused =
          Call.within(
              this,
              patience,
              "rollback",
              call -> {
                try (var statement = connection.createStatement()) {
                  return statement.execute("rollback");
                }
              });
    } catch (SQLException | RuntimeException e) {
      broken = true;
    }
  }

  void close() throws SQLException {
    connection.close();
  }

  @Override
  public String toString() {
    return broken ? "broken connection" : "connection";
  }
}
