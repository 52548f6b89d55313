package weft.crawl;

import weft.testing.PostgresServer;

/** The same, with results in PostgreSQL. */
class CrawlRefreshPostgresTest extends CrawlRefreshTest {
  private final String url = PostgresServer.url(PostgresServer.newName());

  @Override
  String url() {
    return url;
  }
}
