package weft.crawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weft.testing.PostgresServer;

/**
 * URLs of PostgreSQL as people write them, and what can be wrong with them: nothing has a password.
 */
class PostgresUrlTest {
  private static final String PASSWORD = "gEhEim";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql://me:gEhEim@h:5433/db | postgresql://me@h:5433/db | me | gEhEim",
        "postgres://me:gEh%40%2FEim@h/db | postgresql://me@h/db | me | gEh@/Eim",
        "postgresql://me:gEh@Ei+m@h/db | postgresql://me@h/db | me | gEh@Ei+m",
        "postgresql:///db?user=me&password=gEhEim | postgresql://me@localhost/db | me | gEhEim",
        "jdbc:postgresql://h/db?user=me&password=gEhEim | postgresql://me@h/db | me | gEhEim",
        "jdbc:postgresql://h/db?user=me&password=a+b | postgresql://me@h/db | me | a b",
        "jdbc:postgresql:db?user=m%20e | postgresql://m%20e@localhost/db | m e |",
        "JDBC:POSTGRESQL://h1:1,[::1]:2/a%20b | postgresql://h1:1,[::1]:2/a%20b | |",
        "postgresql://h/db?sslmode=require&sslpassword=gEhEim&currentSchema=s"
            + " | postgresql://h/db?currentSchema=s&sslmode=require | |",
      })
  void areUnderstood(String url, String text, String user, String password) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    assertThat(parsed).hasToString(text);
    assertThat(parsed.user().orElse(null)).isEqualTo(user);
    assertThat(parsed.password().orElse(null)).isEqualTo(password);
    assertThat(parsed.forDriver() + parsed.forPsql()).doesNotContain(PASSWORD);
    assertThat(PostgresUrl.parse(text)).hasToString(text);
  }

  @Test
  void psqlIsToldTheSchema() {
    assertThat(PostgresUrl.parse("postgresql://me:x@h/db").forPsql())
        .isEqualTo("postgresql://me@h/db?options=-csearch_path%3Dweft_crawl");
    assertThat(
            PostgresUrl.parse("postgresql://h/db?currentSchema=My%20S&sslmode=require").forPsql())
        .isEqualTo("postgresql://h/db?options=-csearch_path%3D%22My%5C%20S%22&sslmode=require");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:gEhEim@h/db",
        "jdbc:oracle:thin:me/gEhEim@h",
        "jdbc:h2:mem:gEhEim",
        "jdbc:h2:file;PASSWORD=gEhEim",
        "postgresql://me:gEhEim@h:port/db",
        "postgresql://me:g/EhEim@h/db",
        "postgresql://me:1/gEhEim@h/db",
        "postgresql://me:1?gEhEim=1@h/db",
        "postgresql://me:gE#hEim@h/db",
        "postgresql://me:gEhEim%@h/db",
        "postgresql://h/db?gEhEim",
        "postgresql://me:gEhEim@h/db?currentSchema=a,b",
      })
  void whatIsNoneIsToldWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> Place.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .hasLineCount(1)
        .doesNotContainIgnoringCase(PASSWORD);
  }

  private void assertCanNot(String url, String message) {
    Place place = Place.of(url);
    assertThatThrownBy(() -> CrawlStore.create(place, List.of()))
        .isInstanceOf(StoreException.class)
        .hasMessage(message.replace("PLACE", place.toString()));
  }

  @Test
  void whatCanNotBeOpenedGivesOneLine() throws Exception {
    int port = PostgresServer.port();
    String user = PostgresServer.newName();
    try (var connection = DriverManager.getConnection(PostgresServer.url());
        var statement = connection.createStatement()) {
      statement.execute("CREATE USER " + user + " PASSWORD 'right'");
      statement.execute("CREATE SCHEMA " + user + "_theirs");
      statement.execute(
          "CREATE DATABASE " + user + "_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
      PostgresServer.requirePasswordOf(user);
    }
    String me = "postgresql://" + user + ":%s@localhost:" + port + "/";
    assertCanNot("postgresql://me:gEhEim@nowhere.invalid/db", "cannot open PLACE: unknown host");
    assertCanNot("postgresql://me:gEhEim@localhost:1/db", "cannot open PLACE: connection refused");
    assertCanNot(
        me.formatted(PASSWORD) + "postgres",
        "cannot open PLACE: password authentication failed for user \"" + user + "\"");
    assertCanNot(
        me.formatted("right") + "nix", "cannot open PLACE: database \"nix\" does not exist");
    assertCanNot(
        me.formatted("right") + "postgres",
        "cannot open PLACE: permission denied for database postgres");
    String theirs = user + "_theirs";
    assertCanNot(
        me.formatted("right") + "postgres?currentSchema=" + theirs,
        "no right to make tables in the schema " + theirs + " of PLACE");
    assertCanNot(
        "postgresql://postgres@localhost:" + port + "/" + user + "_latin",
        "cannot keep results in PLACE: its encoding is LATIN1, and not UTF8");
  }
}
