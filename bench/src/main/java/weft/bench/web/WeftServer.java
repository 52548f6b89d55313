package weft.bench.web;

import weft.Promise;
import weft.Weft;
import weft.web.Response;
import weft.web.Rooms;
import weft.web.Routes;
import weft.web.Web;

/** Weft's web module. */
final class WeftServer {
  private WeftServer() {}

  static void run() {
    var room = new Rooms().get("all");
    var routes =
        new Routes()
            .get("/json", _ -> Response.json(new Servers.Greeting("hello")))
            .post("/item", request -> Response.json(request.json(Servers.Item.class)))
            .webSocket("/socket", socket -> socket.messages().forEach(socket::send))
            .webSocket(
                "/member",
                socket -> {
                  try (var _ = room.join(socket, "member")) {
                    socket.messages().drain();
                  }
                })
            .webSocket(
                "/control",
                socket ->
                    socket.messages().forEach(_ -> room.broadcast(Servers.message().array())));
    Weft.run(() ->
        Web.server(routes)
            .maxConnections(20_000)
            .maxWebSockets(20_000)
            .serve(server -> {
              Servers.answer(server.port());
              new Promise<Void>().await();
            }));
  }
}
