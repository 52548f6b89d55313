package weft.sql;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Weft;
import weft.flow.Flow;
import weft.resource.Lease;
import weft.resource.Pool;
import weft.resource.PoolStatistics;
import weft.resource.PoolTimeoutException;
import weft.resource.ResourceAction;
import weft.resource.ResourceBody;

/**
 * A database, through a pool of connections.
 *
 * <pre>{@code
 * try (var database = Database.open("jdbc:postgresql://localhost/shop", "shop", password)) {
 *   var users = database.query(User.class, "select id, name from users where age > ?", 30);
 *   database.transaction(tx -> {
 *     tx.execute("update account set balance = balance - ? where id = ?", sum, from);
 *     tx.execute("update account set balance = balance + ? where id = ?", sum, to);
 *   });
 * }
 * }</pre>
 *
 * <p>Any number of tasks may use it at once. A statement takes a connection for as long as it runs,
 * a transaction and the run of a {@link #stream} for as long as they last; who comes when all are
 * taken waits for one, in the order of arrival, and for {@link DatabaseBuilder#borrowWithin} at
 * most: then a {@link weft.resource.PoolTimeoutException} is thrown. What waits in a transaction
 * for another connection of the same pool may wait for itself.
 *
 * <p>The driver runs on the caller's thread, virtual or not, and is never interrupted. JDBC's
 * driver of the database has to be on the class path; PostgreSQL's and H2's are those that this is
 * tested with.
 */
public final class Database extends Queries implements AutoCloseable {
  private final Pool<Link, SqlException> pool;
  private final Connector connector;
  private final Settings settings;
  private final OpenLinks links;
  private final Optional<Pipeline> pipeline;

  Database(DatabaseBuilder builder, Connector connector) {
    this.connector = connector;
    settings = new Settings(builder.fetchSize, builder.finishWithin);
    links = new OpenLinks(connector);
    pool = builder.pool(links::open, links::close);
    pipeline = builder.pipeline(pool);
  }

  /**
   * Opens a database by the URL that its JDBC driver takes, with the usual settings.
   *
   * @throws IllegalArgumentException if the URL is none, or of a driver that isn't there
   * @throws ConnectionException if there is no connection to be had
   */
  public static Database open(String url) {
    return builder(url).open();
  }

  /** Opens a database as this user; see {@link #open(String)}. */
  public static Database open(String url, String user, String password) {
    return builder(url).user(user).password(password).open();
  }

  /** The settings for a database with this URL, to be changed. */
  public static DatabaseBuilder builder(String url) {
    return new DatabaseBuilder(Objects.requireNonNull(url, "url"), null);
  }

  /** The settings for a database with connections from {@code source}, to be changed. */
  public static DatabaseBuilder builder(DataSource source) {
    return new DatabaseBuilder("data source", Objects.requireNonNull(source, "source"));
  }

  /** Has one connection at least, so that what is wrong with them is known now. */
  Database connected() {
    boolean connected = false;
    try {
      pool.borrow().close();
      connected = true;
      return this;
    } finally {
      if (!connected) pool.close();
    }
  }

  @Override
  <T extends @Nullable Object> T access(String sql, Work<T> work) {
    return with(borrow(), sql, work);
  }

  private Lease<Link> borrow() {
    try {
      return pool.borrow();
    } catch (PoolTimeoutException e) {
      if (Transaction.isInOneOf(settings)) {
        e.addSuppressed(
            new IllegalStateException(
                "the caller is in a transaction, and has a connection by that: use the"
                    + " transaction, not the database"));
      }
      throw e;
    }
  }

  private static <T extends @Nullable Object> T with(Lease<Link> lease, String sql, Work<T> work) {
    try {
      return Call.run(lease.get(), sql, work);
    } finally {
      giveBack(lease);
    }
  }

  @Override
  <R> R select(Select<R> select) {
    if (pipeline.isEmpty() || !select.statement().mayBeJoined()) return super.select(select);
    var free = pool.tryBorrow();
    if (free.isPresent()) return with(free.get(), select.sql(), select::run);
    return pipeline.get().run(select).orElseGet(() -> super.select(select));
  }

  static void giveBack(Lease<Link> lease) {
    var link = lease.get();
    link.tidy();
    if (link.isBroken()) lease.invalidate();
    else lease.close();
  }

