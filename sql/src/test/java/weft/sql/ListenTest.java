package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.supervise;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.Weft;
import weft.channel.Channel;
import weft.flow.Flow;

/** Notifications of PostgreSQL. */
@Timeout(60)
class ListenTest {
  private static final String LISTENERS =
      "select count(*) from pg_stat_activity where query ilike 'listen \"%' and datname ="
          + " current_database()";

  @Test
  void whatIsSentWhenATransactionCommitsIsHeardInOrder() {
    try (var db = Servers.postgres().open()) {
      scope(s -> {
        var heard = Channel.<Notification>unlimited();
        var listening = new Promise<Boolean>();
        var task =
            s.start(() ->
                db.listen(() -> listening.complete(true), "Jobs", "it's \"odd\"")
                    .take(4)
                    .forEach(heard::send));
        listening.await();
        db.notify("Jobs", "1");
        db.notify("elsewhere", "nobody hears this");
        db.transaction(tx -> {
          tx.notify("it's \"odd\"", "2");
          db.notify("Jobs", "before");
        });
        assertThatThrownBy(() ->
                db.transaction(tx -> {
                  tx.notify("Jobs", "rolled back");
                  throw new IllegalStateException();
                }))
            .isInstanceOf(IllegalStateException.class);
        db.notify("Jobs", "");
        task.await();
        assertThat(heard.receive().payload()).isEqualTo("1");
        assertThat(heard.receive().payload()).isEqualTo("before");
        assertThat(heard.receive()).matches(n -> n.channel().equals("it's \"odd\""));
        assertThat(heard.receive().payload()).isEmpty();
      });
      awaitNoListener(db);
    }
  }

  private static void awaitNoListener(Database db) {
    while (db.one(Long.class, LISTENERS) > 0) Weft.sleep(java.time.Duration.ofMillis(2));
  }

  @Test
  void aCancelledListenerIsGone() {
    try (var db = Servers.postgres().open()) {
      scope(s -> {
        var listening = new Promise<Boolean>();
        var task = s.start(() -> db.listen(() -> listening.complete(true), "jobs").drain());
        listening.await();
        assertThat(db.one(Long.class, LISTENERS)).isEqualTo(1);
        task.cancel("enough");
      });
      awaitNoListener(db);
      assertThat(db.statistics().created()).isEqualTo(1);
    }
  }

  @Test
  void oneThatLosesItsConnectionFailsAndMayBeRetried() {
    try (var db = Servers.postgres().open()) {
      var times = new AtomicInteger();
      var first =
          db.listen(
                  () -> {
                    if (times.incrementAndGet() == 1) {
                      db.query(
                          "select pg_terminate_backend(pid) from pg_stat_activity where query ilike"
                              + " 'listen \"lost%'");
                    } else db.notify("lost", "again");
                  },
                  "lost")
              .retry(weft.resilience.Retry.fixed(5, java.time.Duration.ofMillis(1)))
              .first();
      assertThat(first.payload()).isEqualTo("again");
      assertThat(times).hasValue(2);
    }
  }

  @Test
  void othersHaveNoSuchThing() {
    try (var db = Servers.h2().open()) {
      assertThatThrownBy(() -> db.listen("jobs").drain())
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("only PostgreSQL has LISTEN and NOTIFY");
      assertThatThrownBy(() -> db.listen()).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** One that only listens never ends by itself. */
  @Test
  void closingTheDatabaseEndsIt() {
    var db = Servers.postgres().open();
    var flow = new AtomicReference<Flow<Notification>>();
    supervise(s -> {
      var listening = new Promise<Boolean>();
      flow.set(db.listen(() -> listening.complete(true), "jobs"));
      var task = s.start(() -> flow.get().count());
      listening.await();
      db.close();
      assertThatThrownBy(task::await)
          .hasCauseInstanceOf(ConnectionException.class)
          .hasRootCauseMessage("nobody listens any more: the database is closed");
    });
    assertThatThrownBy(() -> flow.get().count()).isInstanceOf(ConnectionException.class);
  }

  /** LISTEN would cut the name to what it takes, and wait for ever. */
  @Test
  void namesThatAreTooLongAreRefused() {
    try (var db = Servers.postgres().open()) {
      assertThatThrownBy(() -> db.listen("é".repeat(32)).first())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the name of a channel has 63 bytes at most: éé");
      String longest = "é".repeat(31) + "c";
      assertThat(db.listen(() -> db.notify(longest, "x".repeat(7_999)), longest).first().payload())
          .hasSize(7_999);
    }
  }

  @Test
  void oneWhoIsSlowMissesNothing() {
    int all = 5_000;
    try (var db = Servers.postgres().open()) {
      var next = new AtomicInteger();
      String send = "select pg_notify('many', g || repeat(' ', 1000)) from generate_series(0, ?) g";
      db.listen(() -> db.query(send, all - 1), "many")
          .take(all)
          .forEach(n -> {
            int i = next.getAndIncrement();
            if (i % 100 == 0) db.query("select 1");
            assertThat(n.payload().strip()).isEqualTo(Integer.toString(i));
          });
      assertThat(next).hasValue(all);
    }
  }
}
