package weft.crawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Validators;
import weft.crawl.result.Visit;

class CsvTest {
  private static final String HEAD =
      "url,title,status,contentType,charset,size,sha256,canonical,extracted,depth,referrer,"
          + "attempts,millis,fetchedAt,links\r\n";
  private static final String REST =
      ",200,text/html,UTF-8,10,%s,,,1,in:ref,2,5,1970-01-01T00:00:00Z,in:a out:b\r\n"
          .formatted("0".repeat(64));

  @TempDir Path dir;

  private static Visit page(String url, String title) {
    var content =
        new PageContent(title, "text/html", "UTF-8", 10, "0".repeat(64), Optional.empty());
    var links = List.of(new Link("in:a", true), new Link("out:b", false));
    var outcome =
        new UrlOutcome(
            url,
            Kind.PAGE,
            200,
            2,
            10,
            Duration.ofMillis(5),
            1,
            Optional.of("in:ref"),
            Optional.empty(),
            Instant.EPOCH);
    return new Visit(outcome, Optional.of(content), links, 0);
  }

  private static List<Export> csv(Path file) {
    return List.of(new Export(Export.Format.CSV, file));
  }

  @Test
  void quotesWhatHasToBeQuoted() {
    var batch = new ArrayList<Visit>();
    for (String title :
        List.of("plain", "", "a,b", "say \"x\"", "two\nlines", "=1+1", "-", "\uff1d1", "1-1")) {
      batch.add(page("in:x", title));
    }
    assertThat(Csv.of(batch))
        .isEqualTo(
            "in:x,plain"
                + REST
                + "in:x,"
                + REST
                + "in:x,\"a,b\""
                + REST
                + "in:x,\"say \"\"x\"\"\""
                + REST
                + "in:x,\"two\nlines\""
                + REST
                + "in:x,'=1+1"
                + REST
                + "in:x,'-"
                + REST
                + "in:x,'\uff1d1"
                + REST
                + "in:x,1-1"
                + REST);
  }

  @Test
  void whatWasExtractedIsAnObject() {
    Visit plain = page("in:x", "t");
    var extracted = new LinkedHashMap<String, String>();
    extracted.put("name", "a \"b\"");
    extracted.put("tags", "1\n2");
    var content =
        new PageContent(
            "t",
            "text/html",
            "UTF-8",
            10,
            "0".repeat(64),
            Optional.empty(),
            Optional.of("in:y"),
            Validators.NONE,
            extracted);
    var visit = new Visit(plain.outcome(), Optional.of(content), plain.links(), 0);
    String object = "\"{\"\"name\"\":\"\"a \\\"\"b\\\"\"\"\",\"\"tags\"\":\"\"1\\n2\"\"}\"";
    assertThat(Csv.of(List.of(visit)))
        .isEqualTo("in:x,t" + REST.replace(",,,1,", ",in:y," + object + ",1,"));
  }

  @Test
  void aTornLineIsRepairedAndWhatIsMissingIsAdded() throws Exception {
    Path file = dir.resolve("pages.csv");
    Path late = dir.resolve("late.csv");
    Path database = dir.resolve("db");
    try (var store = CrawlStore.create(Place.of(database), csv(file))) {
      assertThat(file).content().isEqualTo(HEAD);
      store.write(List.of(page("in:1", "one")));
    }
    String first = HEAD + "in:1,one" + REST;
    assertThat(file).content().isEqualTo(first);
    Files.writeString(file, first + "in:2,\"ha");
    try (var store = CrawlStore.resume(Place.of(database), csv(file))) {
      store.write(List.of(page("in:2", "two")));
    }
    try (var store = CrawlStore.resume(Place.of(database), List.of())) {
      store.write(List.of(page("in:3", "three")));
    }
    String all = first + "in:2,two" + REST + "in:3,three" + REST;
    for (Path any : List.of(file, late)) {
      CrawlStore.resume(Place.of(database), csv(any)).close();
      assertThat(any).content().isEqualTo(all);
    }
  }

  /**
   * Killed after the file was named in the database, and before more than half a line was in it.
   */
  @Test
  void aFileThatWasHardlyBegunIsBegunAgain() throws Exception {
    Path file = dir.resolve("pages.csv");
    CrawlStore.create(Place.of(dir.resolve("db")), csv(file)).close();
    try (var connection = DriverManager.getConnection("jdbc:h2:" + dir.resolve("db"));
        var statement = connection.createStatement()) {
      statement.execute("UPDATE meta SET text = '0' WHERE name = 'csv_length'");
    }
    Files.writeString(file, "url,ti");
    try (var store = CrawlStore.resume(Place.of(dir.resolve("db")), csv(file))) {
      store.write(List.of(page("in:1", "one")));
    }
    assertThat(file).content().isEqualTo(HEAD + "in:1,one" + REST);
  }

  @Test
  void manyFilesMayBeWrittenAtOnce() throws Exception {
    Path file = dir.resolve("pages.csv");
    Path json = dir.resolve("pages.jsonl");
    var both = List.of(new Export(Export.Format.CSV, file), new Export(Export.Format.JSON, json));
    try (var store = CrawlStore.create(Place.of(dir.resolve("db")), both)) {
      store.write(List.of(page("in:1", "one"), page("in:2", "two")));
    }
    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(Files.readAllLines(json)).hasSize(2);
  }
}
