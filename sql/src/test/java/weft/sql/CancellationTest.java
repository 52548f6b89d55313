package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.timeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Outcome;
import weft.Weft;

/** What a cancellation does to statements, on a real server. */
@Timeout(120)
class CancellationTest {
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

  @Test
  void aCancelledTaskEndsItsStatementOnTheServerAndKeepsTheConnection() {
    try (var database = Servers.postgres().max(1).open();
        var watcher = Servers.postgres().open()) {
      int process = process(database);
      scope(s -> {
        var task = s.start(() -> database.query("select pg_sleep(61)"));
        awaitAsleep(watcher, 1);
        task.cancel("enough");
        awaitAsleep(watcher, 0);
        assertThat(task.outcome()).get().isInstanceOf(Outcome.Cancelled.class);
      });
      assertThat(process(database)).isEqualTo(process);
      assertThat(database.statistics().created()).isEqualTo(1);
    }
  }

  @Test
  void aDeadlineEndsTheStatementOnTheServer() {
    try (var database = Servers.postgres().max(1).open();
        var watcher = Servers.postgres().open()) {
      int process = process(database);
      assertThatThrownBy(
              () -> timeout(Duration.ofMillis(50), () -> database.query("select pg_sleep(61)")))
          .isInstanceOf(weft.TimeoutException.class);
      assertThat(watcher.one(Long.class, ASLEEP)).isZero();
      assertThat(process(database)).isEqualTo(process);
    }
  }
}
