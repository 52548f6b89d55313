package weft.bench.rows;

import static weft.bench.harness.Metric.cost;
import static weft.bench.harness.Metric.rate;

import java.time.Duration;
import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Metric;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;

/** A site of plain files behind nginx, crawled and stored. */
record CrawlRows(Size size) {
  private static final Tool LXML = Tool.python("lxml", "python3-lxml");
  private static final Tool SCRAPY = Tool.python("Scrapy", "python3-scrapy");

  static Area of(Size size) {
    var rows = new CrawlRows(size);
    return new Area("crawl", "Crawler", List.of(rows.warm(), rows.cold()));
  }

  private Row warm() {
    var pages = rate("pages/s", "pages a second");
    return peers(row("crawl", "A site of many small pages, crawled and stored", pages), "weft")
        .peer("wrk", "one page, not stored", program("wrk", Peers.WRK));
  }

  private Row cold() {
    var seconds = cost("s", "seconds");
    var title = "The same from the start of the command to its end";
    return peers(row("crawl-cold", title, seconds), "weft-cold").thoroughly();
  }

  private static Row row(String name, String title, Metric metric) {
    return Row.of(name, title, metric).bound(Duration.ofMinutes(3));
  }

  private Row peers(Row row, String weft) {
    return row.weft("", program(weft))
        .peer(
            "aiohttp",
            "lxml, uvloop",
            program("aiohttp", Tool.PYTHON, Peers.AIOHTTP, LXML, Peers.UVLOOP))
        .peer("Scrapy", "", program("scrapy", Tool.PYTHON, SCRAPY));
  }

  /** Quickly: fewer pages, and fewer crawls of a warm JVM. */
  private Program program(String contestant, Tool... tools) {
    return Program.java(
            List.of(),
            "weft.bench.crawl.CrawlSpeed",
            contestant,
            size.of(5_000, 1_000),
            50,
            size.of(20, 8))
        .needing(Peers.NGINX)
        .needing(tools);
  }
}
