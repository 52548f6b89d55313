package weft.crawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

class CrawlStoreTest {
  @TempDir Path dir;

  static final class Replayed implements Earlier {
    final List<String> done = new ArrayList<>();
    final Map<String, String> redirects = new HashMap<>();
    final Map<String, String> duplicates = new HashMap<>();
    final List<String> pending = new ArrayList<>();

    @Override
    public void done(String url) {
      done.add(url);
    }

    @Override
    public void redirect(String from, String to) {
      redirects.put(from, to);
    }

    @Override
    public void duplicate(String url, String canonical) {
      duplicates.put(url, canonical);
    }

    @Override
    public void pending(String url, int depth, Optional<String> referrer, boolean sitemap) {
      String as = sitemap ? "sitemap " : "";
      pending.add((as + url + " " + depth + " " + referrer.orElse("")).strip());
    }
  }

  private static UrlOutcome outcome(String url, Kind kind, int depth, String detail) {
    return new UrlOutcome(
        url,
        kind,
        200,
        1,
        10,
        Duration.ofMillis(5),
        depth,
        Optional.empty(),
        Optional.ofNullable(detail),
        Instant.EPOCH);
  }

  static Visit page(String url, int depth, String... links) {
    var content =
        new PageContent(
            "T \"" + url + "\"\n", "text/html", "UTF-8", 10, "0".repeat(64), Optional.empty());
    var found = List.of(links).stream().map(link -> new Link(link, link.startsWith("in"))).toList();
    return new Visit(outcome(url, Kind.PAGE, depth, null), Optional.of(content), found, 0);
  }

  private static Visit redirect(String url, int depth, String to) {
    return new Visit(
        outcome(url, Kind.REDIRECT, depth, to),
        Optional.empty(),
        List.of(new Link(to, to.startsWith("in"))),
        0);
  }

  static List<Export> json(Path file) {
    return List.of(new Export(Export.Format.JSON, file));
  }

  /** The URL of a database of that name. */
  String url(String name) {
    return "jdbc:h2:" + dir.resolve(name);
  }

  final Place place(String name) {
    return Place.of(url(name));
  }

  final List<String> query(String sql) throws Exception {
    try (var connection = DriverManager.getConnection(url("db"));
        var rows = connection.createStatement().executeQuery(sql)) {
      var all = new ArrayList<String>();
      while (rows.next()) all.add(rows.getString(1));
      return all;
    }
  }

