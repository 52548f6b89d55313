package weft.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.resource.Leak;
import weft.resource.Pool;
import weft.resource.PoolBuilder;
import weft.resource.ResourceAction;

/** The settings of a {@link Database}; those not given are as said at each method. */
public final class DatabaseBuilder {
  private static final Duration VALIDATE_AFTER = Duration.ofSeconds(1);

  /** Drivers count in milliseconds. */
  private static final Duration LONGEST_FINISH = Duration.ofDays(1);

  private static final Duration LONGEST_STATEMENT = Duration.ofDays(24); // an int of ms

  private final String url;
  private final @Nullable DataSource source;
  private final Properties properties = new Properties();
  private String name = "database";
  private int min;
  private int max = 10;
  private Duration maxIdle = Duration.ofMinutes(10);
  private Duration maxLifetime = Duration.ofMinutes(30);
  private Duration validateAfter = VALIDATE_AFTER;
  private Duration borrowWithin = Duration.ofSeconds(30);
  private int pipelined = 1;
  private @Nullable Duration leakAfter;
  private @Nullable Consumer<? super Leak> onLeak;
  Duration connectWithin = Duration.ofSeconds(10);
  Duration finishWithin = Duration.ofSeconds(10);
  @Nullable Duration statementTimeout;
  int fetchSize = 1_000;
  final List<String> onConnect = new ArrayList<>();

  DatabaseBuilder(String url, @Nullable DataSource source) {
    this.url = url;
    this.source = source;
    var usual = Dialect.driverSettings(url);
    for (int i = 0; i < usual.size(); i += 2) {
      if (!url.contains(usual.get(i) + "=")) property(usual.get(i), usual.get(i + 1));
    }
  }

  /** Who connects; what the URL says without this. */
  public DatabaseBuilder user(String user) {
    return property("user", user);
  }

  /** The password of the user; what the URL says without this. */
  public DatabaseBuilder password(String password) {
    return property("password", password);
  }

  /** A property for the driver; it is not for databases from a {@link DataSource}. */
  public DatabaseBuilder property(String key, String value) {
    if (source != null) {
      throw new IllegalArgumentException("a data source has settings of its own, " + key + " too");
    }
    properties.setProperty(key, Objects.requireNonNull(value, key));
    return this;
  }

  /** What the pool is called in messages; "database" without this. */
  public DatabaseBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /** The most connections; 10 without this. */
  public DatabaseBuilder max(int connections) {
    max = connections;
    return this;
  }

  /** The fewest connections that {@link Database#maintain} keeps; 0 without this. */
  public DatabaseBuilder min(int connections) {
    min = connections;
    return this;
  }

  /** Closes connections that nobody has used for this long; 10 minutes without this. */
  public DatabaseBuilder maxIdle(Duration time) {
    maxIdle = Objects.requireNonNull(time, "maxIdle");
    return this;
  }

  /** Closes connections of this age, once nobody uses them; 30 minutes without this. */
  public DatabaseBuilder maxLifetime(Duration time) {
    maxLifetime = Objects.requireNonNull(time, "maxLifetime");
    return this;
  }

  /**
   * Asks the server whether a connection is well before it is used, if nobody has used it for this
   * long; 1 second without this.
   */
  public DatabaseBuilder validateAfter(Duration idle) {
    validateAfter = Objects.requireNonNull(idle, "validateAfter");
    return this;
  }

  /**
   * How long to wait for a free connection, opening one included; 30 seconds without this. Then a
   * {@link weft.resource.PoolTimeoutException} is thrown.
   */
  public DatabaseBuilder borrowWithin(Duration limit) {
    borrowWithin = Objects.requireNonNull(limit, "borrowWithin");
    return this;
  }

  /** How long to try to open a connection; 10 seconds without this. */
  public DatabaseBuilder connectWithin(Duration limit) {
    connectWithin = Objects.requireNonNull(limit, "connectWithin");
    return this;
  }

