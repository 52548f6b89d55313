package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements with parameters, and what comes of them. */
class QueryTest {
  record User(long id, String fullName, Optional<Integer> age) {}

  record Named(String fullName, int age) {}

  private static Database users(DatabaseBuilder builder) {
    var database = builder.open();
    database.execute(
        "create table users (id bigint generated always as identity primary key,"
            + " full_name varchar(50) not null unique, age int)");
    database.batch(
        "insert into users (full_name, age) values (?, ?)",
        List.of(List.of("Ada", 36), List.of("Bob", 20), java.util.Arrays.asList("Eve", null)));
    return database;
  }

  static List<DatabaseBuilder> both() {
    return Servers.both();
  }

  @ParameterizedTest
  @MethodSource("both")
  void recordsAreMadeByTheNamesOfTheirComponents(DatabaseBuilder builder) {
    try (var db = users(builder)) {
      assertThat(db.query(User.class, "select id, full_name, age from users order by id"))
          .containsExactly(
              new User(1, "Ada", Optional.of(36)),
              new User(2, "Bob", Optional.of(20)),
              new User(3, "Eve", Optional.empty()));
      assertThatThrownBy(() -> db.query(User.class, "select id, full_name from users"))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("no column for age in User(id, fullName, age)");
      assertThatThrownBy(() -> db.query(Named.class, "select * from users where age is not null"))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?is)no component for column id in Named.*");
      assertThatThrownBy(() -> db.query(Named.class, "select full_name, age from users"))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?is)column age is null, which is no int");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void rowsAndSingleValues(DatabaseBuilder builder) throws IOException {
    try (var db = users(builder)) {
      var row = db.one("select full_name, age from users where id = ?", 1L);
      assertThat(row.text("FULL_NAME")).isEqualTo("Ada");
      assertThat(row.get(1, Long.class)).isEqualTo(36L);
      assertThat(db.query(String.class, "select full_name from users order by 1"))
          .containsExactly("Ada", "Bob", "Eve");
      assertThat(db.one(Long.class, "select count(*) from users")).isEqualTo(3);
      assertThat(db.optional(Integer.class, "select age from users where full_name = ?", "Eve"))
          .isEmpty();
      assertThat(db.optional("select * from users where id = ?", 99)).isEmpty();
      assertThatThrownBy(() -> db.one("select * from users where id = ?", 99))
          .isInstanceOf(RowCountException.class)
          .hasMessage("there is no row, in: select * from users where id = ?");
      assertThatThrownBy(() -> db.optional("select * from users"))
          .isInstanceOf(RowCountException.class)
          .hasMessage("there is more than one row, in: select * from users");
      assertThatThrownBy(() -> db.query(String.class, "select id, full_name from users"))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?i)a String is made of one column, but there are .id, full_name.");
      assertThatThrownBy(() -> db.query(Integer.class, "select age from users order by id"))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("the value in row 3 is null");
      assertThatThrownBy(() ->
              db.query(
                  (Row r) -> {
                    throw new IOException("no " + r.text("full_name"));
                  },
                  "select full_name from users order by 1"))
          .isInstanceOf(IOException.class)
          .hasMessage("no Ada");
      assertThat(db.query(r -> r.text("full_name") + "!", "select full_name from users where id=1"))
          .containsExactly("Ada!");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void namedParametersAndCollections(DatabaseBuilder builder) {
    record Wanted(String name, int least) {}
    try (var db = users(builder)) {
      String by = "select id from users where id in (:ids) order by id";
      assertThat(db.query(Long.class, by, Map.of("ids", List.of(1, 3)))).containsExactly(1L, 3L);
      assertThat(db.query(Long.class, by, Map.of("ids", List.of(1, 2, 3, 3, 3)))).hasSize(3);
      assertThat(db.query(Long.class, by, Map.of("ids", List.of()))).isEmpty();
      assertThat(
              db.query(
                  Long.class,
                  "select id from users where id in (?) and age > ?",
                  List.of(1, 2),
                  30))
          .containsExactly(1L);
      assertThat(
              db.query(
                  Long.class,
                  "select id from users where full_name = :name and age >= :least and :least < 99",
                  new Wanted("Bob", 20)))
          .containsExactly(2L);
      assertThatThrownBy(() -> db.query("select id from users where id not in (?)", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NOT IN");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void changes(DatabaseBuilder builder) {
    record Key(long id) {}
    try (var db = users(builder)) {
      assertThat(db.execute("update users set age = age + 1 where age is not null")).isEqualTo(2);
      String insert = "insert into users (full_name) values (?)";
      assertThat(db.insert(insert, "Fay").number("id")).isEqualTo(4);
      assertThat(db.insert(Long.class, insert, "Gus")).isEqualTo(5);
      assertThat(
              db.batch(
                  "insert into users (full_name, age) values (:fullName, :age)",
                  List.of(new Named("Hal", 1), new Named("Ida", 2))))
          .isEqualTo(2);
      assertThat(
              db.batch(
                  "insert into users (full_name, age) values (?, ?)", List.of(new Named("Joe", 3))))
          .isEqualTo(1);
      assertThatThrownBy(() ->
              db.batch(
                  "insert into users (full_name, age) values (?, ?)",
                  List.of(new Named("Kim", 4), new Named("Ada", 5))))
          .isInstanceOfSatisfying(
              ConstraintException.class,
              e -> assertThat(e.kind()).isEqualTo(ConstraintException.Kind.UNIQUE));
      assertThat(db.optional("select * from users where full_name = 'Kim'")).isEmpty();
      assertThat(
              db.batch(
                  insert,
                  java.util.stream.IntStream.range(0, 2500).mapToObj(i -> "n" + i).toList()))
          .isEqualTo(2500);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatFailsSaysSoInOneLine(DatabaseBuilder builder) {
    try (var db = users(builder)) {
      assertThatThrownBy(() -> db.query("select nothing\n from   users"))
          .isInstanceOf(SqlException.class)
          .hasMessageMatching("(?i).*nothing.* \\[(42703|42S22)\\] in: select nothing from users");
      assertThatThrownBy(() -> db.execute("insert into users (full_name) values ('Ada')"))
          .isInstanceOfSatisfying(
              ConstraintException.class, e -> assertThat(e.sqlState()).isEqualTo("23505"));
      assertThatThrownBy(() -> db.query("select ?", 1, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 parameters for 1 placeholder in: select ?");
      assertThatThrownBy(() -> db.query("select :a", Map.of("b", 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no value for :a in: select :a");
      assertThatThrownBy(() -> db.query("select :a", Map.of("a", 1, "b", 1)))
          .hasMessage("no placeholder for the values of [b] in: select :a");
      assertThatThrownBy(() -> db.query("select :a", 1))
          .hasMessage("the values of [:a] are given by one Map or record, in: select :a");
      assertThatThrownBy(() -> db.query("update users set age = 1"))
          .isInstanceOf(MappingException.class)
          .hasMessage("the statement was carried out, but has no result: execute() is for such");
      assertThat(db.statistics().leased()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aBatchTakesWhateverCanBeIterated(DatabaseBuilder builder) {
    try (var db = users(builder)) {
      long rows =
          db.batch(
              "insert into users (full_name, age) values (?, ?)",
              () -> IntStream.range(0, 1_500).mapToObj(i -> List.of("n" + i, i)).iterator());
      assertThat(rows).isEqualTo(1_500);
    }
  }

  @Test
  void messagesSayNothingOfTheValues() {
    try (var db = users(Servers.postgres())) {
      assertThatThrownBy(() -> db.execute("insert into users (full_name) values (?)", "Ada"))
          .isInstanceOf(ConstraintException.class)
          .hasMessageContaining("duplicate key value")
          .hasMessageNotContaining("Ada");
      assertThatThrownBy(() -> db.query("select ful_name from users"))
          .hasMessageContaining("Perhaps you meant");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aRowOfABatchMayBeNull(DatabaseBuilder builder) {
    try (var db = builder.open()) {
      db.execute("create table n (a int)");
      assertThat(db.batch("insert into n values (?)", Arrays.asList(1, null, 3))).isEqualTo(3);
      assertThat(db.one(Integer.class, "select count(*) from n where a is null")).isEqualTo(1);
    }
  }

  /** Filled up, it would have more values than the server takes. */
  @Test
  void aLongListIsNotFilledUp() {
    try (var db = Servers.postgres().open()) {
      var list = IntStream.range(0, 40_000).boxed().toList();
      assertThat(db.query(Integer.class, "select 1 where 7 in (?)", list)).containsExactly(1);
    }
  }
}
