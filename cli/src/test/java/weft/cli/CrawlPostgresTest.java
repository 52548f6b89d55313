package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.Cli.weft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlResults;
import weft.crawl.demo.DemoSite;
import weft.testing.PostgresServer;

/** Crawls into PostgreSQL: all as with a file, and the password is never shown. */
@Timeout(180)
class CrawlPostgresTest {
  private static final String PASSWORD = "gEhEim";

  private final String schema = PostgresServer.newName();
  @TempDir Path dir;

  @AfterEach
  void leavesNoFolder() {
    assertThat(Path.of("weft-crawl")).doesNotExist();
  }

  /** For the superuser, whose password nobody asks for. */
  private String place() {
    return "postgresql://postgres:%s@localhost:%d/postgres?currentSchema=%s"
        .formatted(PASSWORD, PostgresServer.port(), schema);
  }

  private Cli crawl(String... args) {
    Stream<String> all = Stream.of("crawl", "--backoff", "1ms", "-o", place());
    Cli result = weft(Stream.concat(all, Stream.of(args)).toArray(String[]::new));
    assertThat(result.out() + result.err()).doesNotContain(PASSWORD);
    return result;
  }

  private TreeMap<String, String> outcomes() throws Exception {
    var outcomes = new TreeMap<String, String>();
    try (var connection = DriverManager.getConnection(PostgresServer.url(schema));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT url, kind FROM outcome")) {
      while (rows.next()) outcomes.put(Database.path(rows.getString(1)), rows.getString(2));
    }
    return outcomes;
  }

  @Test
  void aCrawlIsToldOfResumedRefreshedAndSearched() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    String name =
        "postgresql://postgres@localhost:%d/postgres?currentSchema=%s"
            .formatted(PostgresServer.port(), schema);
    try (var site = DemoSite.start()) {
      Cli first = crawl("--pages", "100", "--jsonl=" + json, site.root().toString());
      assertThat(first.code()).as(first.err()).isZero();
      assertThat(first.out())
          .contains("  results  " + name + System.lineSeparator())
          .contains("  look     psql ")
          .contains("?options=-csearch_path%3D" + schema)
          .contains("  go on    weft crawl --resume -o '" + name + "' --pages N");
      // The options of before hold: nothing is left to do.
      assertThat(crawl("--resume").out()).startsWith("As many pages as were asked for: 0 pages");
      Cli more = crawl("--resume", "--pages", "100000");
      assertThat(more.out()).as(more.err()).startsWith("Complete: ").contains("Done before: ");
      assertThat(outcomes()).isEqualTo(CrawlCommandTest.outcomes(site.expected()));
      Cli again = crawl("--refresh");
      assertThat(again.out()).as(again.err()).contains("Unchanged: ");
      assertThat(outcomes()).isEqualTo(CrawlCommandTest.outcomes(site.expected()));
      assertThat(Files.readString(json)).hasLineCount(site.expected().pages().size());
      var refused = crawl(site.root().toString());
      assertThat(refused.errLines())
          .containsExactly(
              "weft crawl: the schema %s of %s has the results of an earlier crawl: resume or replace it, or choose another by ?currentSchema=NAME"
                  .formatted(schema, name));
      assertThat(refused.code()).isEqualTo(1);
      Weft.run(() -> assertCanBeLookedAt(site));
    }
  }

  private void assertCanBeLookedAt(DemoSite site) {
    var results = CrawlResults.of(CrawlDatabase.of(place()));
    var found = results.search("DEMO site", false, 5);
    assertThat(found.entries()).hasSize((int) Math.min(5, found.total())).isNotEmpty();
    assertThat(results.graph(50).nodes()).hasSize(50);
    assertThat(results.graph(50).edges()).isNotEmpty();
    var home = results.neighbours(site.root().toString(), 10).orElseThrow();
    assertThat(home.to()).isNotEmpty();
    assertThat(home.from()).isNotEmpty();
  }

  @Test
  void theDemoSiteIsGoneOnWithToo() throws Exception {
    assertThat(crawl("--depth", "1").code()).isZero();
    int before = outcomes().size();
    Cli more = crawl("--resume", "--depth", "2");
    assertThat(more.err()).startsWith("weft: a demo site is at http://localhost:");
    assertThat(more.code()).isZero();
    assertThat(outcomes()).hasSizeGreaterThan(before);
    assertThat(crawl("--overwrite", "--depth", "0").code()).isZero();
    assertThat(outcomes()).hasSize(1);
  }

  @Test
  void anInterruptedCrawlIsResumed() throws Exception {
    int before;
    try (var first = ForkedCli.start(dir, "crawl", "--rate", "40", "-o", place())) {
      first.awaitLine(line -> line.matches("weft: [1-9]\\d* of .*"));
      first.signal("INT");
      assertThat(first.end()).isEqualTo(130);
      assertThat(first.text()).contains("Interrupted: ").doesNotContain(PASSWORD);
      before = outcomes().size();
      assertThat(before).isPositive();
    }
    Cli second = crawl("--resume", "--rate", "1000000");
    assertThat(second.out())
        .as(second.err())
        .startsWith("Complete: ")
        .contains("Done before: " + before + " URLs");
    try (var site = DemoSite.start()) {
      assertThat(outcomes()).isEqualTo(CrawlCommandTest.outcomes(site.expected()));
    }
  }

  private static void assertFails(int code, String message, String... args) {
    Cli result = weft(Stream.concat(Stream.of("crawl"), Stream.of(args)).toArray(String[]::new));
    assertThat(result.errLines().getFirst()).isEqualTo("weft crawl: " + message);
    assertThat(result.errLines()).hasSize(code); // with wrong arguments, one on help too
    assertThat(result.out() + result.err()).doesNotContain(PASSWORD);
    assertThat(result.code()).isEqualTo(code);
  }

  @Test
  void whatIsWrongIsToldInOneLine() {
    String me = "postgresql://me:" + PASSWORD + "@";
    assertFails(
        1,
        "cannot open postgresql://me@nowhere.invalid/db: unknown host",
        "-o",
        me + "nowhere.invalid/db",
        "http://h/");
    assertFails(
        1,
        "cannot open postgresql://me@localhost:1/db: connection refused",
        "--resume",
        "-o",
        me + "localhost:1/db");
    String here = me.replace("me:", "postgres:") + "localhost:" + PostgresServer.port();
    String said = here.replace(":" + PASSWORD, "");
    assertFails(
        1,
        "cannot open " + said + "/nix: database \"nix\" does not exist",
        "-o",
        here + "/nix",
        "http://h/");
    assertFails(
        1,
        "no earlier crawl to refresh: there is none in the schema weft_crawl of "
            + said
            + "/postgres",
        "--refresh",
        "-o",
        here + "/postgres");
    assertFails(
        2,
        "--output: cannot keep results in mysql (write postgresql://user@host/database, or the name of a file of H2)",
        "-o",
        "mysql://me:" + PASSWORD + "@h/db",
        "http://h/");
  }

  @Test
  void aSiteThatIsNotThereLeavesNothing() {
    for (int i = 0; i < 2; i++) {
      Cli result = crawl("--retries", "0", "http://nowhere.invalid/");
      assertThat(result.err().strip())
          .endsWith(
              "weft crawl: cannot crawl http://nowhere.invalid/: unknown host nowhere.invalid");
      assertThat(result.code()).isEqualTo(1);
    }
  }
}
