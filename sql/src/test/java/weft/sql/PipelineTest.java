package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Body;
import weft.Outcome;
import weft.Promise;
import weft.Task;
import weft.Weft;
import weft.resource.PoolTimeoutException;

/** Selects that wait for a connection and are sent together. */
@Timeout(120)
class PipelineTest {
  private static DatabaseBuilder one() {
    return Servers.postgres().max(1).pipeline(16);
  }

  /** Starts tasks while the only connection is taken, in this order, and then frees it. */
  private static <T> List<Task<T>> inLine(
      weft.Scope scope, Database database, List<Body<T, RuntimeException>> bodies) {
    var free = new Promise<Boolean>();
    var taken = new Promise<Boolean>();
    var unused =
        scope.start(() ->
            database.transaction(tx -> {
              taken.complete(true);
              return free.await();
            }));
    taken.await();
    var tasks = new ArrayList<Task<T>>();
    for (var body : bodies) {
      tasks.add(scope.start(body));
      while (database.statistics().waiting() < tasks.size()) Weft.sleep(Duration.ofMillis(1));
    }
    free.complete(true);
    return tasks;
  }

  private static <T> List<Outcome<T>> outcomes(
      Database database, List<Body<T, RuntimeException>> bodies) {
    return Weft.supervise(scope -> {
      var tasks = inLine(scope, database, bodies);
      return Weft.gather(tasks, PipelineTest::outcome);
    });
  }

  private static <T> Outcome<T> outcome(Task<T> task) {
    try {
      return new Outcome.Success<>(task.await());
    } catch (weft.TaskFailedException e) {
      return new Outcome.Failure<>(e.getCause());
    } catch (weft.TaskCancelledException e) {
      return new Outcome.Cancelled<>("");
    }
  }

  private static Body<String, RuntimeException> of(
      Database database, String sql, Object... values) {
    return () -> database.one(String.class, sql, values);
  }

  @Test
  void thoseThatWaitAreSentTogetherAndEachGetsItsOwn() {
    try (var database = one().open()) {
      String sql = "select ?::text || ' of ' || pg_current_xact_id()";
      var outcomes =
          outcomes(database, IntStream.range(0, 9).mapToObj(i -> of(database, sql, i)).toList());
      var transactions = new HashSet<String>();
      for (int i = 0; i < 9; i++) {
        assertThat(outcomes.get(i)).isInstanceOf(Outcome.Success.class);
        String text = ((Outcome.Success<String>) outcomes.get(i)).value();
        assertThat(text).startsWith(i + " of ");
        transactions.add(text.substring(5));
      }
      assertThat(transactions).hasSize(2); // eight, and one
    }
  }

  @Test
  void aCommentAtTheEndOfTheTextHidesNothing() {
    try (var database = one().open()) {
      String sql = "select ?::text || ' of ' || pg_current_xact_id() -- each";
      var outcomes =
          outcomes(database, IntStream.range(0, 4).mapToObj(i -> of(database, sql, i)).toList());
      var transactions = new HashSet<String>();
      for (int i = 0; i < 4; i++) {
        String text = ((Outcome.Success<String>) outcomes.get(i)).value();
        assertThat(text).startsWith(i + " of ");
        transactions.add(text.substring(5));
      }
      assertThat(transactions).hasSize(1);
    }
  }