  /**
   * How long the server may take to end what was cancelled, to commit or roll back, and to say that
   * a connection is well; 10 seconds without this, and a day at most. Then the connection is cut.
   */
  public DatabaseBuilder finishWithin(Duration limit) {
    if (!limit.isPositive()) throw new IllegalArgumentException("not a positive time: " + limit);
    finishWithin = limit.compareTo(LONGEST_FINISH) < 0 ? limit : LONGEST_FINISH;
    return this;
  }

  /**
   * Has the server end each statement that takes longer, also where a client that is gone can't
   * cancel it; no limit without this, and 24 days at most. For PostgreSQL and H2.
   */
  public DatabaseBuilder statementTimeout(Duration limit) {
    if (limit.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("not 1 ms or more: " + limit);
    }
    statementTimeout = limit.compareTo(LONGEST_STATEMENT) < 0 ? limit : LONGEST_STATEMENT;
    return this;
  }

  /** How many rows of a stream are fetched, and held, at a time; 1,000 without this. */
  public DatabaseBuilder fetchSize(int rows) {
    if (rows < 1) throw new IllegalArgumentException("not 1 row or more, but " + rows);
    fetchSize = rows;
    return this;
  }

  /**
   * Sends selects with the same text, whose tasks wait for a connection, together over the next one
   * that is free, {@code selects} of them at most; 1 without this, so none. For PostgreSQL, and for
   * {@code query}, {@code one} and {@code optional} outside of transactions.
   *
   * <p>For the server those that are sent together are one transaction. If one fails, or is
   * cancelled, it is as if they had never been sent, and each is sent again alone. An answer comes
   * when all have theirs. So this is for many short selects; don't have them wait for locks.
   */
  public DatabaseBuilder pipeline(int selects) {
    if (selects < 1) throw new IllegalArgumentException("not 1 select or more, but " + selects);
    pipelined = selects;
    return this;
  }

  /** Runs a statement on each new connection, one without parameters; may be given again. */
  public DatabaseBuilder onConnect(String sql) {
    onConnect.add(Objects.requireNonNull(sql, "sql"));
    return this;
  }

  /**
   * Reports a transaction or statement that has a connection for longer than this, with the place
   * where it began; none without this.
   */
  public DatabaseBuilder leakAfter(Duration time) {
    leakAfter = Objects.requireNonNull(time, "leakAfter");
    return this;
  }

  /** Hears of {@link #leakAfter}; without this, the logger {@code weft} gets a warning. */
  public DatabaseBuilder onLeak(Consumer<? super Leak> listener) {
    onLeak = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Opens the database, by a first connection.
   *
   * @throws IllegalArgumentException if the URL is none or of a driver that isn't there, or a
   *     setting is no good
   * @throws ConnectionException if there is no connection to be had
   * @throws weft.CancelledError if the caller is cancelled; nothing is open then
   */
  public Database open() {
    return new Database(this, connector()).connected();
  }

  private Connector connector() {
    if (source != null) return new Connector(source::getConnection, url, this);
    var copy = new Properties();
    copy.putAll(properties);
    return Connector.of(url, copy, this);
  }

  Pool<Link, SqlException> pool(
      Body<Link, SqlException> open, ResourceAction<Link, SQLException> close) {
    PoolBuilder<Link, SqlException> pool =
        Pool.<Link, SqlException>builder(open, link -> closing(link, close));
    pool.name(name).min(min).max(max).borrowWithin(borrowWithin).releaseWithin(finishWithin);
    pool.validate(validateAfter, Link::isWell);
    pool.maxIdle(maxIdle).maxLifetime(maxLifetime);
    if (leakAfter != null) pool.leakAfter(leakAfter).captureStacks();
    if (onLeak != null) pool.onLeak(onLeak);
    return pool.build();
  }

  Optional<Pipeline> pipeline(Pool<Link, SqlException> pool) {
    return pipelined == 1 ? Optional.empty() : Optional.of(new Pipeline(pool, pipelined, max));
  }

  private static void closing(Link link, ResourceAction<Link, SQLException> close) {
    try {
      close.run(link);
    } catch (SQLException e) {
      if (!link.isBroken()) throw new SqlException("can't close a connection", e);
    }
  }
}
