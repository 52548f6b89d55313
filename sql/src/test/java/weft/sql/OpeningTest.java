package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Body;
import weft.Promise;
import weft.Weft;
import weft.resource.Leak;
import weft.resource.PoolClosedException;
import weft.resource.PoolTimeoutException;
import weft.testing.PostgresServer;

/** How a database is opened, who waits for its connections, and how it is closed. */
@Timeout(60)
class OpeningTest {
  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    assertThatThrownBy(() -> Database.open("postgres://ann:secret@localhost/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with jdbc:")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> Database.open("jdbc:nosuch://localhost/x?password=secret&a=b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no driver takes the URL jdbc:nosuch://localhost/x?password=***&a=b: is its jar on the"
                + " class path? (java and weft run have --class-path for it)");
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(() -> Database.open("jdbc:postgresql://127.0.0.1:" + free + "/x"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("can't connect to jdbc:postgresql://127.0.0.1:" + free + "/x: ")
        .hasMessageContaining("refused")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() ->
            Database.open("jdbc:postgresql://localhost:" + Servers.postgresPort() + "/nosuch"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageNotContaining("\n");
    Database.open("jdbc:h2:mem:locked;DB_CLOSE_DELAY=-1", "sa", "right").close();
    assertThatThrownBy(() -> Database.open("jdbc:h2:mem:locked", "sa", "wrong"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("password")
        .hasMessageNotContaining("wrong password")
        .hasMessageNotContaining("\n");
  }

  @Test
  void noPasswordIsSaidInAnyWayThatAUrlMayHaveIt() throws IOException {
    for (String url :
        List.of(
            "jdbc:postgresql://ann:seCret@localhost/x",
            "jdbc:postgresql://ann:se/Cr@et@localhost/x",
            "jdbc:postgresql://ann:se?Cret@localhost/x",
            "jdbc:postgresql://localhost:none/x?password=seCret",
            "jdbc:postgresql://localhost/%zz?password=seCret",
            "jdbc:postgresql://no.such.host.invalid/x?password=seCret",
            "jdbc:h2:relative;PASSWORD=seCret",
            "jdbc:h2:mem:x;NOSUCH=1;PASSWORD=seCret",
            "jdbc:oracle:thin:ann/seCret@//localhost/x",
            "jdbc:sqlserver://localhost;password={se;Cret};user=ann",
            "postgres://ann:se/Cret@localhost/x")) {
      assertThatThrownBy(() -> Database.open(url))
          .isInstanceOfAny(IllegalArgumentException.class, ConnectionException.class)
          .hasMessageNotContaining("\n")
          .hasMessageContaining("***")
          .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("seCret", "Cret", "Cr@et"));
    }
  }

  private static String stackTrace(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void whatIsWrongWithAUrlIsSaid() {
    assertThatThrownBy(() -> Database.open("jdbc:postgresql://localhost:none/x"))
        .hasMessage(
            "the driver of jdbc:postgresql: can't read the URL jdbc:postgresql://localhost:none/x");
    assertThatThrownBy(() -> Database.open("jdbc:postgresql://no.such.host.invalid/x"))
        .hasMessageEndingWith(": unknown host no.such.host.invalid");
    assertThatThrownBy(() -> Database.open("jdbc:postgresql://ann@localhost/x"))
        .hasMessageContaining("user() and password() are for them");
    assertThat(Errors.address("jdbc:postgresql://h:1/x?user=me@server&password=x"))
        .isEqualTo("jdbc:postgresql://h:1/x?user=me@server&password=***");
  }

  /** A server that takes connections and says nothing. */
  @Test
  void oneWhoWaitsForAServerIsCancelledAtOnce() throws IOException {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/x";
      assertThat(
              moveOnAfter(
                  Duration.ofMillis(20),
                  () -> {
                    Database.open(url);
                  }))
          .isFalse();
      assertThatThrownBy(() -> Database.builder(url).connectWithin(Duration.ofMillis(20)).open())
          .isInstanceOf(ConnectionException.class)
          .hasMessageEndingWith("within 20 ms");
    }
  }

  private static DataSource source(Body<Connection, ?> open) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> open.call());
  }

  @Test
  void aConnectionThatIsTooLateIsClosed() {
    String url = "jdbc:h2:mem:late;DB_CLOSE_DELAY=-1";
    var source = source(() -> DriverManager.getConnection(url));
    try (var watcher = Database.builder(source).open()) {
      String sessions = "select count(*) from information_schema.sessions";
      var go = new Promise<Boolean>();
      var slow =
          source(() -> {
            Weft.shield(go::await);
            return DriverManager.getConnection(url);
          });
      assertThat(
              moveOnAfter(
                  Duration.ofMillis(10),
                  () -> {
                    Database.builder(slow).open();
                  }))
          .isFalse();
      go.complete(true);
      while (watcher.one(Long.class, sessions) > 1) Thread.onSpinWait();
    }
  }

  /** Of others a statement outside of transactions would be taken back. */
  @Test
  void connectionsOfADataSourceCommitWhatIsDone() {
    for (String url : List.of(Servers.postgresUrl(), "jdbc:h2:mem:off;DB_CLOSE_DELAY=-1")) {
      var source =
          source(() -> {
            var connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            return connection;
          });
      String table = PostgresServer.newName();
      try (var db = Database.builder(source).max(1).open();
          var other = Database.open(url)) {
        db.execute("create table " + table + " (a int)");
        db.execute("insert into " + table + " values (1)");
        assertThat(other.one(Integer.class, "select a from " + table)).isEqualTo(1);
      }
    }
    assertThatThrownBy(() -> Database.builder(source(() -> null)).open())
        .isInstanceOf(ConnectionException.class)
        .hasMessage("can't connect to data source: asked for a connection, it gave none");
  }

  @Test
  void aPatienceWithoutEndIsOne() {
    try (var db =
        Servers.postgres().max(1).finishWithin(Duration.ofSeconds(Long.MAX_VALUE)).open()) {
      int process = db.one(Integer.class, "select pg_backend_pid()");
      assertThat(moveOnAfter(Duration.ofMillis(20), () -> db.query("select pg_sleep(61)")))
          .isEmpty();
      assertThat(db.one(Integer.class, "select pg_backend_pid()")).isEqualTo(process);
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhatFor() {
    try (var db = Servers.h2().name("orders").max(1).borrowWithin(Duration.ofMillis(500)).open()) {
      db.transaction(tx -> {
        assertThatThrownBy(() -> db.one("select 1"))
            .isInstanceOf(PoolTimeoutException.class)
            .hasMessageContaining("orders");
      });
      assertThat(db.one(Integer.class, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void aConnectionThatDiedWhileNobodyUsedItIsReplaced() {
    try (var db = Servers.postgres().max(1).validateAfter(Duration.ofNanos(1)).open();
        var admin = Servers.postgres().open()) {
      int process = db.one(Integer.class, "select pg_backend_pid()");
      admin.query("select pg_terminate_backend(?, 5000)", process);
      assertThat(db.one(Integer.class, "select pg_backend_pid()")).isNotEqualTo(process);
    }
  }

  @Test
  void oneThatDiesInUseFailsAndIsReplaced() {
    try (var db = Servers.postgres().max(1).open();
        var admin = Servers.postgres().open()) {
      assertThatThrownBy(() ->
              db.transaction(tx -> {
                int process = tx.one(Integer.class, "select pg_backend_pid()");
                admin.query("select pg_terminate_backend(?, 5000)", process);
                tx.one("select 1");
              }))
          .isInstanceOf(ConnectionException.class);
      assertThat(db.one(Integer.class, "select 1")).isEqualTo(1);
    }
  }

  @Test
  void closingWaitsForStatementsAndThenCutsThem() {
    var db = Servers.postgres().max(2).open();
    var asleep = new Promise<Boolean>();
    Weft.supervise(s -> {
      var task =
          s.start(() ->
              db.transaction(tx -> {
                tx.one("select 1");
                asleep.complete(true);
                return tx.query("select pg_sleep(3600)");
              }));
      asleep.await();
      assertThat(db.closeWithin(Duration.ofMillis(30))).isFalse();
      assertThatThrownBy(task::await).hasCauseInstanceOf(ConnectionException.class);
    });
    assertThatThrownBy(() -> db.one("select 1")).isInstanceOf(PoolClosedException.class);
    assertThat(db.closeWithin(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void aLeakIsReportedWithItsPlace() {
    var leak = new AtomicReference<Leak>();
    var told = new Promise<Boolean>();
    try (var db =
        Servers.h2()
            .leakAfter(Duration.ofMillis(5))
            .onLeak(l -> {
              leak.set(l);
              told.complete(true);
            })
            .open()) {
      db.transaction(tx -> {
        told.await();
      });
      assertThat(leak.get().where().orElseThrow().getStackTrace())
          .anyMatch(frame -> frame.getMethodName().contains("aLeakIsReportedWithItsPlace"));
    }
  }

  @Test
  void theServerEndsWhatTakesLongerThanItsLimit() {
    for (var builder : Servers.both()) {
      try (var db = builder.statementTimeout(Duration.ofMillis(20)).open()) {
        boolean h2 = db.toString().contains("h2");
        String slow =
            h2
                ? "select count(*) from system_range(1, 100000) a, system_range(1, 100000) b"
                : "select pg_sleep(3600)";
        assertThatThrownBy(() -> db.query(slow)).isInstanceOf(QueryTimeoutException.class);
      }
    }
  }

  @Test
  void maintenanceKeepsAsManyAsAreWanted() {
    try (var db = Servers.h2().min(3).open()) {
      scope(s -> {
        s.background("maintenance", db::maintain);
        while (db.statistics().idle() < 3) Weft.sleep(Duration.ZERO);
      });
    }
  }

  /** Servers know milliseconds, in an int. */
  @Test
  void aTimeThatIsLongerThanTheServerKnowsStandsForNever() {
    for (var never : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(25))) {
      for (var builder : Servers.both()) {
        try (var db = builder.statementTimeout(never).maxIdle(never).borrowWithin(never).open()) {
          assertThat(db.query("select 1")).hasSize(1);
        }
      }
    }
  }

  @Test
  void settingsAreChecked() {
    List<Runnable> wrong = new ArrayList<>();
    wrong.add(() -> Servers.h2().fetchSize(0));
    wrong.add(() -> Servers.h2().max(0).open());
    wrong.add(() -> Servers.h2().min(11).open());
    wrong.add(() -> Servers.h2().finishWithin(Duration.ZERO));
    wrong.add(() -> Servers.h2().statementTimeout(Duration.ofNanos(1)));
    wrong.add(() -> Servers.h2().statementTimeout(Duration.ofSeconds(Long.MIN_VALUE)));
    wrong.add(() ->
        Database.builder(source(() -> DriverManager.getConnection("jdbc:h2:mem:"))).user("ann"));
    assertThat(wrong)
        .allSatisfy(w -> assertThatThrownBy(w::run).isInstanceOf(IllegalArgumentException.class));
  }

  @Test
  void theDriverGetsSocketsThatYieldIfItCanSeeThem() throws Exception {
    String url = Servers.postgresUrl();
    var driver = java.sql.DriverManager.getDriver(url);
    assertThat(Dialect.sockets(url, driver)).contains("weft.sql.socket.YieldingSockets");
    assertThat(Dialect.sockets("jdbc:h2:mem:x", driver)).isEmpty();
    var elsewhere =
        (java.sql.Driver)
            java.lang.reflect.Proxy.newProxyInstance(
                new ClassLoader(ClassLoader.getPlatformClassLoader()) {},
                new Class<?>[] {java.sql.Driver.class},
                (_, _, _) -> null);
    assertThat(Dialect.sockets(url, elsewhere)).isEmpty();
    // The program's own choice counts.
    var own = Database.builder(url).property("socketFactory", "no.such.Sockets");
    assertThatThrownBy(own::open).isInstanceOf(ConnectionException.class);
  }
}
