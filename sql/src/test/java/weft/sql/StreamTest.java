package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results as flows. */
@Timeout(60)
class StreamTest {
  static List<DatabaseBuilder> both() {
    return Servers.both();
  }

  private static final String RANGE = "select n, 'row ' || n as name from %s order by n";

  record Line(int n, String name) {}

  private static Database open(DatabaseBuilder builder) {
    var database = builder.max(1).fetchSize(10).open();
    database.execute("create table numbers (n int primary key)");
    database.batch(
        "insert into numbers values (?)", java.util.stream.IntStream.range(0, 95).boxed().toList());
    return database;
  }

  @ParameterizedTest
  @MethodSource("both")
  void allRowsInOrder(DatabaseBuilder builder) {
    try (var db = open(builder)) {
      var lines = db.stream(Line.class, RANGE.formatted("numbers"));
      for (int run = 0; run < 2; run++) {
        assertThat(lines.toList()).hasSize(95).last().isEqualTo(new Line(94, "row 94"));
      }
      assertThat(db.stream("select n from numbers where n < ?", 10).map(r -> r.number("n")).count())
          .isEqualTo(10);
      assertThat(db.stream(Integer.class, "select n from numbers where n < 0").toList()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void anEarlyEndAndAFailureGiveTheConnectionBack(DatabaseBuilder builder) {
    try (var db = open(builder)) {
      var numbers = db.stream(Integer.class, "select n from numbers order by n");
      assertThat(numbers.take(15).toList()).hasSize(15);
      assertThatThrownBy(() ->
              numbers.forEach(n -> {
                if (n == 12) throw new IOException("enough");
              }))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> db.stream(Integer.class, "select nothing").toList())
          .isInstanceOf(SqlException.class);
      assertThat(db.one(Integer.class, "select count(*) from numbers")).isEqualTo(95);
      assertThat(db.statistics().created()).isEqualTo(1);
    }
  }

  @Test
  void aSlowConsumerSlowsTheServer() {
    try (var db = Servers.postgres().fetchSize(10).open()) {
      db.execute("create sequence calls");
      String slow = "select nextval('calls') from generate_series(1, 1000000)";
      db.stream(Long.class, slow)
          .take(25)
          .forEach(n -> {
            long computed = db.one(Long.class, "select last_value from calls");
            assertThat(computed).isLessThanOrEqualTo(n + 10);
          });
    }
  }

  @Test
  void aTransactionIsUsableWhileItStreams() {
    try (var db = open(Servers.postgres())) {
      db.transaction(tx -> {
        tx.stream(Integer.class, "select n from numbers where n < 50 order by n")
            .forEach(n -> {
              tx.execute("update numbers set n = ? where n = ?", 1000 + n, n);
            });
      });
      assertThat(db.one(Integer.class, "select count(*) from numbers where n >= 1000"))
          .isEqualTo(50);
    }
  }
}