  @Test
  void resultsOfACrawlThatGoesOnAreNotReplaced() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(page("in:a", 0)));
      assertThatThrownBy(() -> CrawlStore.replace(place("db"), List.of()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(" in use by another ");
      store.write(List.of(page("in:b", 0)));
    }
    assertThat(query("SELECT url FROM outcome ORDER BY url")).containsExactly("in:a", "in:b");
    CrawlStore.replace(place("db"), List.of()).close();
    assertThat(query("SELECT url FROM outcome")).isEmpty();
  }

  @Test
  void whatIsStillToBeFetchedFollowsFromWhatIsStored() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.addSeeds(List.of("in:seed", "in:other"));
      store.write(
          List.of(
              page("in:seed", 0, "in:a", "in:r", "out:x", "in:seed"),
              page("in:a", 1, "in:b", "in:c")));
      store.write(List.of(redirect("in:r", 1, "in:c"), redirect("in:q", 1, "out:y")));
    }
    try (var store = CrawlStore.resume(place("db"), List.of())) {
      var replayed = new Replayed();
      store.replay(replayed);
      assertThat(replayed.done).containsExactlyInAnyOrder("in:seed", "in:a", "in:r", "in:q");
      assertThat(replayed.redirects).isEqualTo(Map.of("in:r", "in:c", "in:q", "out:y"));
      assertThat(replayed.pending)
          .containsExactlyInAnyOrder(
              "in:other 0",
              "in:seed 0",
              "in:a 1 in:seed",
              "in:r 1 in:seed",
              "in:seed 1 in:seed",
              "in:b 2 in:a",
              "in:c 2 in:a",
              "in:c 1 in:r");
      assertThat(store.done()).isEqualTo(new CrawlStore.Done(4, 2));
      assertThat(store.seeds()).containsExactly("in:other", "in:seed");
    }
    assertThat(query("SELECT url || ' ' || depth FROM frontier ORDER BY 1"))
        .containsExactly("in:b 2", "in:c 1", "in:other 0");
  }

  /** How deep, and as what, depends on who names it. */
  @Test
  void whatDuplicatesAndSitemapsNameIsToBeFetchedToo() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(
          List.of(
              named(Kind.SITEMAP_INDEX, "in:robots", null, "in:map"),
              named(Kind.SITEMAP, "in:map1", null, "in:a"),
              named(Kind.NO_INDEX, "in:none", null, "in:b"),
              named(Kind.DUPLICATE, "in:copy", "in:original", "in:c", "in:original")));
    }
    try (var store = CrawlStore.resume(place("db"), List.of())) {
      var replayed = new Replayed();
      store.replay(replayed);
      assertThat(replayed.redirects).isEmpty();
      assertThat(replayed.duplicates).isEqualTo(Map.of("in:copy", "in:original"));
      assertThat(replayed.pending)
          .containsExactly(
              "sitemap in:map 3 in:robots",
              "in:a 4 in:map1",
              "in:b 4 in:none",
              "in:c 4 in:copy",
              "in:original 3 in:copy");
    }
    assertThat(query("SELECT url || ' ' || depth FROM frontier ORDER BY 1"))
        .containsExactly("in:a 4", "in:b 4", "in:c 4", "in:map 3", "in:original 3");
  }

  static Visit named(Kind kind, String url, String to, String... urls) {
    var links = List.of(urls).stream().map(link -> new Link(link, true)).toList();
    return new Visit(outcome(url, kind, 3, to), Optional.empty(), links, 0);
  }

  @Test
  void aLoopChangesWhatItsOtherRedirectsWere() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(redirect("in:a", 0, "in:b")));
      var closing =
          new Visit(outcome("in:b", Kind.REDIRECT_LOOP, 0, "in:a"), Optional.empty(), List.of(), 2);
      store.write(List.of(closing));
    }
    assertThat(query("SELECT kind || redirect_to FROM outcome ORDER BY url"))
        .containsExactly("REDIRECT_LOOPin:b", "REDIRECT_LOOPin:a");
    assertThat(query("SELECT url FROM frontier")).isEmpty();
  }

  /** H2 takes arrays of 65,536 elements at most, and a batch of ordinary pages has more links. */
  @Test
  void anyNumberOfLinksIsStored() throws Exception {
    String[] many = IntStream.range(0, 100_000).mapToObj(i -> "out:" + i).toArray(String[]::new);
    String[] menu = Arrays.copyOf(many, 500);
    var batch = new ArrayList<>(List.of(page("in:many", 0, many)));
    for (int i = 0; i < 200; i++) batch.add(page("in:" + i, 0, menu));
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(batch);
    }
    assertThat(query("SELECT COUNT(DISTINCT to_url) FROM link WHERE from_id = 1"))
        .containsExactly("100000");
    assertThat(query("SELECT COUNT(*) FROM link WHERE from_id > 1")).containsExactly("100000");
  }

  @Test
  void textsMayBeLong() throws Exception {
    String url = "in:" + "u".repeat(1_500_000);
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(page(url, 0, url)));
    }
    assertThat(query("SELECT to_url FROM link")).containsExactly(url);
  }

  @Test
  void keepsHtmlOfAnySizeWhereItIsGiven() throws Exception {
    byte[] html = new byte[3_000_000];
    var content =
        new PageContent(
            "", "text/html", "UTF-8", 1, "0".repeat(64), Optional.of(new Gzipped(html)));
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(
          List.of(
              new Visit(outcome("in:a", Kind.PAGE, 0, null), Optional.of(content), List.of(), 0)));
    }
    assertThat(query("SELECT OCTET_LENGTH(html_gzip) FROM page")).containsExactly("3000000");
  }

  @Test
  void jsonLinesThatWereNotCommittedAreCutOff() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    try (var store = CrawlStore.create(place("db"), json(json))) {
      store.write(List.of(page("in:a", 0, "in:b", "out:\u2028<")));
    }
    String first = Files.readString(json);
    assertThat(first)
        .hasLineCount(1)
        .startsWith("{\"url\":\"in:a\",\"title\":\"T \\\"in:a\\\"\\n\",\"status\":200,")
        .endsWith("\"links\":[\"in:b\",\"out:\\u2028<\"]}\n");
    Files.writeString(json, first + "{\"url\":\"half");
    try (var store = CrawlStore.resume(place("db"), json(json))) {
      store.write(List.of(page("in:b", 1)));
    }
    assertThat(Files.readString(json)).hasLineCount(2).startsWith(first);
  }

  @Test
  void aFileThatTheCrawlHasNotWrittenIsLeftAlone() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    Path other = Files.writeString(dir.resolve("notes.txt"), "my notes\n".repeat(1000));
    assertThat(CrawlStore.isFree(other)).isFalse();
    assertThat(CrawlStore.isFree(json)).isTrue();
    try (var store = CrawlStore.create(place("db"), json(json))) {
      store.write(List.of(page("in:a", 0)));
    }
    Files.copy(json, dir.resolve("copy"));
    Files.writeString(json, "shorter\n");
    for (Path file : List.of(other, dir.resolve("copy"), json)) {
      String before = Files.readString(file);
      assertThatThrownBy(() -> CrawlStore.resume(place("db"), json(file)))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              file
                  + " is there, and not as this crawl has written it: choose another file for JSON");
      assertThat(file).hasContent(before);
    }
  }

  @Test
  void aNewJsonFileGetsThePagesOfEarlierRunsToo() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    Path again = dir.resolve("again.jsonl");
    Path late = dir.resolve("late.jsonl");
    var first = new ArrayList<Visit>();
    for (int i = 0; i < 1203; i++) {
      first.add(page("in:" + i, 0, "out:z" + i, "in:" + i, "out:a"));
      if (i % 10 == 0) first.add(redirect("in:r" + i, 0, "in:" + i));
    }
    try (var store = CrawlStore.create(place("db"), json(json))) {
      store.write(first);
    }
    try (var store = CrawlStore.resume(place("db"), List.of())) {
      store.write(List.of(page("in:more", 1, "in:b")));
    }
    try (var store = CrawlStore.resume(place("db"), json(json))) {
      store.write(List.of(page("in:last", 1, "in:b")));
    }
    try (var _ = CrawlStore.resume(place("db"), json(again))) {
      assertThat(again).hasSameTextualContentAs(json);
    }
    try (var store = CrawlStore.create(place("other"), json(late))) {
      store.write(first);
      store.write(List.of(page("in:more", 1, "in:b")));
      store.write(List.of(page("in:last", 1, "in:b")));
    }
    assertThat(json).hasSameTextualContentAs(late);
    assertThat(Files.readString(json)).hasLineCount(1205);
  }

  @Test
  void aBatchIsStoredAsAWholeOrNotAtAll() throws Exception {
    try (var store = CrawlStore.create(place("db"), List.of())) {
      store.write(List.of(page("in:a", 0)));
      assertThatThrownBy(() -> store.write(List.of(page("in:b", 0, "in:c"), unstorable("in:d"))))
          .isInstanceOf(StoreException.class)
          .message()
          .hasLineCount(1)
          .startsWith("cannot write to " + place("db"));
    }
    assertThat(query("SELECT url FROM outcome")).containsExactly("in:a");
    assertThat(query("SELECT to_url FROM link")).isEmpty();
  }

  /** Its outcome can be stored; of its page, the hash is too long. */
  private static Visit unstorable(String url) {
    var content = new PageContent("", "text/html", "UTF-8", 1, "x".repeat(65), Optional.empty());
    return new Visit(page(url, 0).outcome(), Optional.of(content), List.of(), 0);
  }
}
