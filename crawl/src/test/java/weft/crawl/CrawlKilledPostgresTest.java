package weft.crawl;

import weft.testing.PostgresServer;

/** The same, with results in PostgreSQL. */
class CrawlKilledPostgresTest extends CrawlKilledTest {
  private final String url = PostgresServer.url(PostgresServer.newName());

  @Override
  String url() {
    return url;
  }

  /**
   * Fewer than with a file, of which a kill may leave anything: a server undoes what it has not
   * committed.
   */
  @Override
  int pages() {
    return 900;
  }

  @Override
  int kills() {
    return 2;
  }
}
