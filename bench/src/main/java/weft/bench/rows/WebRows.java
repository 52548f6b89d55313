package weft.bench.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import weft.bench.harness.Area;
import weft.bench.harness.Fixture;
import weft.bench.harness.Metric;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;
import weft.bench.web.BroadcastLoad;
import weft.bench.web.EchoLoad;
import weft.bench.web.HttpLoad;
import weft.bench.web.IdleLoad;
import weft.bench.web.ServerProcess;

/** Servers: WebSockets and an HTTP API. The loads are the same for all, the servers take turns. */
record WebRows(Size size) {
  private static final Tool WEBSOCKETS = Tool.python("websockets", "python3-websockets");
  private static final Tool FASTAPI = Tool.python("fastapi", "python3-fastapi");
  private static final Tool UVICORN = Tool.python("uvicorn", "python3-uvicorn");
  private static final Tool JETTY = Tool.library("jetty-server");
  private static final Tool HELIDON = Tool.library("helidon-webserver");
  private static final Tool VERTX = Tool.library("vertx-core");

  /** Brings npm's {@code ws} into a folder of its own. */
  private static final List<String> NPM =
      List.of("npm", "install", "--silent", "--prefix", "target/bench/node", "ws@8");

  /** What can be measured of a server. */
  private enum Does {
    WEBSOCKETS,
    HTTP
  }

  static Area of(Size size) {
    return new Area("web", "Servers", new WebRows(size).all());
  }

  private List<Row> all() {
    var rows = new ArrayList<Row>();
    for (int clients : List.of(1_000, 5_000)) {
      for (int outstanding : List.of(1, 8)) rows.add(broadcast(clients, outstanding));
    }
    rows.add(
        row(
            "ws-echo",
            "100 bytes there and back over each of 100 WebSockets",
            Does.WEBSOCKETS,
            Program.java(EchoLoad.class, "{port}", 100, seconds()),
            Metric.rate("echoes/s", "echoes a second")));
    rows.add(
        row(
                "ws-idle",
                "A WebSocket that says nothing",
                Does.WEBSOCKETS,
                Program.java(IdleLoad.class, "{port}", "{pid}", 5_000),
                Metric.cost("KB", "KB resident a connection"),
                Metric.cost("heap-KB", "KB alive in a JVM's heap"))
            .thoroughly());
    rows.add(http("http-json", "`GET` of a small JSON object, 50 connections", "/json"));
    rows.add(
        http(
                "http-item",
                "`POST` of a small JSON object, read and written, 50 connections",
                "/item",
                "{\"name\":\"pen\",\"count\":3}")
            .thoroughly());
    return rows;
  }

  private Row broadcast(int clients, int outstanding) {
    String many = String.format("%,d", clients);
    var row =
        row(
            "broadcast-" + clients + "-" + outstanding,
            "A message of 100 bytes to " + many + " WebSockets, " + outstanding + " on their way",
            Does.WEBSOCKETS,
            Program.java(BroadcastLoad.class, "{port}", clients, outstanding, seconds()),
            Metric.rate("deliveries/s", "deliveries a second"),
            Metric.cost("p50", "ms, median"),
            Metric.cost("p99", "ms, p99"));
    return clients == 1_000 && outstanding == 8 ? row : row.thoroughly();
  }

  private Row http(String name, String title, String path, String... body) {
    var arguments = new ArrayList<Object>(List.of("{port}", path, 50, seconds()));
    arguments.addAll(List.of(body));
    return row(
        name,
        title,
        Does.HTTP,
        Program.java(HttpLoad.class, arguments.toArray()).needing(Peers.WRK),
        Metric.rate("requests/s", "requests a second"),
        Metric.cost("p99", "ms, p99"));
  }

  private int seconds() {
    return size.of(5, 2);
  }

  private static Row row(String name, String title, Does what, Program load, Metric... metrics) {
    var row =
        Row.of(name, title, metrics)
            .bound(Duration.ofMinutes(3))
            .peer("Weft", "", load, server(ServerProcess.java("weft")))
            .peer("Jetty", "", load.needing(JETTY), server(ServerProcess.java("jetty")))
            .peer("Vert.x", "", load.needing(VERTX), server(ServerProcess.java("vertx")));
    if (what == Does.HTTP) {
      return row.peer("Helidon", "", load.needing(HELIDON), server(ServerProcess.java("helidon")))
          .peer(
              "Python",
              "aiohttp on uvloop",
              load.needing(Peers.UVLOOP, Peers.AIOHTTP),
              python("aiohttp"))
          .peer(
              "Python",
              "FastAPI on uvicorn",
              load.needing(Peers.UVLOOP, UVICORN, FASTAPI),
              python("fastapi"));
    }
    var node = new Program(load.words(), load.tools(), NPM).needing(Tool.NODE);
    return row.peer(
            "Python",
            "websockets on uvloop",
            load.needing(Peers.UVLOOP, WEBSOCKETS),
            python("websockets"))
        .peer("Node.js", "ws", node, server(List.of("node", "bench/peers/ws_server.mjs")));
  }

  private static Fixture python(String name) {
    return server(List.of(Tool.PYTHON_PATH, "-B", "bench/peers/web_servers.py", name));
  }

  private static Fixture server(List<String> words) {
    return () -> {
      var process = new ServerProcess(words);
      return Fixture.running(
          Map.of("port", "" + process.port(), "pid", "" + process.pid()), process);
    };
  }
}
