// Pattern: a WebSocket server that tells all what one says. Who leaves, or is lost, leaves the room.
import module weft;
import module weft.web;
import module java.net.http;
import weft.channel.Channel;
import static weft.Weft.*;

void main() {
    var rooms = new Rooms();
    var routes = new Routes().webSocket("/rooms/{room}", socket -> {
        var room = rooms.get(socket.request().pathValue("room"));
        String name = socket.request().query("name").orElse("somebody");
        try (var _ = room.join(socket, name)) {
            socket.texts().forEach(text -> room.broadcast(name + ": " + text));
        }
    });

    run(() -> Web.server(routes).serve(server -> {
        var ann = new Client(server, "Ann");
        var bob = new Client(server, "Bob");
        await(rooms.get("tea"), 2);
        ann.say("hello");
        IO.println("Ann hears " + ann.heard.receive());
        IO.println("Bob hears " + bob.heard.receive());
        ann.leave();
        await(rooms.get("tea"), 1);
        bob.say("she is gone");
        IO.println("Bob hears " + bob.heard.receive());
        IO.println("left: " + rooms.get("tea").members());
        bob.leave();
    }));
}

void await(Room room, int members) {
    room.presence().firstOrEmpty(names -> names.size() == members);
}

static class Client implements java.net.http.WebSocket.Listener {
    final Channel<String> heard = Channel.unlimited();
    final java.net.http.WebSocket socket;

    Client(WebServer server, String name) {
        var uri = URI.create("ws://127.0.0.1:" + server.port() + "/rooms/tea?name=" + name);
        socket = Weft.await(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this));
    }

    @Override public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence text, boolean last) {
        heard.send(text.toString());
        socket.request(1);
        return null;
    }

    void say(String text) { Weft.await(socket.sendText(text, true)); }

    void leave() { Weft.await(socket.sendClose(1000, "")); }
}
