// The classic chat server: rooms, names, history, and a page. Start it with: weft chat
import module weft;
import module weft.web;
import static weft.Weft.*;

record Said(String from, String text) {}
record Present(List<String> names) {}

void main(String[] args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8000;
    String host = args.length > 1 ? args[1] : "127.0.0.1";
    var rooms = new Rooms(100); // each keeps the last hundred messages
    var polite = WebSocketOptions.defaults().maxMessage(4_000).rate(10, Duration.ofSeconds(2));
    var routes = new Routes()
            .get("/", _ -> Response.html(PAGE))
            .get("/rooms", _ -> Response.json(rooms.all().stream().map(Room::name).toList()))
            .webSocket("/rooms/{room}", polite, socket -> chat(socket, rooms));
    try {
        run(() -> Web.server(routes).host(host).port(port).serve(server -> {
            IO.println("chat: at " + server.uri() + "/ until Ctrl-C");
            new Promise<Void>().await();
        }));
    } catch (UncheckedIOException e) { // the port is taken, say
        System.err.println("chat: " + e.getMessage());
        System.exit(1);
    }
}

void chat(WebSocket socket, Rooms rooms) {
    var request = socket.request();
    String name = shortened(request.query("name").orElse(""), 20);
    var room = rooms.get(shortened(request.pathValue("room"), 40));
    scope(s -> {
        try (var _ = room.join(socket, name)) { // sends the history
            s.background(() -> room.presence().forEach(names -> socket.send(Message.json(new Present(names)))));
            socket.texts().forEach(text -> room.broadcast(Message.json(new Said(name, text))));
        }
    });
}

String shortened(String text, int most) {
    String plain = text.strip().replaceAll("\\p{Cntrl}", "");
    return plain.isEmpty() ? "somebody" : plain.substring(0, Math.min(most, plain.length()));
}

static final String PAGE = """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Chat</title>
    <style>
      :root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404a); --own: light-dark(#e3efff, #1d3554); }
      * { box-sizing: border-box }
      body { margin: 0 auto; max-width: 46rem; height: 100dvh; display: flex; flex-direction: column;
             font: 16px/1.45 system-ui, sans-serif; background: light-dark(#fff, #16181d); }
      header, form { display: flex; gap: .5rem; padding: .6rem; align-items: center }
      header { border-bottom: 1px solid var(--line) } form { border-top: 1px solid var(--line) }
      input, button { font: inherit; padding: .5rem .7rem; border: 1px solid var(--line); border-radius: .6rem; min-width: 0 }
      #text { flex: 1 } header input { width: 9rem; flex: 0 1 auto }
      #state { margin-left: auto; color: GrayText; font-size: .85rem; text-align: right }
      #log { flex: 1; overflow-y: auto; padding: .6rem; margin: 0; list-style: none }
      #log li { margin: .25rem 0; padding: .35rem .7rem; border-radius: .8rem; width: fit-content; max-width: 85%;
                border: 1px solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap }
      #log li.own { margin-left: auto; background: var(--own) }
      #log b { display: block; font-size: .8rem; color: GrayText }
    </style>
    <header>
      <input id="name" aria-label="Your name" placeholder="your name" maxlength="20">
      <input id="room" aria-label="Room" placeholder="room" maxlength="40">
      <span id="state" role="status"></span>
    </header>
    <ul id="log" aria-live="polite"></ul>
    <form id="form">
      <input id="text" aria-label="Message" placeholder="say something" maxlength="900" autocomplete="off">
      <button>Send</button>
    </form>
    <script>
      const el = id => document.getElementById(id);
      el("name").value = localStorage.getItem("name") || "guest" + Math.floor(Math.random() * 1000);
      el("room").value = decodeURIComponent(location.hash.slice(1)) || "lobby";
      let socket, again, wait = 500;

      function connect() {
        clearTimeout(again);
        if (socket) socket.onclose = null, socket.close();
        const name = el("name").value.trim(), room = el("room").value.trim() || "lobby";
        localStorage.setItem("name", name);
        history.replaceState(null, "", "#" + encodeURIComponent(room));
        el("log").replaceChildren();
        el("state").textContent = "connecting";
        const base = location.origin.replace(/^http/, "ws");
        socket = new WebSocket(`${base}/rooms/${encodeURIComponent(room)}?name=${encodeURIComponent(name)}`);
        socket.onopen = () => wait = 500;
        socket.onmessage = event => show(JSON.parse(event.data), name);
        socket.onclose = () => {
          el("state").textContent = "offline";
          again = setTimeout(connect, wait = Math.min(wait * 2, 10000));
        };
      }

      function show(message, name) {
        if (message.names) {
          el("state").textContent = message.names.length + " here: " + message.names.slice(0, 8).join(", ");
          return;
        }
        const item = document.createElement("li"), from = document.createElement("b");
        from.textContent = message.from;
        item.className = message.from === name ? "own" : "";
        item.append(from, message.text);
        el("log").append(item);
        item.scrollIntoView({ block: "end" });
      }

      el("form").onsubmit = event => {
        event.preventDefault();
        const text = el("text").value.trim();
        if (text && socket.readyState === 1) socket.send(text), el("text").value = "";
      };
      el("name").onchange = el("room").onchange = connect;
      connect();
    </script>
    """;
