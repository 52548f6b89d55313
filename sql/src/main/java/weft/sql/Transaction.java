package weft.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.Local;
import weft.Weft;
import weft.flow.Emitter;
import weft.flow.Flow;
import weft.resource.ResourceBody;
import weft.sync.Mutex;
import weft.sync.Permit;

/**
 * A transaction of a database: its statements go through one connection, and take effect together
 * or not at all. See {@link Database#transaction(ResourceBody)}.
 *
 * <p>It may be used by several tasks; their statements run one after the other, in the order in
 * which they come. While a nested transaction runs, this one is for nobody else: other tasks wait
 * for its end, and what is inside of it is to use the nested one.
 *
 * <p>In PostgreSQL a statement that fails, or is cut short by a deadline, makes the rest of the
 * transaction fail, up to the end of the nested one that it is in: nest what may fail and needn't.
 */
public final class Transaction extends Queries {
  /** How many rows of a batch go to the server at a time. */
  private static final int BATCH = 1_000;

  /** The innermost transaction that the caller is in. */
  private static final Local<Transaction> NESTED = Local.unbound();

  private final Link link;
  private final Settings settings;
  private final @Nullable Transaction outer;
  private final Mutex turn = new Mutex();
  private volatile boolean over;

  /** Why the database has nothing left of it, though nobody ended it. */
  private volatile @Nullable SqlException lost;

  Transaction(Link link, Settings settings, @Nullable Transaction outer) {
    this.link = link;
    this.settings = settings;
    this.outer = outer;
  }

  /** Whether the caller is in a transaction of the database that has these settings. */
  static boolean isInOneOf(Settings settings) {
    return NESTED.find().filter(t -> t.settings == settings).isPresent();
  }

  /** Waits for the caller's turn, and takes it. */
  private Permit acquire() {
    var inner = NESTED.find().orElse(null);
    for (var t = inner; t != null && t != this; t = t.outer) {
      if (t.outer == this) {
        throw new IllegalStateException(
            "this is inside of a transaction that is nested in the one that was used: use that");
      }
    }
    var permit = turn.acquire();
    boolean usable = false;
    try {
      if (over) throw new IllegalStateException("the transaction is over");
      requireNotLost();
      usable = true;
      return permit;
    } finally {
      if (!usable) permit.close();
    }
  }

  private void requireNotLost() {
    var failure = lost;
    if (failure != null) throw failure;
  }

  /** A commit or rollback that is written as a statement would leave the rest without. */
  private void requireNotEnded(String sql) {
    if (!link.hasEndedTransaction()) return;
    var ended =
        new SqlException(
            "this ended the transaction, which ends with its body, and nothing else may end it: "
                + Errors.statement(sql));
    lose(ended);
    throw ended;
  }

  /** Notes that nothing of it is left to be ended, in the transactions around this one, too. */
  private void lose(SqlException failure) {
    for (var t = this; t != null; t = t.outer) t.lost = failure;
  }

  @Override
  <T extends @Nullable Object> T access(String sql, Work<T> work) {
    try (var _ = acquire()) {
      T result = Call.run(link, sql, work);
      requireNotEnded(sql);
      return result;
    } catch (SerializationException e) {
      if (link.dialect.rollsBackAllOnConflict()) lose(e);
      throw e;
    }
  }

  @Override
  <T> Flow<T> stream(Shape<T> shape, Prepared statement) {
    return Flow.generate(out -> pump(shape, statement, out));
  }

  /** Emits all rows of a result; while one is emitted, others may use this. */
  <T> void pump(Shape<T> shape, Prepared statement, Emitter<? super T> out) {
    var cursor = new Cursor<T>(shape, statement, settings.fetchSize());
    try {
      while (access(statement.toString(), cursor::advance)) cursor.emit(out);
      cursor.emit(out);
    } finally {
      closing(cursor);
    }
  }

  private void closing(Cursor<?> cursor) {
    Weft.shield(() -> {
      try (var _ = turn.acquire()) {
        if (over || link.isBroken()) return;
        var unused = Call.within(link, settings.finishWithin(), "end of a stream", cursor::close);
      }
    });
  }

  long batched(SqlText text, Iterable<?> rows) {
    long changed = 0;
    var some = new ArrayList<@Nullable Object[]>();
    for (var it = rows.iterator(); it.hasNext(); ) {
      some.add(Arguments.row(text, it.next()));
      if (some.size() < BATCH && it.hasNext()) continue;
      changed += batched(text, some);
      some.clear();
    }
    return changed;
  }

  private long batched(SqlText text, List<@Nullable Object[]> some) {
    return access(text.sql(), call -> Statements.batch(call, text, some));
  }

  /** {@inheritDoc} */
  @Override
  public <R extends @Nullable Object, X extends Throwable> R transaction(
      ResourceBody<? super Transaction, R, X> body) throws X {
    try (var _ = acquire()) {
      var savepoint = Call.run(link, "savepoint", call -> call.connection().setSavepoint());
      var nested = new Transaction(link, settings, this);
      return nested.<R, X>run(
          body,
          call -> {
            call.connection().releaseSavepoint(savepoint);
            return true;
          },
          call -> {
            call.connection().rollback(savepoint);
            call.connection().releaseSavepoint(savepoint);
            return true;
          });
    }
  }

  /** Runs {@code body} with this, and ends this by one of two. */
  <R extends @Nullable Object, X extends Throwable> R run(
      ResourceBody<? super Transaction, R, X> body, Work<Boolean> commit, Work<Boolean> rollback)
      throws X {
    boolean done = false;
    try {
      R result = NESTED.with(this, () -> body.call(this));
      Weft.checkpoint();
      requireNotLost();
      end("commit", commit);
      done = true;
      return result;
    } catch (Throwable t) {
      if (!done) rollBack(rollback, t);
      throw t;
    }
  }

  private void rollBack(Work<Boolean> rollback, Throwable failure) {
    if (link.isBroken() || (lost != null && outer != null)) {
      over = true;
      return;
    }
    try {
      end("rollback", rollback);
    } catch (RuntimeException | Error e) {
      over = true;
      failure.addSuppressed(e);
      if (outer != null && e instanceof SqlException s) outer.lose(s); // it has to be rolled back
      else link.broken(); // nobody knows in what state it is
    }
  }

  /** Lets no statement in any more, waits for the one that runs, and does the last thing. */
  private void end(String what, Work<Boolean> last) {
    Weft.shield(() -> {
      try (var _ = turn.acquire()) {
        boolean unused = Call.within(link, settings.finishWithin(), what, last);
        over = true;
      }
    });
  }

  @Override
  public String toString() {
    return over ? "transaction, over" : outer == null ? "transaction" : "nested transaction";
  }
}
