package weft.bench.rows;

import static weft.bench.harness.Metric.rate;

import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Server;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;

/** HTTP clients, before one nginx. */
record HttpRows(Size size) {
  private static final Tool NGINX = Tool.command("nginx", "nginx", "nginx", "-v");
  private static final Tool WRK = Tool.command("wrk", "wrk", "wrk", "--version");
  private static final Tool AIOHTTP = Tool.python("aiohttp", "python3-aiohttp");
  private static final Tool APACHE = Tool.library("httpclient5");
  private static final int TASKS = 50;

  static Area of(Size size) {
    return new Area("http", "HTTP client", List.of(new HttpRows(size).requests()));
  }

  private Row requests() {
    return Row.of(
            "http-requests",
            "Pages of a kilobyte from one nginx, 50 tasks",
            rate("requests/s", "requests a second"))
        .fixture(Server.java("url", "weft.bench.http.Nginx"))
        .weft("", java("Requests", "weft", "{url}", TASKS))
        .peer("Apache", "HttpClient", java("Requests", "apache", "{url}", TASKS).needing(APACHE))
        .peer("JDK", "`HttpClient`", java("Requests", "jdk", "{url}", TASKS))
        .peer("aiohttp", "on uvloop", aiohttp("{url}", TASKS))
        .peer("wrk", "", java("Wrk", "{url}", TASKS).needing(WRK));
  }

  private Program java(String main, Object... arguments) {
    return Program.java(List.of(), "weft.bench.http." + main, Peers.then(arguments, seconds()))
        .needing(NGINX);
  }

  private Program aiohttp(Object... arguments) {
    return Program.python(
            "http_requests.py", List.of(AIOHTTP, Peers.UVLOOP), Peers.then(arguments, seconds()))
        .needing(NGINX);
  }

  private int seconds() {
    return size.of(6, 2);
  }
}
