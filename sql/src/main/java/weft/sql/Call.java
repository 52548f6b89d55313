package weft.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Clock;
import weft.Weft;

/**
 * One visit to the driver, on the caller's thread.
 *
 * <p>Drivers take an interrupt badly: PostgreSQL's loses the connection, an embedded H2 its file.
 * So the visit is shielded, and a cancellation that comes meanwhile runs {@link #close} on another
 * thread instead, which asks the server to end the statement. The visitor then comes out as after
 * any other failure.
 *
 * <p>Two races are closed here. A request that comes <b>too early</b>, when the statement has not
 * reached the server, ends nothing: so it is sent again until the visitor is out. One that comes
 * <b>too late</b> might end the next statement on the same connection: so nobody gets the
 * connection before the request is through, since leaving the scope of the registration waits for
 * it.
 */
final class Call implements AutoCloseable {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SUSPECT = TimeUnit.SECONDS.toNanos(9); // PostgreSQL's gives up after 10

  private static final Executor ASKING =
      work -> Thread.ofVirtual().name("weft-sql-cancel").start(work);

  /** It is a real server that is waited for, whatever clock the task has. */
  private static final Clock REAL = Clock.system();

  private final Link link;
  private final boolean mayBeCancelled;
  private final CountDownLatch out = new CountDownLatch(1);
  private volatile @Nullable Statement statement;
  private volatile boolean asked;

  private Call(Link link, boolean mayBeCancelled) {
    this.link = link;
    this.mayBeCancelled = mayBeCancelled;
  }

  /**
   * Does {@code work}, and has the server end it if the caller is cancelled.
   *
   * @param sql what to call it in messages
   * @throws CancelledError if the caller is cancelled and the work was cut short
   */
  static <T extends @Nullable Object> T run(Link link, String sql, Work<T> work) {
    return new Call(link, true).run(sql, work);
  }

  /**
   * Does {@code work}, whether the caller is cancelled or not; if it takes longer than {@code
   * limit}, the connection is cut.
   */
  static <T extends @Nullable Object> T within(
      Link link, Duration limit, String sql, Work<T> work) {
    try {
      return Weft.<T, RuntimeException>shield(limit, () -> new Call(link, false).<T>run(sql, work));
    } catch (weft.TimeoutException e) {
      throw new ConnectionException(
          "no answer within " + limit.toMillis() + " ms, the connection was cut, in: " + sql);
    }
  }

  private <T extends @Nullable Object> T run(String sql, Work<T> work) {
    Weft.checkpoint();
    try (var _ = Weft.onCancel(this)) {
      return Weft.shield((Body<T, SQLException>) () -> inside(work));
    } catch (SQLException e) {
      if (Errors.isLost(e)) link.broken();
      // What the request, or the cut, led to is no failure.
      if (asked && (link.isBroken() || Errors.isCancelled(e))) Weft.checkpoint();
      throw Errors.of(e, sql, link.dialect);
    }
  }

  private <T extends @Nullable Object> T inside(Work<T> work) throws SQLException {
    try {
      return work.run(this);
    } finally {
      out.countDown();
    }
  }

  Connection connection() {
    return link.connection;
  }

  Dialect dialect() {
    return link.dialect;
  }

  /** Prepares a statement, which is what would be cancelled from now on. */
  PreparedStatement prepare(String sql) throws SQLException {
    return executing(link.connection.prepareStatement(sql));
  }

  /** Says that {@code running} is what would be cancelled from now on. */
  <S extends Statement> S executing(S running) {
    statement = running;
    return running;
  }

  /** The caller is cancelled: ends what it is at. Runs on a thread that may wait. */
  @Override
  public void close() {
    asked = true;
    if (!mayBeCancelled) {
      if (out.getCount() > 0) link.abort();
      return;
    }
    long started = REAL.nanoTime();
    for (long pause = FIRST_PAUSE; out.getCount() > 0; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      long left = link.patience.toNanos() - (REAL.nanoTime() - started);
      if (left <= 0 || !asksWithin(left)) link.abort();
      if (isWithin(pause, out)) return;
    }
  }

  /**
   * Whether the request is through in time. On a thread of its own: the driver may wait longer for
   * a server that is frozen than we do, and once the connection is cut, nobody need wait for it.
   */
  private boolean asksWithin(long nanos) {
    var through = new CountDownLatch(1);
    ASKING.execute(() -> {
      ask();
      through.countDown();
    });
    return isWithin(nanos, through);
  }

  private void ask() {
    long started = REAL.nanoTime();
    try {
      link.cancel(statement);
    } catch (SQLException | RuntimeException e) {
      link.broken(); // the request may still be on its way
    }
    if (REAL.nanoTime() - started >= SUSPECT) link.broken(); // the driver may have given up on it
  }

  private static boolean isWithin(long nanos, CountDownLatch event) {
    try {
      return event.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String toString() {
    return "call of a database driver";
  }
}
