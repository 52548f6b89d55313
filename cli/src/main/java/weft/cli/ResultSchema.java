package weft.cli;

import java.util.Optional;
import weft.Weft;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlException;
import weft.crawl.CrawlResults;

/**
 * Results in a database server, with the options beside them. Whether a crawl can begin there is
 * for the crawl to say, which keeps others out at the same time; and it takes away what comes to
 * nothing.
 */
final class ResultSchema implements ResultPlace {
  private final CrawlDatabase database;
  private Optional<String> note = Optional.empty();

  ResultSchema(CrawlDatabase database) {
    this.database = database;
  }

  @Override
  public ResultSchema existing(String what) {
    return this;
  }

  @Override
  public ResultSchema free(boolean replace) {
    return this;
  }

  @Override
  public CrawlDatabase database() {
    return database;
  }

  @Override
  public String name() {
    return database.toString();
  }

  @Override
  public Optional<CrawlOptions> options() {
    try {
      Optional<String> earlier = Weft.run(() -> CrawlResults.of(database).note());
      return earlier.map(text -> CrawlOptions.of(text.lines().toList()));
    } catch (CrawlException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void save(CrawlOptions options) {
    note = Optional.of(String.join("\n", options.lines()));
  }

  @Override
  public Optional<String> note() {
    return note;
  }

  @Override
  public void discard() {}

  @Override
  public void tidy() {}
}
