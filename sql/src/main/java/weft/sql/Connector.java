package weft.sql;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import weft.Weft;

/** Opens connections. */
final class Connector {
  /** A thread for each: the driver can't be made to leave the network alone, so its caller goes. */
  private static final Executor THREADS =
      work -> Thread.ofVirtual().name("weft-sql-connect").start(work);

  /** As other clients of PostgreSQL take it: the driver would look for a host of that name. */
  private static final Pattern USER_BEFORE_HOST =
      Pattern.compile("^jdbc:postgresql://[^/?:]*(?::[^=]*)?@");

  /** How a driver is asked for a connection. */
  @FunctionalInterface
  interface Opening {
    @Nullable Connection open() throws SQLException;
  }

  private final Opening opening;
  private final String url;
  private final String address;
  private final DatabaseBuilder settings;

  Connector(Opening opening, String url, DatabaseBuilder settings) {
    this.opening = opening;
    this.url = url;
    address = Errors.address(url);
    this.settings = settings;
  }

  /** One for a URL. */
  static Connector of(String url, Properties properties, DatabaseBuilder settings) {
    Driver driver = driver(url, Errors.address(url));
    Dialect.sockets(url, driver).ifPresent(name -> properties.putIfAbsent("socketFactory", name));
    return new Connector(() -> driver.connect(url, properties), url, settings);
  }

  private static Driver driver(String url, String address) {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "the URL of a database begins with jdbc: (jdbc:postgresql://localhost/test), but this is "
              + address);
    }
    if (USER_BEFORE_HOST.matcher(url).find()) {
      throw new IllegalArgumentException(
          "PostgreSQL's driver takes no user and password before the host: user() and password()"
              + " are for them, not the URL "
              + address);
    }
    var driver = taking(url);
    if (driver.isPresent()) return driver.get();
    String beginning = url.substring(0, url.indexOf(':', "jdbc:".length()) + 1);
    throw new IllegalArgumentException(
        taking(beginning).isPresent()
            ? "the driver of " + beginning + " can't read the URL " + address
            : "no driver takes the URL "
                + address
                + ": is its jar on the class path? (java and weft run have --class-path for it)");
  }

  private static Optional<Driver> taking(String url) {
    try {
      return Optional.of(DriverManager.getDriver(url));
    } catch (SQLException e) {
      return Optional.empty();
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
    if (connection == null) throw new SQLException("asked for a connection, it gave none", "08001");
    boolean done = false;
    try {
      // A data source may have it off, and what nobody commits would be rolled back.
      if (!connection.getAutoCommit()) connection.setAutoCommit(true);
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
    var told = withoutSecrets(e);
    return new ConnectionException("can't connect to " + address + ": " + reason(told), told);
  }

  /** H2 repeats the URL, password and all. */
  private SQLException withoutSecrets(SQLException e) {
    String message = e.getMessage();
    if (message == null || url.equals(address) || !message.contains(url)) return e;
    var told = new SQLException(message.replace(url, address), e.getSQLState(), e.getErrorCode());
    told.setStackTrace(e.getStackTrace());
    return told;
  }

  /** PostgreSQL's driver leaves it to the cause what has failed. */
  private static String reason(SQLException e) {
    return e.getCause() instanceof UnknownHostException u
        ? "unknown host " + Errors.line(u)
        : Errors.line(e);
  }

  @Override
  public String toString() {
    return address;
  }
}
