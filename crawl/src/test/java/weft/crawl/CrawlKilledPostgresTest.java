package weft.crawl;

import weft.testing.PostgresServer;

/** The same, with results in PostgreSQL. */
class CrawlKilledPostgresTest extends CrawlKilledTest {
  private final String url = PostgresServer.url(PostgresServer.newName());

  @Override
  String url() {
    return url;
  }

  @Override
  int kills() {
    return 2;
  }
}
