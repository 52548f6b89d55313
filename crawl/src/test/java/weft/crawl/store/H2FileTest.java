package weft.crawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.crawl.store.CrawlStoreTest.json;
import static weft.crawl.store.CrawlStoreTest.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so of results in a file of H2 only. */
class H2FileTest {
  @TempDir Path dir;

  /** Killed in the milliseconds after the file was made. */
  @Test
  void aDatabaseWithoutAllTablesIsBegunOnResume() throws Exception {
    String[] made = {
      "SELECT 1",
      "CREATE TABLE meta (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)",
      "CREATE TABLE seed (url VARCHAR PRIMARY KEY)"
    };
    for (int tables = 0; tables < made.length; tables++) {
      Path db = dir.resolve("killed" + tables);
      try (var connection = DriverManager.getConnection("jdbc:h2:" + db)) {
        for (int i = 0; i <= tables; i++) connection.createStatement().execute(made[i]);
      }
      try (var store = CrawlStore.resume(Place.of(db), List.of())) {
        assertThat(store.seeds()).isEmpty();
        store.write(List.of(page("in:a", 0, "in:b")));
        var replayed = new CrawlStoreTest.Replayed();
        store.replay(replayed);
        assertThat(replayed.pending).containsExactly("in:b 1 in:a");
      }
    }
  }

  @Test
  void whatIsWrongWhenAFileIsFinishedIsTold() throws Exception {
    var store = CrawlStore.create(Place.of(dir.resolve("db")), List.of());
    store.write(List.of(page("in:a", 0), page("in:a", 1)));
    assertThatThrownBy(store::close)
        .isInstanceOf(StoreException.class)
        .message()
        .hasLineCount(1)
        .startsWith("cannot close " + dir.resolve("db.mv.db") + ": Unique index");
    try (var connection = DriverManager.getConnection("jdbc:h2:" + dir.resolve("db"));
        var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM outcome")) {
      assertThat(rows.next() ? rows.getInt(1) : 0).as("it is closed").isEqualTo(2);
    }
  }

  @Test
  void filesThatCanNotBeUsedGiveOneClearLine() throws Exception {
    Path db = dir.resolve("db");
    assertThatThrownBy(() -> CrawlStore.resume(Place.of(db), List.of()))
        .hasMessage("no earlier crawl to resume: there is no file " + db + ".mv.db");
    Path file = Files.writeString(dir.resolve("file"), "x");
    assertThatThrownBy(() -> CrawlStore.create(Place.of(file.resolve("db")), List.of()))
        .isInstanceOf(StoreException.class)
        .message()
        .startsWith("cannot write results to " + file.resolve("db.mv.db"))
        .hasLineCount(1);
    assertThatThrownBy(() -> CrawlStore.create(Place.of(db), json(file.resolve("x.jsonl"))))
        .isInstanceOf(StoreException.class)
        .message()
        .startsWith("cannot write " + file.resolve("x.jsonl"))
        .hasLineCount(1);
    Path other = Files.writeString(dir.resolve("other.mv.db"), "this is no database");
    assertThatThrownBy(() -> CrawlStore.resume(Place.of(other), List.of()))
        .isInstanceOf(StoreException.class)
        .message()
        .startsWith("cannot open " + other)
        .hasLineCount(1);
    try (var connection = DriverManager.getConnection("jdbc:h2:" + dir.resolve("foreign"))) {
      connection.createStatement().execute("CREATE TABLE theirs (id INT)");
    }
    assertThatThrownBy(() -> CrawlStore.resume(Place.of(dir.resolve("foreign")), List.of()))
        .hasMessage(
            dir.resolve("foreign.mv.db")
                + " has no results of a crawl that this version can resume");
  }
}