  @Override
  <T> Flow<T> stream(Shape<T> shape, Prepared statement) {
    return Flow.generate(out ->
        transaction(
            (ResourceAction<Transaction, RuntimeException>) tx -> tx.pump(shape, statement, out)));
  }

  @Override
  public <R extends @Nullable Object, X extends Throwable> R transaction(
      ResourceBody<? super Transaction, R, X> body) throws X {
    return transaction(TransactionOptions.USUAL, body);
  }

  /**
   * Runs {@code body} in a transaction with these options; see {@link #transaction(ResourceBody)}.
   */
  public <R extends @Nullable Object, X extends Throwable> R transaction(
      TransactionOptions options, ResourceBody<? super Transaction, R, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var retry = options.retry();
    return retry.isPresent()
        ? retry.get().<R, X>call(() -> this.<R, X>once(options, body))
        : this.<R, X>once(options, body);
  }

  /**
   * Runs {@code body} in a transaction with these options; see {@link #transaction(ResourceBody)}.
   */
  public <X extends Throwable> void transaction(
      TransactionOptions options, ResourceAction<? super Transaction, X> body) throws X {
    var unused = this.<@Nullable Object, X>transaction(options, Bodies.of(body));
  }

  private <R extends @Nullable Object, X extends Throwable> R once(
      TransactionOptions options, ResourceBody<? super Transaction, R, X> body) throws X {
    var lease = borrow();
    try {
      var link = lease.get();
      var frame = new Frame(options);
      Call.within(link, settings.finishWithin(), "begin", frame::begin);
      return new Transaction(link, settings, null).<R, X>run(body, frame::commit, frame::rollBack);
    } finally {
      giveBack(lease);
    }
  }

  /**
   * What others notify these channels of, with PostgreSQL; see {@link #listen(Action, String...)}.
   */
  public Flow<Notification> listen(String... channels) {
    return listen(() -> {}, channels);
  }

  /**
   * What others notify these channels of, with PostgreSQL, in the order of their commits. Each run
   * of the flow has a connection of its own, outside of the pool, and calls {@code onListening}
   * when it hears all that is sent from then on: the moment to read what was sent before.
   *
   * <p>The flow never ends by itself: when the database is closed, it fails with a {@link
   * ConnectionException}. If its connection is lost, it fails with a {@link ConnectionException}:
   * what was sent until it listens again is lost, too. To go on, put a retry behind it, and read
   * what was missed in {@code onListening}.
   *
   * @throws UnsupportedOperationException when it is run, if the database has no such thing
   */
  public Flow<Notification> listen(Action<?> onListening, String... channels) {
    return Listening.flow(links, settings, onListening, channels);
  }

  /**
   * Keeps {@link DatabaseBuilder#min} connections and closes those that are too old, whenever there
   * is something to do: for {@code scope.background("database", database::maintain)}. Returns when
   * the database is closed.
   *
   * @throws weft.CancelledError if the caller is cancelled
   */
  public void maintain() {
    pool.maintain();
  }

  /** How the pool of connections is doing. */
  public PoolStatistics statistics() {
    var s = pool.statistics();
    int waiting = s.waiting() + pipeline.map(Pipeline::waiting).orElse(0);
    return new PoolStatistics(
        s.max(), s.size(), s.idle(), s.leased(), waiting, s.created(), s.disposed(), s.timeouts());
  }

  /**
   * Closes the database and waits 30 seconds at most for those who use it: {@link #closeWithin}.
   */
  @Override
  public void close() {
    boolean unused = closeWithin(Duration.ofSeconds(30));
  }

  /**
   * Lets nobody in any more (who waits, too, gets a {@link weft.resource.PoolClosedException}), and
   * waits, shielded, {@code limit} at most for the statements and transactions that run. The
   * connections of those that haven't ended by then are cut, and they fail. Those who {@link
   * #listen} aren't waited for. May be called again.
   *
   * @return whether nothing had to be cut
   */
  public boolean closeWithin(Duration limit) {
    return Weft.shield(() -> {
      links.endListening();
      if (pool.closeWithin(limit)) return true;
      links.abort();
      return false;
    });
  }

  @Override
  public String toString() {
    return connector + ", " + pool;
  }
}
