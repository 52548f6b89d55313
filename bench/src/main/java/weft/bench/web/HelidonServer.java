package weft.bench.web;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.databind.json.JsonMapper;

/** Helidon, a server written for virtual threads: one for each connection. */
final class HelidonServer {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Logger LOGGER = Logger.getLogger("io.helidon"); // held, or it's forgotten

  private HelidonServer() {}

  static void run() {
    LOGGER.setLevel(Level.WARNING);
    var server =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing ->
                routing
                    .get("/json", (_, response) -> json(response, new Servers.Greeting("hello")))
                    .post(
                        "/item",
                        (request, response) ->
                            json(response, item(request.content().inputStream()))))
            .build()
            .start();
    Servers.answer(server.port());
  }

  private static Servers.Item item(InputStream body) throws IOException {
    try (body) {
      return JSON.readValue(body, Servers.Item.class);
    }
  }

  private static void json(ServerResponse response, Object value) {
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(JSON.writeValueAsBytes(value));
  }
}
