// An HTTP API: routes, JSON with records, errors that become statuses, and a client that tries it.
import module weft;
import module weft.web;
import module java.net.http;
import static weft.Weft.*;

record Todo(int id, String text) {}

record NewTodo(String text) {
    NewTodo {
        if (text == null || text.isBlank()) throw new IllegalArgumentException("it needs a text");
    }
}

void main() throws Exception {
    var todos = new ConcurrentSkipListMap<Integer, Todo>();
    var ids = new AtomicInteger();

    var routes = new Routes()
            .get("/todos", _ -> Response.json(todos.values()))
            .post("/todos", request -> {
                var todo = new Todo(ids.incrementAndGet(), request.json(NewTodo.class).text());
                todos.put(todo.id(), todo);
                return Response.json(todo).status(201).header("Location", "/todos/" + todo.id());
            })
            .get("/todos/{id}", request -> {
                var todo = todos.get(request.pathNumber("id"));
                if (todo == null) throw HttpError.notFound("no such to-do");
                return Response.json(todo);
            })
            .delete("/todos/{id}", request -> {
                todos.remove(request.pathNumber("id"));
                return Response.empty();
            });

    // Web.serve(8080, routes) would serve until Ctrl-C.
    run(() -> Web.server(routes).serve(server -> {
        call(server, "POST", "/todos", "{\"text\": \"learn Weft\"}");
        call(server, "POST", "/todos", "{\"text\": \" \"}");
        call(server, "POST", "/todos", "{\"text\": ");
        call(server, "GET", "/todos", "");
        call(server, "GET", "/todos/7", "");
        call(server, "DELETE", "/todos/1", "");
        call(server, "PATCH", "/todos/1", "");
    }));
}

void call(WebServer server, String method, String path, String body) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
        var request = HttpRequest.newBuilder(server.uri().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        IO.println(method + " " + path + ": " + response.statusCode() + " " + response.body().strip());
    }
}
