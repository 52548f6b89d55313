package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weft.TimeoutException;
import weft.resilience.Retry;
import weft.resource.PoolTimeoutException;
import weft.sync.Barrier;

/** Transactions: all or nothing. */
@Timeout(60)
class TransactionTest {
  private static final String COUNT = "select count(*) from item";
  private static final String INSERT = "insert into item values (?)";

  static List<DatabaseBuilder> both() {
    return Servers.both();
  }

  private static Database items(DatabaseBuilder builder) {
    var database = builder.open();
    database.execute("create table item (id int primary key)");
    return database;
  }

  private static long count(Queries queries) {
    return queries.one(Long.class, COUNT);
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatReturnsIsCommittedAndWhatThrowsIsNot(DatabaseBuilder builder) {
    try (var db = items(builder.max(1))) {
      long before =
          db.transaction(tx -> {
            tx.execute(INSERT, 1);
            return count(tx);
          });
      assertThat(before).isEqualTo(1);
      assertThatThrownBy(() ->
              db.transaction(tx -> {
                tx.execute(INSERT, 2);
                throw new IOException("no");
              }))
          .isInstanceOf(IOException.class)
          .hasNoSuppressedExceptions();
      assertThat(count(db)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aDeadlineRollsBackAndKeepsTheConnection(DatabaseBuilder builder) {
    try (var db = items(builder.max(1))) {
      assertThatThrownBy(() ->
              timeout(
                  Duration.ofMillis(20),
                  () ->
                      db.transaction(tx -> {
                        tx.execute(INSERT, 1);
                        weft.Weft.sleep(Duration.ofHours(1));
                      })))
          .isInstanceOf(TimeoutException.class);
      assertThat(count(db)).isZero();
      assertThat(db.statistics().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aNestedOneFailsAlone(DatabaseBuilder builder) {
    try (var db = items(builder)) {
      db.transaction(tx -> {
        tx.execute(INSERT, 1);
        assertThatThrownBy(() ->
                tx.transaction(inner -> {
                  inner.execute(INSERT, 2);
                  inner.execute(INSERT, 1);
                }))
            .isInstanceOf(ConstraintException.class);
        tx.transaction(inner -> inner.execute(INSERT, 3));
      });
      assertThat(db.query(Integer.class, "select id from item order by id")).containsExactly(1, 3);
    }
  }

  @Test
  void tasksTakeTurns() {
    try (var db = items(Servers.postgres())) {
      db.transaction(tx ->
          gather(
              IntStream.range(0, 40).boxed().toList(),
              i ->
                  i % 2 == 0
                      ? tx.execute(INSERT, i)
                      : tx.transaction(inner -> inner.execute(INSERT, i))));
      assertThat(count(db)).isEqualTo(40);
    }
  }

  @Test
  void aMisusedOneSaysSo() {
    try (var db = items(Servers.h2())) {
      var escaped = new AtomicReference<Transaction>();
      db.transaction(tx -> {
        escaped.set(tx);
        assertThatThrownBy(() -> tx.transaction(inner -> tx.execute(INSERT, 1)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("nested");
        assertThatThrownBy(() ->
                tx.transaction(inner -> scope(s -> s.start(() -> tx.execute(INSERT, 1)).await())))
            .hasRootCauseMessage(
                "this is inside of a transaction that is nested in the one that was used: use"
                    + " that");
      });
      assertThatThrownBy(() -> escaped.get().execute(INSERT, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the transaction is over");
      assertThat(count(db)).isZero();
    }
  }

  @Test
  void conflictsAreTriedAgain() {
    try (var db = items(Servers.postgres())) {
      db.execute(INSERT, 0);
      var attempts = new AtomicInteger();
      var both = new Barrier(2);
      var options =
          TransactionOptions.of(Isolation.SERIALIZABLE)
              .retry(Retry.exponential(10, Duration.ofMillis(1)));
      gather(
          List.of(1, 2),
          n ->
              db.transaction(
                  options,
                  tx -> {
                    long max = tx.one(Long.class, "select max(id) from item");
                    if (attempts.incrementAndGet() <= 2) both.await();
                    tx.execute(INSERT, 10 * (max + 1) + n);
                    return n;
                  }));
      assertThat(attempts).hasValueGreaterThan(2);
      assertThat(count(db)).isEqualTo(3);
      assertThatThrownBy(() ->
              db.transaction(
                  options,
                  tx -> {
                    attempts.set(99);
                    return tx.execute(INSERT, 0);
                  }))
          .isInstanceOf(ConstraintException.class)
          .hasNoSuppressedExceptions();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void optionsAreForOneTransactionOnly(DatabaseBuilder builder) {
    try (var db = items(builder.max(1))) {
      db.transaction(TransactionOptions.of(Isolation.SERIALIZABLE).readOnly(), tx -> count(tx));
      assertThat(db.execute(INSERT, 1)).isEqualTo(1);
      db.transaction(tx -> tx.execute(INSERT, 2));
      assertThat(count(db)).isEqualTo(2);
    }
  }

  @Test
  void aReadOnlyOneChangesNothing() {
    try (var db = items(Servers.postgres())) {
      assertThatThrownBy(() ->
              db.transaction(TransactionOptions.USUAL.readOnly(), tx -> tx.execute(INSERT, 1)))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("[25006]");
      var level = "show transaction_isolation";
      for (var isolation : List.of(Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE)) {
        assertThat(
                db.<String, RuntimeException>transaction(
                    TransactionOptions.of(isolation), tx -> tx.one(String.class, level)))
            .isEqualTo(isolation.words());
      }
    }
  }

  @Test
  void whatSwallowsAFailureIsNotCommittedInPart() {
    try (var db = items(Servers.postgres().max(1))) {
      db.execute(INSERT, 1);
      assertThatThrownBy(() ->
              db.transaction(tx -> {
                tx.execute(INSERT, 2);
                try {
                  tx.execute(INSERT, 1);
                } catch (ConstraintException e) {
                  // and goes on as if nothing had happened
                }
              }))
          .isInstanceOf(SqlException.class);
      assertThat(count(db)).isEqualTo(1);
      assertThat(db.statistics().created()).isEqualTo(1);
    }
  }

  /** H2 rolls back all of a transaction that meets a deadlock, and would go on with the rest. */
  @Test
  void whatSwallowsADeadlockIsNotCommittedInPart() {
    try (var db = items(Servers.h2())) {
      db.execute("create table account (id int primary key, n int)");
      db.batch("insert into account values (?, 0)", List.of(1, 2));
      var both = new Barrier(2);
      String add = "update account set n = n + 1 where id = ?";
      var failures = new AtomicInteger();
      gather(
          List.of(1, 2),
          n -> {
            try {
              return db.transaction(tx -> {
                tx.execute(add, n);
                both.await();
                try {
                  tx.transaction(inner -> inner.execute(add, 3 - n));
                } catch (SerializationException e) {
                  // and goes on as if nothing had happened
                }
                tx.execute("insert into item values (?)", n);
                return n;
              });
            } catch (SqlException e) {
              failures.incrementAndGet();
              return 0;
            }
          });
      assertThat(failures).hasValue(1);
      assertThat(count(db)).isEqualTo(1);
      assertThat(db.query(Integer.class, "select n from account")).containsExactly(1, 1);
    }
  }

  /** See RandomCancellationTest: what the driver sends along with a statement may fail alone. */
  @Test
  void itHasBegunBeforeItsFirstStatement() {
    try (var db = items(Servers.postgres().max(1));
        var watcher = Servers.postgres().open()) {
      int process = db.one(Integer.class, "select pg_backend_pid()");
      String state = "select state from pg_stat_activity where pid = ?";
      db.transaction(tx -> {
        assertThat(watcher.one(String.class, state, process)).isEqualTo("idle in transaction");
      });
      assertThat(watcher.one(String.class, state, process)).isEqualTo("idle");
    }
  }

  @Test
  void oneBegunByHandIsNotLeftToTheNext() {
    try (var db = items(Servers.postgres().max(1))) {
      db.execute("begin");
      db.execute(INSERT, 1);
      assertThat(db.execute("rollback")).isZero();
      assertThat(count(db)).isEqualTo(1);
      assertThat(db.statistics().created()).isEqualTo(1);
    }
  }

  /** The rest would be carried out one by one, whatever becomes of the body. */
  @Test
  void oneThatIsEndedByHandSaysSo() {
    try (var db = items(Servers.postgres().max(1))) {
      long before = count(db);
      for (String end : List.of("commit", "rollback")) {
        for (boolean nested : new boolean[] {false, true}) {
          assertThatThrownBy(() ->
                  db.transaction(tx -> {
                    try {
                      if (nested) tx.transaction(inner -> inner.execute(end));
                      else tx.execute(end);
                    } catch (SqlException e) {
                      tx.execute(INSERT, 100); // no more than the end is swallowed
                    }
                  }))
              .isInstanceOf(SqlException.class)
              .hasMessage(
                  "this ended the transaction, which ends with its body, and nothing else may end"
                      + " it: "
                      + end);
        }
      }
      assertThat(count(db)).isEqualTo(before);
      assertThat(db.<Long, RuntimeException>transaction(tx -> tx.execute(INSERT, 100)))
          .isEqualTo(1);
    }
  }

  @Test
  void oneThatTheServerFindsIdleForTooLongLosesItsConnection() {
    try (var db = items(Servers.postgres().max(1));
        var watcher = Servers.postgres().open()) {
      assertThatThrownBy(() ->
              db.transaction(tx -> {
                int process = tx.one(Integer.class, "select pg_backend_pid()");
                tx.execute("set local idle_in_transaction_session_timeout = 1");
                String gone = "select count(*) = 0 from pg_stat_activity where pid = ?";
                while (!watcher.one(Boolean.class, gone, process)) Thread.onSpinWait();
                tx.execute(INSERT, 100);
              }))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("idle-in-transaction timeout");
      assertThat(db.<Long, RuntimeException>transaction(tx -> tx.execute(INSERT, 100)))
          .isEqualTo(1);
    }
  }

  @Test
  void whoWaitsForAnotherConnectionInATransactionIsToldSo() {
    try (var db = Servers.h2().max(1).borrowWithin(Duration.ofMillis(500)).open();
        var other = Servers.h2().max(1).borrowWithin(Duration.ofMillis(500)).open()) {
      db.transaction(tx -> {
        assertThatThrownBy(() -> db.transaction(second -> {}))
            .isInstanceOf(PoolTimeoutException.class)
            .satisfies(
                e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("use the transaction"));
        other.transaction(_ -> {
          assertThatThrownBy(() -> gather(List.of(1), i -> other.one("select 1")))
              .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        });
      });
    }
  }
}
