package weft.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Mapper;
import weft.flow.Flow;
import weft.resource.ResourceAction;
import weft.resource.ResourceBody;

/**
 * What a {@link Database} and a {@link Transaction} have in common: statements.
 *
 * <p><b>Parameters.</b> Values never become part of the text. A statement has placeholders, {@code
 * ?} with a value for each, or {@code :name} with one {@code Map} or record that has a value for
 * each name:
 *
 * <pre>{@code
 * database.query(User.class, "select * from users where age > ? and city = ?", 30, "Bern");
 * database.query(User.class, "select * from users where id in (:ids)", Map.of("ids", ids));
 * }</pre>
 *
 * <p>A collection stands for all of its elements, as in the list of an {@code IN}; a Java array is
 * one value, an SQL array. A question mark of the statement's own (an operator of PostgreSQL's) is
 * written {@code ??}. Values may be null, an {@code Optional}, text, numbers, booleans, enums (by
 * their names), java.time, UUIDs and byte arrays; JSON is text that the statement casts: {@code
 * cast(? as jsonb)}.
 *
 * <p><b>Results.</b> Where a class is given, a record is made of each row by the names of its
 * components, {@code userId} of {@code user_id}, with a column for each and no column left; an
 * {@code Optional} for those that may be null. Any other class is made of the only column: {@code
 * String}, {@code Long}, {@code UUID}, an enum and so on; see {@link Row} for which of what.
 *
 * <p><b>Failures.</b> All methods throw an {@link IllegalArgumentException} if the parameters don't
 * fit the placeholders, a {@link MappingException} if the result doesn't fit what is asked for,
 * else an {@link SqlException}; see there.
 *
 * <p><b>Cancellation.</b> All methods throw a {@link weft.CancelledError} if the caller is
 * cancelled, or, with a deadline, has no time left. The statement has then ended on the server,
 * which was asked to end it, and the connection is kept. Whether it was carried out before, the
 * caller doesn't know; what a transaction did is rolled back. A server that doesn't end it loses
 * the connection: see {@link DatabaseBuilder#finishWithin}.
 */
public abstract sealed class Queries permits Database, Transaction {
  Queries() {}

  /** Does something with a connection, which is free for others when this returns. */
  abstract <T extends @Nullable Object> T access(String sql, Work<T> work);

  /** Streams rows with a connection that is free for others when the flow ends. */
  abstract <T> Flow<T> stream(Shape<T> shape, Prepared statement);

  /** Runs a statement that has a result. */
  <R> R select(Select<R> select) {
    return access(select.sql(), select::run);
  }

  private <T> List<T> list(Shape<T> shape, String sql, @Nullable Object[] parameters) {
    return select(Select.list(shape, sql, parameters));
  }

  private <T> Optional<T> single(
      Shape<T> shape, String sql, boolean needed, @Nullable Object[] parameters) {
    return select(Select.single(shape, sql, needed, parameters));
  }

  // ---- rows

  /** All rows of a result. */
  public final List<Row> query(String sql, @Nullable Object... parameters) {
    return list(Shape.ROWS, sql, parameters);
  }

  /** All rows of a result, each as a {@code T}. */
  public final <T> List<T> query(Class<T> type, String sql, @Nullable Object... parameters) {
    return list(Shape.of(type), sql, parameters);
  }

  /**
   * What {@code mapper} makes of the rows of a result; it is called when the connection is free
   * again, and may do anything.
   *
   * @throws X what the mapper throws
   */
  public final <T, X extends Throwable> List<T> query(
      Mapper<? super Row, ? extends T, X> mapper, String sql, @Nullable Object... parameters)
      throws X {
    Objects.requireNonNull(mapper, "mapper");
    var rows = list(Shape.ROWS, sql, parameters);
    var mapped = new ArrayList<T>(rows.size());
    for (var row : rows) mapped.add(Objects.requireNonNull(mapper.apply(row), "mapper gave null"));
    return Collections.unmodifiableList(mapped);
  }

  /**
   * The only row of a result.
   *
   * @throws RowCountException if there is none, or more than one
   */
  public final Row one(String sql, @Nullable Object... parameters) {
    return one(Row.class, sql, parameters);
  }

  /**
   * The only row of a result, as a {@code T}.
   *
   * @throws RowCountException if there is none, or more than one
   */
  public final <T> T one(Class<T> type, String sql, @Nullable Object... parameters) {
    return single(Shape.of(type), sql, true, parameters).orElseThrow();
  }

