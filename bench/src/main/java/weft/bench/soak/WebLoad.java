package weft.bench.soak;

import static weft.Weft.sleep;

import java.time.Duration;
import java.util.random.RandomGenerator;
import weft.http.Http;
import weft.web.Response;
import weft.web.Routes;
import weft.web.WebServer;

/** Requests and WebSockets, of clients that may go away in the middle, to a server of ours. */
final class WebLoad implements Load {
  private final Http http;
  private final WebServer server;

  WebLoad(Http http, WebServer server) {
    this.http = http;
    this.server = server;
  }

  static Routes routes() {
    return new Routes()
        .get(
            "/wait/{millis}",
            request -> {
              sleep(Duration.ofMillis(request.pathNumber("millis")));
              return Response.text("waited");
            })
        .webSocket("/echo", socket -> socket.messages().forEach(socket::send));
  }

  @Override
  public void once(RandomGenerator random) throws Exception {
    if (random.nextInt(4) == 0) echoes(random);
    else requests(random);
  }

  private void requests(RandomGenerator random) throws Exception {
    var answer = http.get(server.uri().resolve("/wait/" + random.nextInt(20)).toString());
    if (answer.status() != 200)
      throw new IllegalStateException("the server said " + answer.status());
    Load.faults(random);
  }

  private void echoes(RandomGenerator random) throws Exception {
    var uri = server.uri().resolve("/echo").toString().replaceFirst("^http", "ws");
    try (var socket = http.webSocket(uri)) {
      for (int i = 0; i < 10; i++) {
        socket.send("message " + i);
        if (socket.receive().isEmpty()) throw new IllegalStateException("closed by the server");
        Load.faults(random);
      }
    }
  }

  int connections() {
    return server.connections();
  }
}
