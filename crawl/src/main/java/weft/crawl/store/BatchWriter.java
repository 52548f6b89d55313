package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** Writes visits, one transaction a batch, with statements that are prepared once. */
final class BatchWriter {
  private final Connection connection;
  private final Dialect dialect;
  private final PreparedStatement outcomes;
  private final PreparedStatement pages;
  private final PreparedStatement links;
  private final PreparedStatement extracted;
  private final PreparedStatement lastModified;
  private final PreparedStatement loops;
  private final PreparedStatement meta;
  private final PreparedStatement target;
  private final List<Visit> closing = new ArrayList<>();
  private long nextId;

  BatchWriter(Connection connection, Dialect dialect) throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    this.outcomes =
        connection.prepareStatement(
            "INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.pages =
        connection.prepareStatement("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    this.extracted = connection.prepareStatement("INSERT INTO extracted VALUES (?, ?, ?)");
    this.lastModified = connection.prepareStatement("INSERT INTO lastmod VALUES (?, ?, ?)");
    this.links = connection.prepareStatement("INSERT INTO links_of VALUES (?, ?, ?)");
    this.loops =
        connection.prepareStatement("UPDATE outcome SET kind = 'REDIRECT_LOOP' WHERE url = ?");
    this.target = connection.prepareStatement("SELECT redirect_to FROM outcome WHERE url = ?");
    this.meta = connection.prepareStatement(dialect.putMeta());
    // What is tried again has left the table, but no id comes twice.
    long last =
        Math.max(number("SELECT MAX(id) FROM outcome"), number("SELECT MAX(id) FROM earlier"));
    this.nextId = 1 + last;
    for (var format : Export.Format.values()) {
      nextId = Math.max(nextId, 1 + file(format).lastId());
    }
  }

  /** What is committed of a file in this format. */
  FileState file(Export.Format format) throws SQLException {
    long length = meta(format.key + "_length").map(Long::parseLong).orElse(0L);
    return new FileState(
        meta(format.key + "_file").orElse(""),
        length,
        meta(format.key + "_id").map(Long::parseLong).orElse(length > 0 ? nextId - 1 : 0));
  }

  Optional<String> meta(String name) throws SQLException {
    return Schema.meta(connection, name);
  }

  /** Part of the next batch, or of the commit that comes now. */
  private void note(PageFile file, long lastId) throws SQLException {
    String key = file.format().key;
    meta(key + "_file", file.file().toAbsolutePath().normalize().toString());
    meta(key + "_length", Long.toString(file.length()));
    meta(key + "_id", Long.toString(lastId));
    meta.executeBatch();
  }

  private void meta(String name, String text) throws SQLException {
    set(meta, 1, name);
    set(meta, 2, text);
    meta.addBatch();
  }

  /** Notes something that a later run has to know. */
  void note(String name, String text) throws SQLException {
    meta(name, text);
    meta.executeBatch();
    connection.commit();
  }

  /** Notes that the file has all that is stored. */
  void complete(PageFile file) throws SQLException {
    note(file, nextId - 1);
    connection.commit();
  }

  /** Writes a batch; the files have it already. */
  void write(List<Visit> batch, List<PageFile> files) throws SQLException {
    boolean committed = false;
    closing.clear();
    if (batch.stream().anyMatch(BatchWriter::closesLoop))
      Schema.index(connection, dialect); // to find the others
    try {
      for (PageFile file : files) note(file, nextId - 1 + batch.size());
      for (Visit visit : batch) add(visit);
      outcomes.executeBatch();
      pages.executeBatch();
      extracted.executeBatch();
      lastModified.executeBatch();
      links.executeBatch();
      for (Visit visit : closing) markLoop(visit);
      connection.commit();
      committed = true;
    } finally {
      if (!committed) rollBack();
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // a connection that is gone; the first failure says more
    }
  }

  private void add(Visit visit) throws SQLException {
    UrlOutcome outcome = visit.outcome();
    long id = nextId++;
    boolean redirect =
        switch (outcome.kind()) {
          case REDIRECT, REDIRECT_LOOP, DUPLICATE -> true;
          default -> false;
        };
    @Nullable String detail = outcome.detail().orElse(null);
    outcomes.setLong(1, id);
    set(outcomes, 2, outcome.url());
    set(outcomes, 3, outcome.kind().name());
    outcomes.setInt(4, outcome.status());
    outcomes.setInt(5, outcome.attempts());
    outcomes.setLong(6, outcome.bytes());
    outcomes.setLong(7, outcome.duration().toMillis());
    outcomes.setInt(8, outcome.depth());
    set(outcomes, 9, outcome.referrer().orElse(null));
    set(outcomes, 10, redirect ? detail : null);
    set(outcomes, 11, redirect ? null : detail);
    outcomes.setObject(12, dialect.time(outcome.at()));
    outcomes.addBatch();
    if (visit.page().isPresent()) add(id, visit.page().get());
    add(id, visit.links());
    if (outcome.kind() == Kind.SITEMAP) addTimes(id, visit.links());
    if (closesLoop(visit)) closing.add(visit);
  }

  /** Whether there are others in the loop, which have to be marked. */
  private static boolean closesLoop(Visit visit) {
    return visit.loop() > 1;
  }

  /** Marks the other redirects of a loop; all of them are stored by now. */
  private void markLoop(Visit closing) throws SQLException {
    Optional<String> at = closing.outcome().detail();
    for (int i = 1; i < closing.loop() && at.isPresent(); i++) {
      set(loops, 1, at.get());
      loops.executeUpdate();
      at = target(at.get());
    }
  }

  private Optional<String> target(String url) throws SQLException {
    set(target, 1, url);
    try (ResultSet row = target.executeQuery()) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  private void add(long id, PageContent page) throws SQLException {
    pages.setLong(1, id);
    set(pages, 2, page.title());
    set(pages, 3, page.contentType());
    set(pages, 4, page.charset());
    pages.setLong(5, page.size());
    set(pages, 6, page.sha256());
    if (page.html().isPresent()) pages.setBytes(7, page.html().get().bytes());
    else pages.setNull(7, Types.VARBINARY);
    set(pages, 8, page.canonical().orElse(null));
    set(pages, 9, page.validators().etag().orElse(null));
    set(pages, 10, page.validators().lastModified().orElse(null));
    pages.addBatch();
    for (var value : page.extracted().entrySet()) {
      extracted.setLong(1, id);
      set(extracted, 2, value.getKey());
      set(extracted, 3, value.getValue());
      extracted.addBatch();
    }
  }

  private void addTimes(long id, List<Link> entries) throws SQLException {
    for (Link entry : entries) {
      if (entry.lastModified().isEmpty()) continue;
      lastModified.setLong(1, id);
      set(lastModified, 2, entry.url());
      lastModified.setObject(3, dialect.time(entry.lastModified().get()));
      lastModified.addBatch();
    }
  }

  private void add(long id, List<Link> all) throws SQLException {
    for (int from = 0; from < all.size(); from += Schema.MOST_ELEMENTS) {
      List<Link> some = all.subList(from, Math.min(all.size(), from + Schema.MOST_ELEMENTS));
      var urls = new String[some.size()];
      var inside = new Boolean[some.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = dialect.text(some.get(i).url());
        inside[i] = some.get(i).inside();
      }
      links.setLong(1, id);
      links.setObject(2, urls);
      links.setObject(3, inside);
      links.addBatch();
    }
  }

  private void set(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) statement.setNull(index, Types.VARCHAR);
    else statement.setString(index, dialect.text(text));
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
