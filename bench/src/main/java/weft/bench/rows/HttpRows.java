package weft.bench.rows;

import java.util.List;
import java.util.Map;
import weft.bench.harness.Area;
import weft.bench.harness.Fixture;
import weft.bench.harness.Metric;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;
import weft.bench.http.PageServer;
import weft.bench.http.Requests;
import weft.bench.http.Wrk;

/** HTTP clients. */
record HttpRows(Size size) {
  private static final int TASKS = 50;
  private static final List<Tool> AIOHTTP = List.of(Peers.AIOHTTP, Peers.UVLOOP);

  static Area of(Size size) {
    return new Area("http", "HTTP clients", List.of(new HttpRows(size).requests()));
  }

  private int seconds() {
    return size.of(12, 4);
  }

  private Row requests() {
    return Row.of(
            "requests",
            "`GET` of a page of 1 KB from one nginx, " + TASKS + " tasks",
            Metric.rate("requests/s", "requests a second"))
        .fixture(HttpRows::server)
        .weft("`Http`", java("weft"))
        .peer("Apache", "HttpClient 5, minimal", java("apache"))
        .peer("JDK", "`HttpClient`", java("jdk"))
        .peer(
            "Python",
            "aiohttp on uvloop",
            Program.python("http_requests.py", AIOHTTP, "{url}", TASKS, seconds())
                .needing(Peers.NGINX))
        .peer(
            "wrk",
            "the limit in C",
            Program.java(Wrk.class, "{url}", TASKS, seconds()).needing(Peers.NGINX, Peers.WRK));
  }

  private Program java(String contestant) {
    return Program.java(Requests.class, contestant, "{url}", TASKS, seconds()).needing(Peers.NGINX);
  }

  private static Fixture.Running server() throws Exception {
    var server = new PageServer();
    return Fixture.running(Map.of("url", server.url()), server);
  }
}