  /**
   * The only row of a result; empty if there is none.
   *
   * @throws RowCountException if there is more than one
   */
  public final Optional<Row> optional(String sql, @Nullable Object... parameters) {
    return single(Shape.ROWS, sql, false, parameters);
  }

  /**
   * The only row of a result, as a {@code T}; empty if there is none, or if {@code T} is made of a
   * single value and that is null.
   *
   * @throws RowCountException if there is more than one
   */
  public final <T> Optional<T> optional(Class<T> type, String sql, @Nullable Object... parameters) {
    return single(Shape.of(type), sql, false, parameters);
  }

  // ---- streams

  /**
   * The rows of a result as they are wanted: see {@link #stream(Class, String, Object...)}.
   *
   * @throws IllegalArgumentException if the parameters don't fit
   */
  public final Flow<Row> stream(String sql, @Nullable Object... parameters) {
    return stream(Shape.ROWS, Prepared.of(sql, parameters));
  }

  /**
   * The rows of a result as they are wanted, each as a {@code T}: the statement is run for each run
   * of the flow, and rows are fetched some at a time ({@link DatabaseBuilder#fetchSize}), when
   * those before have been dealt with. So a slow consumer slows the server, and memory doesn't grow
   * with the result. (An embedded H2 has all of it at once, on disk if need be.)
   *
   * <p>A run of a database's flow takes a connection, and a transaction, for as long as it lasts;
   * it commits if it comes to its end, and rolls back if it fails, ends early or is cancelled. One
   * of a transaction is a part of that.
   *
   * @throws IllegalArgumentException if the parameters don't fit
   */
  public final <T> Flow<T> stream(Class<T> type, String sql, @Nullable Object... parameters) {
    return stream(Shape.of(type), Prepared.of(sql, parameters));
  }

  // ---- changes

  /** Runs a statement and returns how many rows it changed; 0 if that makes no sense. */
  public final long execute(String sql, @Nullable Object... parameters) {
    var statement = Prepared.of(sql, parameters);
    return access(sql, call -> Statements.execute(call, statement));
  }

  /**
   * Inserts a row and returns what the database made of it: the generated key first, or, with
   * PostgreSQL, all columns in the order of the table.
   *
   * @throws RowCountException if it isn't exactly one row
   */
  public final Row insert(String sql, @Nullable Object... parameters) {
    return insert(Row.class, sql, parameters);
  }

  /**
   * Inserts a row and returns its key: the first of the columns that {@link #insert(String,
   * Object...)} has, or a record of them.
   *
   * @throws RowCountException if it isn't exactly one row
   */
  public final <K> K insert(Class<K> key, String sql, @Nullable Object... parameters) {
    var statement = Prepared.of(sql, parameters);
    return access(sql, call -> Statements.insert(call, Shape.ofFirst(key), statement));
  }

  /**
   * Runs a statement once for each of {@code rows}, many to a round trip and all or none of them. A
   * row is a list or array of values, a single value, a record (by its components' order, or, with
   * {@code :name}, by their names) or a map.
   *
   * @return how many rows were changed in all
   */
  public final <R> long batch(String sql, Iterable<R> rows) {
    var text = SqlText.of(sql);
    Objects.requireNonNull(rows, "rows");
    return transaction(tx -> tx.batched(text, rows));
  }

  /**
   * Has PostgreSQL pass {@code payload} on to all who {@link Database#listen listen}, when the
   * transaction commits.
   */
  public final void notify(String channel, String payload) {
    var unused = query("select pg_notify(?, ?)", channel, payload);
  }

  // ---- transactions

  /**
   * Runs {@code body} in a transaction: of its own in a database, nested, by a savepoint, in a
   * transaction. It is committed if the body returns, and rolled back if it throws, or the caller
   * is cancelled before the commit begins. A commit or rollback that has begun is shielded from
   * cancellation; one that gets no answer within {@link DatabaseBuilder#finishWithin} cuts the
   * connection.
   *
   * @return what the body returns
   * @throws X what the body throws, after the rollback; what fails in that is suppressed
   * @throws SqlException if the commit fails
   */
  public abstract <R extends @Nullable Object, X extends Throwable> R transaction(
      ResourceBody<? super Transaction, R, X> body) throws X;

  /**
   * Runs {@code body} in a transaction; see {@link #transaction(ResourceBody)}. A lambda that is an
   * expression needs braces.
   */
  public final <X extends Throwable> void transaction(ResourceAction<? super Transaction, X> body)
      throws X {
    var unused = this.<@Nullable Object, X>transaction(Bodies.of(body));
  }
}
