package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values on their way in and out. */
class TypesTest {
  enum Mood {
    HAPPY,
    SAD
  }

  record All(
      int i,
      long l,
      double d,
      boolean b,
      BigDecimal amount,
      String words,
      UUID uid,
      Instant moment,
      LocalDateTime wall,
      LocalDate dayOff,
      LocalTime teaTime,
      Mood mood,
      List<Integer> numbers,
      Optional<String> maybe) {}

  private static final All ALL =
      new All(
          -7,
          1L << 40,
          0.1,
          true,
          new BigDecimal("12.50"),
          "it's ? :here",
          UUID.randomUUID(),
          Instant.parse("2026-03-29T01:30:00.123456Z"),
          LocalDateTime.parse("2026-03-29T02:30:00"),
          LocalDate.parse("2026-02-28"),
          LocalTime.parse("23:59:58"),
          Mood.SAD,
          List.of(3, 1, 2),
          Optional.empty());

  static List<DatabaseBuilder> both() {
    return Servers.both();
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatGoesInComesOut(DatabaseBuilder builder) {
    try (var db = builder.open()) {
      String array = db.toString().contains("h2") ? "int array" : "int[]";
      db.execute(
          "create table everything (i int, l bigint, d double precision, b boolean, amount"
              + " numeric(10, 2), words varchar(50), uid uuid, moment timestamp(6) with time zone,"
              + " wall timestamp, day_off date, tea_time time, mood varchar(10), numbers "
              + array
              + ", maybe varchar(9))");
      db.execute(
          "insert into everything values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          ALL.i,
          ALL.l,
          ALL.d,
          ALL.b,
          ALL.amount,
          ALL.words,
          ALL.uid,
          ALL.moment,
          ALL.wall,
          ALL.dayOff,
          ALL.teaTime,
          ALL.mood,
          new int[] {3, 1, 2},
          ALL.maybe);
      assertThat(db.one(All.class, "select * from everything")).isEqualTo(ALL);
      var row = db.one("select * from everything");
      assertThat(row.get("moment", OffsetDateTime.class).toInstant()).isEqualTo(ALL.moment);
      assertThat(row.get("numbers", int[].class)).containsExactly(3, 1, 2);
      assertThat(row.get("l", BigDecimal.class)).isEqualTo(BigDecimal.valueOf(ALL.l));
      assertThat(row.find("maybe", String.class)).isEmpty();
      assertThatThrownBy(() -> row.get("maybe", String.class))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?i)column maybe is null: .*");
      assertThatThrownBy(() -> row.get("l", Integer.class))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?i)column l has a Long, which is no Integer");
      assertThatThrownBy(() -> row.get("wall", Instant.class))
          .isInstanceOf(MappingException.class)
          .hasMessageMatching("(?i)column wall has a LocalDateTime, which is no Instant");
      assertThatThrownBy(() -> row.get("nope", Instant.class))
          .isInstanceOf(MappingException.class)
          .hasMessageStartingWith("no column is called nope");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void nullGoesInAsItself(DatabaseBuilder builder) {
    try (var db = builder.open()) {
      db.execute("create table nulls (i int, s varchar(5), t timestamp, u uuid)");
      db.execute("insert into nulls values (?, ?, ?, ?)", null, null, null, Optional.empty());
      assertThat(db.one("select * from nulls").toMap().values()).containsOnlyNulls().hasSize(4);
    }
  }

  @Test
  void whatOnlyPostgresHas() {
    try (var db = Servers.postgres().open()) {
      db.execute("create type mood as enum ('HAPPY', 'SAD')");
      db.execute("create table notes (mood mood, body jsonb, tags text[])");
      db.execute(
          "insert into notes values (?, ?::jsonb, ?)",
          Mood.HAPPY,
          "{\"a\": 1}",
          new String[] {"x", "y"});
      record Note(Mood mood, String body, List<String> tags) {}
      assertThat(
              db.one(Note.class, "select * from notes where body ?? 'a' and mood = ?", Mood.HAPPY))
          .isEqualTo(new Note(Mood.HAPPY, "{\"a\": 1}", List.of("x", "y")));
      assertThat(
              db.one(
                  Long.class,
                  "select count(*) from notes where 'x' = any(tags) and tags && ?",
                  (Object) new String[] {"y"}))
          .isEqualTo(1);
      assertThat(db.query(Mood.class, "select mood from notes")).containsExactly(Mood.HAPPY);
      assertThat(db.query(Integer.class, "select unnest(?)", new int[] {1, 2}))
          .containsExactly(1, 2);
    }
  }

  @Test
  void jsonOfH2IsText() {
    try (var db = Servers.h2().open()) {
      db.execute("create table notes (body json)");
      db.execute("insert into notes values (? format json)", "{\"a\":1}");
      assertThat(db.one(String.class, "select body from notes")).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void intervalsOfDaysAndLessAreDurations() {
    record Span(Duration long_, Duration back, Duration both, Duration none) {}
    try (var db = Servers.postgres().open()) {
      var spans =
          db.one(
              Span.class,
              "select interval '26:03:04.5' as long, interval '-1.25 s' as back,"
                  + " interval '2 days -3 h' as both, interval '0' as none");
      assertThat(spans.long_).isEqualTo(Duration.parse("PT26H3M4.5S"));
      assertThat(spans.back).isEqualTo(Duration.parse("PT-1.25S"));
      assertThat(spans.both).isEqualTo(Duration.ofHours(45));
      assertThat(spans.none).isEqualTo(Duration.ZERO);
      for (var span : List.of(Duration.ZERO, Duration.ofDays(3), Duration.parse("PT-1H-0.5S"))) {
        assertThat(db.one(Duration.class, "select ?::interval", span)).isEqualTo(span);
      }
      assertThatThrownBy(() -> db.one(Duration.class, "select interval '1 month'"))
          .isInstanceOf(MappingException.class)
          .hasMessageContaining("no Duration");
    }
  }

  @Test
  void arraysInArraysAreListsInLists() {
    try (var db = Servers.postgres().open()) {
      assertThat(db.one("select array[[1, 2], [3, 4]] as a").get("a", List.class))
          .isEqualTo(List.of(List.of(1, 2), List.of(3, 4)));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aNullThatJavaTakesForAllParametersIsOne(DatabaseBuilder builder) {
    try (var db = builder.open()) {
      assertThat(db.one(Boolean.class, "select cast(? as int) is null", (Object[]) null)).isTrue();
    }
  }

  private static void assertMisfit(Database db, Class<?> type, String sql, String message) {
    assertThatThrownBy(() -> db.one(type, sql))
        .isInstanceOf(MappingException.class)
        .hasMessage(message);
  }

  record Small(int a) {}

  @ParameterizedTest
  @MethodSource("both")
  void whatDoesNotFitIsNotMadeToFit(DatabaseBuilder builder) {
    try (var db = builder.open()) {
      assertMisfit(
          db,
          String.class,
          "select cast(null as int) as \"a\"",
          "the value in row 1 is null: ask for rows, or a record");
      assertMisfit(
          db, Small.class, "select 3000000000 as \"a\"", "column a has a Long, which is no int");
      String large = "select cast(1e300 as double precision) as \"a\"";
      assertMisfit(db, Float.class, large, "column a has a Double, which is no Float");
      assertThat(db.one(Double.class, large)).isEqualTo(1e300);
      db.execute(
          "create table bytes (\"a\" "
              + (db.toString().contains("h2") ? "varbinary" : "bytea")
              + ")");
      db.execute("insert into bytes values (?)", new byte[] {1});
      assertMisfit(
          db, String.class, "select \"a\" from bytes", "column a has a byte[], which is no String");
    }
  }

  @Test
  void whatIsNoValueIsNoParameter() {
    try (var db = Servers.postgres().open()) {
      for (Object value : List.of(new StringBuilder(), Optional.of(List.of(1)))) {
        assertThatThrownBy(() -> db.query("select ?", value))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("no parameter can be made of a java.");
      }
      assertThatThrownBy(() -> db.query("select ?", Map.of("id", 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a Map is no value: it is for placeholders like :name");
      assertThatThrownBy(() -> db.query((String) null)).hasMessage("sql");
    }
  }

  /** Else it would be up to the driver's classes what a program gets. */
  @Test
  void typesOfPostgresAloneAreText() {
    try (var db = Servers.postgres().open()) {
      assertThat(db.one("select b'101' as a, b'1' as b, array[row(1, 2)] as c").toMap().values())
          .containsExactly("101", true, List.of("(1,2)"));
    }
  }

  @Test
  void infinityComesBackAsItWas() {
    try (var db = Servers.postgres().open()) {
      for (String text : List.of("infinity", "-infinity")) {
        var moment = db.one(Instant.class, "select cast('" + text + "' as timestamptz)");
        String back = "select cast(cast(? as timestamptz) as text)";
        assertThat(db.one(String.class, back, moment)).isEqualTo(text);
        assertThat(db.one(String.class, back, text.startsWith("-") ? Instant.MIN : Instant.MAX))
            .isEqualTo(text);
      }
    }
  }
}
