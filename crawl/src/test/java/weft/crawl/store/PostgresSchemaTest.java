package weft.crawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.Visit;
import weft.testing.PostgresServer;

/** All that holds for results, in PostgreSQL, and what is so there only. */
class PostgresSchemaTest extends CrawlStoreTest {
  private static final List<BiFunction<Place, List<Export>, CrawlStore>> ALL =
      List.of(CrawlStore::create, CrawlStore::replace, CrawlStore::resume, CrawlStore::refresh);

  private final String prefix = PostgresServer.newName();

  @Override
  String url(String name) {
    return PostgresServer.url(prefix + name);
  }

  private void execute(String sql) throws Exception {
    try (var connection = DriverManager.getConnection(PostgresServer.url());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void assertRefused(Place place, String message) {
    for (var how : ALL) {
      assertThatThrownBy(() -> how.apply(place, List.of()))
          .isInstanceOf(StoreException.class)
          .hasMessage(message);
    }
  }

  /** The server takes no zeros in texts, and no halves of characters. */
  @Test
  void noTextIsRefused() throws Exception {
    String text = "a\0b\uD800c\uDC00\uD83D\uDE00\0";
    String stored = "a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00\uFFFD";
    var links = List.of(new Link("in:" + text, true));
    var page = page(text, 0);
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.addSeeds(List.of(text));
      store.note(text);
      store.write(
          List.of(
              new Visit(page.outcome(), page.page(), links, 0),
              named(Kind.FAILED, "in:x", text),
              new Visit(
                  named(Kind.REDIRECT_LOOP, "in:y", text).outcome(), Optional.empty(), links, 2)));
    }
    assertThat(query("SELECT url FROM outcome WHERE id = 1")).containsExactly(stored);
    assertThat(query("SELECT title FROM page")).containsExactly("T \"" + stored + "\"\n");
    assertThat(query("SELECT detail FROM outcome WHERE id = 2")).containsExactly(stored);
    assertThat(query("SELECT DISTINCT to_url FROM link")).containsExactly("in:" + stored);
    assertThat(query("SELECT url FROM seed")).containsExactly(stored);
    try (var results = StoredResults.open(place("db"))) {
      assertThat(results.note()).hasValue(stored);
      assertThat(results.search("a\0", false, 10).total()).isEqualTo(1);
    }
  }

  /** Keys of the usual indexes have 2,704 bytes at most, packed. */
  @Test
  void urlsThatPackBadlyMayBeLong() throws Exception {
    var urls = new ArrayList<String>();
    for (int i = 0; i < 3; i++) urls.add("in:" + noise(100_000, i));
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.addSeeds(urls);
      store.addSeeds(urls);
      assertThat(store.seeds()).containsExactlyInAnyOrderElementsOf(urls);
      var closing = named(Kind.REDIRECT_LOOP, urls.get(1), urls.get(0)).outcome();
      store.write(
          List.of(
              named(Kind.REDIRECT, urls.get(0), urls.get(1)),
              new Visit(closing, Optional.empty(), List.of(), 2)));
    }
    assertThat(query("SELECT DISTINCT kind FROM outcome")).containsExactly("REDIRECT_LOOP");
    try (var store = CrawlStore.refresh(place("db"), List.of())) {
      store.earlierPages().orElseThrow().close();
      store.write(List.of(page(urls.get(2), 0)));
    }
  }

  private static String noise(int length, int seed) {
    return new Random(seed)
        .ints(length, 33, 127)
        .mapToObj(c -> String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  @Test
  void timesThatItDoesNotKnowAreTheLatestOrTheEarliest() throws Exception {
    var links =
        List.of(
            new Link("in:a", true, Optional.of(Instant.parse("+292000000-01-01T00:00:00Z"))),
            new Link("in:b", true, Optional.of(Instant.parse("-292000000-01-01T00:00:00Z"))));
    var map = named(Kind.SITEMAP, "in:map", null).outcome();
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(new Visit(map, Optional.empty(), links, 0)));
    }
    assertThat(query("SELECT EXTRACT(YEAR FROM last_modified AT TIME ZONE 'UTC') FROM lastmod"))
        .containsExactly("9999", "1");
  }

  @Test
  void aSchemaWithOtherTablesIsLeftAlone() throws Exception {
    execute("CREATE SCHEMA " + prefix + "db");
    execute("CREATE TABLE " + prefix + "db.page (theirs INT)");
    assertRefused(
        place("db"),
        "the schema %sdb of %s has tables that are no crawl's: choose another by ?currentSchema=NAME"
            .formatted(prefix, place("db")));
    assertThat(query("SELECT COUNT(*) FROM page")).containsExactly("0");
  }

  @Test
  void resultsAreReplacedOnlyOnRequest() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(page("in:a", 0)));
    }
    assertThatThrownBy(() -> CrawlStore.create(place("db"), List.of()))
        .hasMessage(
            "the schema %sdb of %s has the results of an earlier crawl: resume or replace it, or choose another by ?currentSchema=NAME"
                .formatted(prefix, place("db")));
    assertThat(query("SELECT url FROM outcome")).containsExactly("in:a");
    try (var store = CrawlStore.replace(place("db"), List.of())) {
      assertThat(store.done().urls()).isZero();
    }
    execute("UPDATE %sdb.meta SET text = '1' WHERE name = 'version'".formatted(prefix));
    assertThatThrownBy(() -> CrawlStore.resume(place("db"), List.of()))
        .hasMessage(place("db") + " has no results of a crawl that this version can resume");
    assertThatThrownBy(() -> CrawlStore.refresh(place("none"), List.of()))
        .hasMessage(
            "no earlier crawl to refresh: there is none in the schema %snone of %s"
                .formatted(prefix, place("none")));
  }

  @Test
  void twoCrawlsAtOnceAreOneTooMany() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of());
        var _ = CrawlStore.create(place("other"), List.of())) {
      assertThatThrownBy(() -> CrawlStore.resume(place("db"), List.of()))
          .hasMessage(place("db") + " is in use by another crawl");
      store.write(List.of(page("in:a", 0)));
    }
    CrawlStore.resume(place("db"), List.of()).close();
  }

  @Test
  void whatCameToNothingLeavesRoom() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(named(Kind.FAILED, "in:a", "unknown host")));
      store.discard();
    }
    CrawlStore.create(place("db"), List.of()).close();
  }

  @Test
  void aConnectionThatIsCutGivesOneLine() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(page("in:a", 0)));
      execute(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
              + (((prefix + "db").hashCode()) & 0xFFFFFFFFL));
      assertThatThrownBy(() -> store.write(List.of(page("in:b", 0))))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "cannot write to %s: terminating connection due to administrator command"
                  .formatted(place("db")));
    } catch (StoreException e) {
      assertThat(e).message().hasLineCount(1).startsWith("cannot close " + place("db"));
    }
    assertThat(query("SELECT url FROM outcome")).containsExactly("in:a");
    CrawlStore.resume(place("db"), List.of()).close();
  }
}
