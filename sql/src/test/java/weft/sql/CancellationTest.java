package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Environment;
import weft.Task;
import weft.TaskCancelledException;
import weft.TimeoutException;
import weft.Weft;

/** What a cancellation does to statements, on a real server. */
@Timeout(120)
class CancellationTest {
  private static final String SLEEP = "select pg_sleep(61)";
  private static final String ASLEEP =
      "select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep(61)%'"
          + " and pid <> pg_backend_pid()";

  /** Until as many statements sleep on the server. */
  private static void awaitAsleep(Database watcher, long count) {
    while (watcher.one(Long.class, ASLEEP) != count) Weft.sleep(Duration.ofMillis(2));
  }

  private static int process(Database database) {
    return database.one(Integer.class, "select pg_backend_pid()");
  }

  /** Cancels what {@code body} does when it is asleep on the server, and finds it awake again. */
  private static void cancelAsleep(Database database, java.util.function.Consumer<Database> body) {
    try (var watcher = Servers.postgres().open()) {
      int process = process(database);
      scope(s -> {
        Task<Integer> task =
            s.start(() -> {
              body.accept(database);
              return 1;
            });
        awaitAsleep(watcher, 1);
        task.cancel("enough");
        assertThatThrownBy(task::await).isInstanceOf(TaskCancelledException.class);
        assertThat(watcher.one(Long.class, ASLEEP)).isZero();
      });
      assertThat(process(database)).isEqualTo(process);
      assertThat(database.statistics().created()).isEqualTo(1);
    }
  }

  @Test
  void aCancelledTaskEndsItsStatementOnTheServerAndKeepsTheConnection() {
    try (var database = Servers.postgres().max(1).open()) {
      cancelAsleep(database, db -> db.query(SLEEP));
    }
  }

  @Test
  void soDoesOneThatFetchesMoreRows() {
    try (var database = Servers.postgres().max(1).fetchSize(2).open()) {
      var rows = new AtomicInteger();
      String slow =
          "select case when n < 6 then n else length(pg_sleep(61)::text) end"
              + " from generate_series(1, 9) n";
      cancelAsleep(
          database,
          db ->
              db.stream(Integer.class, slow)
                  .forEach(n -> {
                    rows.incrementAndGet();
                  }));
      assertThat(rows).hasValue(4);
    }
  }

  @Test
  void soDoesOneInATransactionAndItIsRolledBack() {
    try (var database = Servers.postgres().max(1).open()) {
      database.execute("create table item (id int)");
      cancelAsleep(
          database,
          db ->
              db.transaction(tx -> {
                tx.execute("insert into item values (1)");
                tx.transaction(inner -> inner.query(SLEEP));
              }));
      assertThat(database.query("select * from item")).isEmpty();
    }
  }

  @Test
  void soDoesOneOnAPlatformThread() {
    var environment = Environment.standard().threads(Thread.ofPlatform().daemon().factory());
    environment.run(() -> {
      try (var database = Servers.postgres().max(1).open()) {
        cancelAsleep(database, db -> db.query(SLEEP));
      }
    });
  }

  @Test
  void aDeadlineEndsTheStatementOnTheServer() {
    try (var database = Servers.postgres().max(1).open();
        var watcher = Servers.postgres().open()) {
      int process = process(database);
      assertThatThrownBy(() -> timeout(Duration.ofMillis(50), () -> database.query(SLEEP)))
          .isInstanceOf(TimeoutException.class);
      assertThat(watcher.one(Long.class, ASLEEP)).isZero();
      assertThat(process(database)).isEqualTo(process);
    }
  }

  @Test
  void aDeadlineWithinATransactionEndsTheNestedOneAlone() {
    try (var database = Servers.postgres().max(1).open()) {
      database.execute("create table item (id int)");
      database.transaction(tx -> {
        tx.execute("insert into item values (1)");
        assertThatThrownBy(() ->
                timeout(Duration.ofMillis(20), () -> tx.transaction(inner -> inner.query(SLEEP))))
            .isInstanceOf(TimeoutException.class);
        tx.execute("insert into item values (2)");
      });
      assertThat(database.one(Integer.class, "select count(*) from item")).isEqualTo(2);
    }
  }

  @Test
  void inACancelledScopeNothingBeginsUnlessItIsShielded() {
    try (var database = Servers.postgres().max(1).open()) {
      database.execute("create table item (id int)");
      var scope = new CancelScope();
      boolean done =
          scope.run(() -> {
            scope.cancel("over");
            try {
              database.execute("insert into item values (1)");
            } finally {
              Weft.shield(() -> {
                var unused = database.execute("insert into item values (2)");
              });
            }
          });
      assertThat(done).isFalse();
      assertThat(database.query(Integer.class, "select id from item")).containsExactly(2);
    }
  }

  @Test
  void whatTheServerEndsByItselfIsNoCancellation() {
    try (var database = Servers.postgres().max(1).open();
        var admin = Servers.postgres().open()) {
      int process = process(database);
      scope(s -> {
        var task =
            s.start(() -> {
              assertThatThrownBy(() -> database.query(SLEEP))
                  .isInstanceOf(QueryTimeoutException.class)
                  .hasMessageContaining("[57014]");
            });
        awaitAsleep(admin, 1);
        admin.query("select pg_cancel_backend(?)", process);
        task.await();
      });
      assertThat(process(database)).isEqualTo(process);
    }
  }

  /** Nobody hears the request to end: the connection is cut, and the task goes on. */
  @Test
  void aServerThatDoesNotEndTheStatementLosesTheConnection() {
    try (var database = Servers.postgres().max(1).finishWithin(Duration.ofMillis(50)).open()) {
      int process = process(database);
      database.execute(
          "create function stubborn() returns int language plpgsql as $$ begin loop begin"
              + " perform pg_sleep(61); exception when query_canceled then null; end; end loop;"
              + " end $$");
      assertThatThrownBy(
              () -> timeout(Duration.ofMillis(20), () -> database.query("select stubborn()")))
          .isInstanceOf(TimeoutException.class);
      assertThat(process(database)).isNotEqualTo(process);
      database.query("select pg_terminate_backend(?, 5000)", process);
    }
  }
}
