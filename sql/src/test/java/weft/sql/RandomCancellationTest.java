package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of statements and transactions, cancelled at random moments. */
@Timeout(120)
class RandomCancellationTest {
  private static final int CONNECTIONS = 4;
  private static final int TASKS = 12;
  private static final int ACCOUNTS = 10;

  private final AtomicInteger cut = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Double> longest = new AtomicReference<>(2e6);
  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

  /**
   * Runs {@code body} and cancels it at a random moment, so early that about half are cut short,
   * however fast the machine is.
   */
  private void atRandom(Random random, Runnable body) {
    double most = longest.get();
    var limit = Duration.ofNanos(1 + (long) (most * random.nextDouble()));
    boolean whole = moveOnAfter(limit, body::run);
    (whole ? done : cut).incrementAndGet();
    longest.set(Math.clamp(most * (whole ? 0.9 : 1.1), 100_000, 1e9));
  }

  private void tasks(int rounds, java.util.function.Consumer<Random> round) {
    gather(
        IntStream.range(0, TASKS).boxed().toList(),
        task -> {
          var random = new Random(task);
          for (int i = 0; i < rounds; i++) {
            try {
              round.accept(random);
            } catch (RuntimeException e) {
              wrong.add(e);
            }
          }
          return task;
        });
  }

  /** All connections are there, are those of the beginning, and work, all at once. */
  private static void requireWhole(Database database) {
    var statistics = database.statistics();
    assertThat(statistics.leased()).isZero();
    assertThat(statistics.waiting()).isZero();
    assertThat(statistics.created()).isEqualTo(statistics.size()).isLessThanOrEqualTo(CONNECTIONS);
    assertThat(statistics.disposed()).isZero();
    var barrier = new weft.sync.Barrier(CONNECTIONS);
    gather(
        IntStream.range(0, CONNECTIONS).boxed().toList(),
        i ->
            database.transaction(tx -> {
              barrier.await();
              return tx.one(Integer.class, "select 1 + ?", i);
            }));
  }

  @Test
  void noCancellationHitsTheNextStatementOfItsConnection() {
    try (var database = Servers.postgres().max(CONNECTIONS).open()) {
      tasks(
          200,
          random -> {
            atRandom(random, () -> database.one(Integer.class, "select 1 from pg_sleep(?)", 0.001));
            int n = random.nextInt();
            assertThat(database.one(Integer.class, "select ?::int", n)).isEqualTo(n);
          });
      assertThat(wrong).isEmpty();
      assertThat(cut).hasValueGreaterThan(200);
      assertThat(done).hasValueGreaterThan(200);
      requireWhole(database);
    }
  }

  @Test
  void noCancellationIsLostOnItsWay() {
    try (var database = Servers.postgres().max(CONNECTIONS).open()) {
      // Were a request for the end lost, this would take an hour.
      tasks(
          100,
          random ->
              moveOnAfter(
                  Duration.ofNanos(1 + random.nextLong(2_000_000)),
                  () -> database.query("select pg_sleep(3600)")));
      assertThat(wrong).isEmpty();
      requireWhole(database);
    }
  }

  static List<DatabaseBuilder> both() {
    return Servers.both();
  }

  @ParameterizedTest
  @MethodSource("both")
  void noTransactionIsHalfDone(DatabaseBuilder builder) {
    try (var database = builder.max(CONNECTIONS).open()) {
      database.execute("create table account (id int primary key, balance int not null)");
      database.batch(
          "insert into account values (?, 100)", IntStream.range(0, ACCOUNTS).boxed().toList());
      tasks(
          150,
          random -> {
            int from = random.nextInt(ACCOUNTS);
            int to = random.nextInt(ACCOUNTS);
            boolean nested = random.nextBoolean();
            atRandom(
                random,
                () -> {
                  try {
                    database.transaction(tx -> {
                      transfer(tx, from, to, nested);
                    });
                  } catch (SerializationException e) {
                    // a deadlock: that is what such transactions get
                  }
                });
          });
      assertThat(wrong).isEmpty();
      assertThat(cut).hasValueGreaterThan(200);
      assertThat(done).hasValueGreaterThan(200);
      assertThat(database.one(Integer.class, "select sum(balance) from account"))
          .isEqualTo(100 * ACCOUNTS);
      requireWhole(database);
    }
  }

  /**
   * PostgreSQL's driver sends BEGIN with the first statement, but not so that the one depends on
   * the other: where the first was cancelled, the second was carried out, and committed.
   */
  @Test
  void noStatementEscapesItsTransaction() {
    try (var database = Servers.postgres().max(CONNECTIONS).open()) {
      database.execute("create table escaped (n int)");
      tasks(
          250,
          random ->
              atRandom(
                  random,
                  () -> {
                    try {
                      database.transaction(tx -> {
                        tx.execute("insert into escaped values (1)");
                        throw new IllegalStateException("back");
                      });
                    } catch (IllegalStateException e) {
                      // as it is meant to be
                    }
                  }));
      assertThat(wrong).isEmpty();
      assertThat(cut).hasValueGreaterThan(200);
      assertThat(database.one(Integer.class, "select count(*) from escaped")).isZero();
      requireWhole(database);
    }
  }

  private static void transfer(Queries tx, int from, int to, boolean nested) {
    tx.execute("update account set balance = balance - 1 where id = ?", from);
    if (nested)
      tx.transaction(inner -> {
        transferTo(inner, to);
      });
    else transferTo(tx, to);
  }

  private static void transferTo(Queries tx, int to) {
    tx.execute("update account set balance = balance + 1 where id = ?", to);
  }

  @Test
  void noStreamLeavesItsCursorOpen() {
    try (var database = Servers.postgres().max(CONNECTIONS).fetchSize(50).open()) {
      tasks(
          60,
          random -> {
            int wanted = 1 + random.nextInt(2_000);
            atRandom(
                random,
                () ->
                    assertThat(
                            database.stream(
                                    Integer.class, "select n from generate_series(1, 2000) n")
                                .take(wanted)
                                .count())
                        .isEqualTo(wanted));
          });
      assertThat(wrong).isEmpty();
      assertThat(cut).hasValueGreaterThan(100);
      assertThat(done).hasValueGreaterThan(100);
      requireWhole(database);
      assertThat(
              database.one(
                  Integer.class,
                  "select count(*) from pg_stat_activity where state like 'idle in transaction%'"))
          .isZero();
    }
  }
}