  @Test
  void oneThatFailsFailsAlone() {
    try (var database = one().open()) {
      String sql = "select 10 / ?::int";
      var outcomes =
          outcomes(database, Stream.of(1, 2, 0, 5).map(i -> of(database, sql, i)).toList());
      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>("10"));
      assertThat(outcomes.get(1)).isEqualTo(new Outcome.Success<>("5"));
      assertThat(outcomes.get(3)).isEqualTo(new Outcome.Success<>("2"));
      assertThat(((Outcome.Failure<String>) outcomes.get(2)).error())
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("division by zero");
    }
  }

  @Test
  void whatASelectChangesIsDoneOnceAlsoIfOneBesideItFails() {
    try (var database = one().open()) {
      database.execute("create table log (n int)");
      database.execute(
          "create function note(n int) returns int language sql as"
              + " 'insert into log values (n) returning n'");
      var unused =
          outcomes(
              database,
              Stream.of(1, 2, 0, 5).map(i -> of(database, "select note(10 / ?::int)", i)).toList());
      assertThat(database.query(Integer.class, "select n from log order by n"))
          .containsExactly(2, 5, 10);
    }
  }

  @Test
  void oneWithoutARowIsAFailureOfItsOwn() {
    try (var database = one().open()) {
      String sql = "select n from generate_series(1, 3) n where n = ?";
      var outcomes =
          outcomes(database, Stream.of(1, 4, 3, 2).map(i -> of(database, sql, i)).toList());
      assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>("1"));
      assertThat(((Outcome.Failure<String>) outcomes.get(1)).error())
          .isInstanceOf(RowCountException.class);
      assertThat(outcomes.get(2)).isEqualTo(new Outcome.Success<>("3"));
      assertThat(outcomes.get(3)).isEqualTo(new Outcome.Success<>("2"));
    }
  }

  @Test
  void oneThatIsCancelledOnTheServerLeavesTheOthersTheirs() {
    for (int sleeper = 0; sleeper < 4; sleeper++) {
      try (var database = one().open();
          var watcher = Servers.postgres().open()) {
        int process = database.one(Integer.class, "select pg_backend_pid()");
        String sql = "select pg_sleep(?)::text || 'x'";
        int asleep = sleeper;
        Weft.supervise(scope -> {
          var tasks =
              inLine(
                  scope,
                  database,
                  IntStream.range(0, 4)
                      .mapToObj(i -> of(database, sql, i == asleep ? 61.0 : 0.0))
                      .toList());
          String sleeps =
              "select count(*) from pg_stat_activity where pid = ? and wait_event = 'PgSleep'";
          while (watcher.one(Integer.class, sleeps, process) == 0) {
            Weft.sleep(Duration.ofMillis(1));
          }
          tasks.get(asleep).cancel("enough");
          var outcomes = Weft.gather(tasks, PipelineTest::outcome);
          for (int i = 0; i < 4; i++) {
            if (i == asleep) assertThat(outcomes.get(i)).isInstanceOf(Outcome.Cancelled.class);
            else assertThat(outcomes.get(i)).isEqualTo(new Outcome.Success<>("x"));
          }
        });
        assertThat(database.one(Integer.class, "select pg_backend_pid()")).isEqualTo(process);
      }
    }
  }

  @Test
  void oneThatIsCancelledInLineLeavesIt() {
    try (var database = one().open()) {
      var held = new Promise<Boolean>();
      Weft.supervise(scope -> {
        var holder =
            scope.start(() ->
                database.transaction(tx -> {
                  return held.await();
                }));
        while (database.statistics().idle() > 0) Weft.sleep(Duration.ofMillis(1));
        var tasks = new ArrayList<Task<String>>();
        for (int i = 0; i < 4; i++) {
          tasks.add(scope.start(of(database, "select ?::text", i)));
          while (database.statistics().waiting() <= i) Weft.sleep(Duration.ofMillis(1));
        }
        tasks.get(0).cancel("enough"); // the first in line
        tasks.get(2).cancel("enough");
        assertThat(outcome(tasks.get(0))).isInstanceOf(Outcome.Cancelled.class);
        assertThat(outcome(tasks.get(2))).isInstanceOf(Outcome.Cancelled.class);
        assertThat(database.statistics().waiting()).isEqualTo(2);
        held.complete(true);
        assertThat(holder.await()).isTrue();
        assertThat(outcome(tasks.get(1))).isEqualTo(new Outcome.Success<>("1"));
        assertThat(outcome(tasks.get(3))).isEqualTo(new Outcome.Success<>("3"));
      });
      assertThat(database.statistics().waiting()).isZero();
    }
  }

  @Test
  void aLostConnectionIsAFailureOfAllAndTheNextGetANewOne() {
    try (var database = one().open()) {
      String sql = "select case ? when 1 then pg_terminate_backend(pg_backend_pid()) end::text";
      var outcomes =
          outcomes(
              database,
              IntStream.range(0, 4)
                  .<Body<String, RuntimeException>>mapToObj(
                      i -> () -> database.optional(String.class, sql, i).orElse("none"))
                  .toList());
      for (var outcome : outcomes) {
        assertThat(((Outcome.Failure<String>) outcome).error())
            .isInstanceOf(ConnectionException.class);
      }
      assertThat(database.one(Integer.class, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void whoeverCannotHaveAConnectionInTimeIsToldSo() {
    try (var database = one().borrowWithin(Duration.ofMillis(50)).open()) {
      Weft.supervise(scope -> {
        var end = new Promise<Boolean>();
        var holder =
            scope.start(() ->
                database.transaction(tx -> {
                  return end.await();
                }));
        while (database.statistics().idle() > 0) Weft.sleep(Duration.ofMillis(1));
        var tasks =
            IntStream.range(0, 4)
                .mapToObj(i -> scope.start(of(database, "select ?::text", i)))
                .toList();
        for (var task : tasks) {
          assertThat(((Outcome.Failure<String>) outcome(task)).error())
              .isInstanceOf(PoolTimeoutException.class);
        }
        end.complete(true);
        assertThat(holder.await()).isTrue();
      });
    }
  }

  @Test
  void whatLocksOrHasSeveralStatementsIsSentAlone() {
    assertThat(Prepared.of("select 1 from t where id = ?", 1).mayBeJoined()).isTrue();
    assertThat(Prepared.of("SELECT ?", "short").mayBeJoined()).isTrue();
    assertThat(Prepared.of("select 1 from t for update").mayBeJoined()).isFalse();
    assertThat(Prepared.of("select 1 into u from t").mayBeJoined()).isFalse();
    assertThat(Prepared.of("select 1; select 2").mayBeJoined()).isFalse();
    assertThat(Prepared.of("insert into t values (1) returning id").mayBeJoined()).isFalse();
    assertThat(Prepared.of("select ?", "x".repeat(1_001)).mayBeJoined()).isFalse();
    assertThat(Prepared.of("select ?", (Object) new byte[3]).mayBeJoined()).isFalse();
    assertThatThrownBy(() -> Servers.h2().pipeline(0))
        .hasMessageContaining("not 1 select or more, but 0");
  }

  @Test
  void otherDatabasesSendEachAlone() {
    try (var database = Servers.h2().max(1).pipeline(16).open()) {
      var numbers = IntStream.range(0, 50).boxed().toList();
      assertThat(
              Weft.gather(
                  numbers, i -> database.one(Integer.class, "select cast(? as int) + 1", i)))
          .isEqualTo(numbers.stream().map(i -> i + 1).toList());
    }
  }

  @Test
  void randomCancellationsLeaveAllOthersTheirsAndThePoolWhole() {
    var wrong = new ConcurrentLinkedQueue<Object>();
    try (var database = Servers.postgres().max(3).pipeline(8).open()) {
      var unused =
          Weft.gather(
              IntStream.range(0, 24).boxed().toList(),
              task -> {
                var random = new java.util.Random(task);
                for (int i = 0; i < 150; i++) {
                  int wanted = task * 1_000 + i;
                  try {
                    var limit = Duration.ofNanos(1 + random.nextInt(4_000_000));
                    Body<Integer, RuntimeException> select =
                        () -> database.one(Integer.class, "select ?::int", wanted);
                    var found =
                        task % 3 == 0
                            ? Weft.moveOnAfter(limit, select)
                            : java.util.Optional.of(select.call());
                    found.filter(n -> n != wanted).ifPresent(wrong::add);
                  } catch (RuntimeException e) {
                    wrong.add(e);
                  }
                }
                return task;
              });
      assertThat(wrong).isEmpty();
      var statistics = database.statistics();
      assertThat(statistics.waiting()).isZero();
      assertThat(statistics.leased()).isZero();
      assertThat(statistics.disposed()).isZero();
    }
  }
}
