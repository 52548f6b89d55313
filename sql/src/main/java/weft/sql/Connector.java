package weft.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import weft.Weft;

/** Opens connections. */
final class Connector {
  /** A thread for each: the driver can't be made to leave the network alone, so its caller goes. */
  private static final Executor THREADS =
      work -> Thread.ofVirtual().name("weft-sql-connect").start(work);

  /** How a driver is asked for a connection. */
  @FunctionalInterface
  interface Opening {
    Connection open() throws SQLException;
  }

  private final Opening opening;
  private final String address;
  private final DatabaseBuilder settings;

  Connector(Opening opening, String address, DatabaseBuilder settings) {
    this.opening = opening;
    this.address = address;
    this.settings = settings;
  }

  /** One for a URL. */
  static Connector of(String url, Properties properties, DatabaseBuilder settings) {
    String address = Errors.address(url);
    Driver driver = driver(url, address);
    Dialect.sockets(url, driver).ifPresent(name -> properties.putIfAbsent("socketFactory", name));
    return new Connector(() -> open(driver, url, properties), address, settings);
  }

  private static Connection open(Driver driver, String url, Properties properties)
      throws SQLException {
    @Nullable Connection connection = driver.connect(url, properties);
    if (connection == null) throw new SQLException("the driver doesn't take this URL", "08001");
    return connection;
  }

  private static Driver driver(String url, String address) {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "the URL of a database begins with jdbc: (jdbc:postgresql://localhost/test), but this is "
              + address);
    }
    try {
      return DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "no driver takes the URL "
              + address
              + ": is its jar on the class path? (java and weft run have --class-path for it)",
          e);
    }
  }

  /**
   * Opens a connection.
   *
   * @throws weft.CancelledError if the caller is cancelled; one that comes about later is closed
   */
  Link open() {
    try {
      var opened = Weft.moveOnAfter(settings.connectWithin, this::openElsewhere);
      if (opened.isPresent()) return opened.get();
    } catch (SQLException e) {
      throw failed(e);
    }
    throw new ConnectionException(
        "no connection to " + address + " within " + settings.connectWithin.toMillis() + " ms");
  }

  private Link openElsewhere() throws SQLException {
    var handover = new Handover();
    try {
      return handover.taken(Weft.toThreadAbandoning(THREADS, () -> handover.open(this)));
    } finally {
      handover.leave();
    }
  }

  Link openHere() throws SQLException {
    var connection = opening.open();
    boolean done = false;
    try {
      var dialect = Dialect.of(connection);
      Duration limit = settings.statementTimeout;
      if (limit != null) dialect.limitStatements(connection, limit);
      for (String sql : settings.onConnect) {
        try (var statement = connection.createStatement()) {
          statement.execute(sql);
        }
      }
      done = true;
      return new Link(connection, dialect, settings.finishWithin);
    } finally {
      if (!done) connection.close();
    }
  }

  private ConnectionException failed(SQLException e) {
    return new ConnectionException("can't connect to " + address + ": " + Errors.line(e), e);
  }

  @Override
  public String toString() {
    return address;
  }
}
