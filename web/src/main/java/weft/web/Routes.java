package weft.web;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What is where: methods and paths with their handlers, filters around them, files, WebSockets.
 *
 * <pre>{@code
 * var routes = new Routes()
 *     .filter(logged)
 *     .get("/users/{id}", request -> Response.json(find(request.pathValue("id"))))
 *     .post("/users", request -> Response.json(add(request.json(User.class))).status(201))
 *     .group("/admin", admin -> admin.filter(loggedIn).get("/stats", request -> stats()))
 *     .files("/static", Path.of("public"));
 * }</pre>
 *
 * <p>A pattern is made of parts: {@code users} stands for itself, {@code {id}} for any one part,
 * and {@code {rest...}} at the end for all that follow, or none. Where several patterns fit, the
 * one that says more at the first part that differs wins, whatever the order. A path that fits with
 * another method gets a 405, {@code HEAD} is answered by the handler of {@code GET}, and {@code
 * OPTIONS} says which methods there are.
 *
 * <p>To be put together by one thread; a server takes what is there when it starts.
 */
public final class Routes {
  record Route(String method, List<String> pattern, Handler handler) {}

  private final String prefix;
  private final List<Route> routes = new ArrayList<>();
  private final List<Filter> filters = new ArrayList<>();
  private final List<Routes> groups = new ArrayList<>();
  private final Failures failures;

  /** Routes to be added to. */
  public Routes() {
    this("", new Failures());
  }

  private Routes(String prefix, Failures failures) {
    this.prefix = prefix;
    this.failures = failures;
  }

  /** Answers {@code GET}, and {@code HEAD}. */
  public Routes get(String pattern, Handler handler) {
    return route("GET", pattern, handler);
  }

  /** Answers {@code POST}. */
  public Routes post(String pattern, Handler handler) {
    return route("POST", pattern, handler);
  }

  /** Answers {@code PUT}. */
  public Routes put(String pattern, Handler handler) {
    return route("PUT", pattern, handler);
  }

  /** Answers {@code PATCH}. */
  public Routes patch(String pattern, Handler handler) {
    return route("PATCH", pattern, handler);
  }

  /** Answers {@code DELETE}. */
  public Routes delete(String pattern, Handler handler) {
    return route("DELETE", pattern, handler);
  }

  /**
   * Answers a method.
   *
   * @throws IllegalArgumentException if the pattern makes no sense, or has a handler already
   */
  public Routes route(String method, String pattern, Handler handler) {
    Objects.requireNonNull(handler, "handler");
    var route = new Route(method, Patterns.parse(prefix + pattern), handler);
    for (Route other : routes) {
      if (other.method().equals(method) && Patterns.same(other.pattern(), route.pattern())) {
        throw new IllegalArgumentException(
            method + " " + prefix + pattern + " has a handler already");
      }
    }
    routes.add(route);
    return this;
  }

  /** Accepts WebSockets with {@link WebSocketOptions#defaults}; see {@link Response#webSocket}. */
  public Routes webSocket(String pattern, WebSocketHandler handler) {
    return webSocket(pattern, WebSocketOptions.defaults(), handler);
  }

  /** Accepts WebSockets; see {@link Response#webSocket}. */
  public Routes webSocket(String pattern, WebSocketOptions options, WebSocketHandler handler) {
    var accepted = Response.webSocket(options, handler);
    return get(pattern, _ -> accepted);
  }

  /**
   * Serves the files of a folder below a path, {@code index.html} for a folder in it.
   *
   * <p>Nothing outside of the folder is served, also not by way of a link, nor anything whose name
   * begins with a dot. Answers have an ETag and the time of the last change; conditional requests
   * and ranges work.
   */
  public Routes files(String path, Path folder) {
    return files(path, new FolderFiles(folder));
  }

  /**
   * Serves what is below {@code folder} on the class path of {@code loader}, as {@link #files}
   * does. It may be in a jar; in a module only what is in an open package, or in no package at all,
   * is found.
   */
  public Routes resources(String path, ClassLoader loader, String folder) {
    return files(path, new ResourceFiles(loader, folder));
  }

  private Routes files(String path, FileSource files) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return get(trimmed + "/{file...}", new FileHandler(files));
  }

  /** Puts a filter around all routes of this group; the first is the outermost. */
  public Routes filter(Filter filter) {
    filters.add(Objects.requireNonNull(filter, "filter"));
    return this;
  }

  /** Adds routes below {@code path}, with filters of their own, inside of those here. */
  public Routes group(String path, Consumer<? super Routes> content) {
    if (!path.startsWith("/") && !path.isEmpty()) {
      throw new IllegalArgumentException("a path begins with a slash, unlike '" + path + "'");
    }
    var group = new Routes(prefix + (path.equals("/") ? "" : path), failures);
    content.accept(group);
    groups.add(group);
    return this;
  }

  /**
   * Answers requests whose handler throws such an exception, in all groups. The class nearest to
   * the exception's own decides. What a task of the handler threw counts as itself, and not as the
   * {@link weft.TaskFailedException} that its scope makes of it.
   */
  public <E extends Exception> Routes onFailure(Class<E> type, FailureHandler<? super E> handler) {
    failures.add(type, Objects.requireNonNull(handler, "handler"));
    return this;
  }

  /** Makes a status of such an exception, with its message as the text; see {@link #onFailure}. */
  public Routes onFailure(Class<? extends Exception> type, int status) {
    var _ = new HttpError(status, "");
    return onFailure(
        type,
        (request, failure) -> {
          String message = failure.getMessage();
          return Failures.render(request, status, message == null ? "failed" : message);
        });
  }

  Failures failures() {
    return failures;
  }

  /** Adds all routes to a router, each with the filters around it, those of the whole excepted. */
  void collect(Router router, List<Filter> outer) {
    var inner = new ArrayList<>(outer);
    if (!prefix.isEmpty() || !outer.isEmpty()) inner.addAll(filters);
    for (Route route : routes) router.add(route, inner);
    for (Routes group : groups) group.collect(router, inner);
  }

  List<Filter> filters() {
    return List.copyOf(filters);
  }
}
