package weft.bench.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** Vert.x on one event loop, as a verticle has it. */
final class VertxServer {
  private static final JsonMapper JSON = new JsonMapper();

  private VertxServer() {}

  static void run() {
    Set<ServerWebSocket> members = ConcurrentHashMap.newKeySet();
    var server =
        Vertx.vertx()
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .webSocketHandler(socket -> accept(socket, members))
            .requestHandler(VertxServer::answer)
            .listen(0)
            .await();
    Servers.answer(server.actualPort());
  }

  private static void accept(ServerWebSocket socket, Set<ServerWebSocket> members) {
    switch (socket.path()) {
      case "/member" -> {
        members.add(socket);
        socket.closeHandler(_ -> members.remove(socket));
      }
      case "/control" ->
          socket.binaryMessageHandler(_ -> {
            var message = Buffer.buffer(Servers.message().array());
            for (var member : members) member.writeBinaryMessage(message);
          });
      default -> socket.binaryMessageHandler(socket::writeBinaryMessage);
    }
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals("/json")) {
      json(request, new Servers.Greeting("hello"));
    } else {
      request.bodyHandler(
          body -> json(request, JSON.readValue(body.getBytes(), Servers.Item.class)));
    }
  }

  private static void json(HttpServerRequest request, Object value) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(JSON.writeValueAsBytes(value)));
  }
}
