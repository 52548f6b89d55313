/** The crawler, as a library. */
module weft.crawl {
  requires weft;
  requires weft.http;
  requires static org.jspecify;
  requires com.h2database;
  requires crawler.commons;
  requires java.sql;
  requires jdk.httpserver;
  requires org.jsoup;

  exports weft.crawl;
  exports weft.crawl.result;
  exports weft.crawl.demo to
      weft.cli;
}
