package weft.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request: a tree of the patterns' parts. Doesn't change once it is made.
 */
final class Router implements Handler {
  private record Target(List<String> names, Handler handler) {}

  private static final class Node {
    final Map<String, Node> literal = new HashMap<>();
    @Nullable Node any;
    @Nullable Node rest;
    final Map<String, Target> byMethod = new LinkedHashMap<>();

    Node anyNode() {
      if (any == null) any = new Node();
      return any;
    }

    Node restNode() {
      if (rest == null) rest = new Node();
      return rest;
    }
  }

  private final Node root = new Node();
  private final Handler whole;

  Router(Routes routes) {
    routes.collect(this, List.of());
    whole = filtered(this::dispatch, routes.filters(), "all routes");
  }

  void add(Routes.Route route, List<Filter> filters) {
    var names = new ArrayList<String>();
    Node node = root;
    for (String part : route.pattern()) {
      if (!Patterns.isName(part)) {
        node = node.literal.computeIfAbsent(part, _ -> new Node());
        continue;
      }
      names.add(Patterns.name(part));
      node = Patterns.isRest(part) ? node.restNode() : node.anyNode();
    }
    String name = route.method() + " /" + String.join("/", route.pattern());
    String who = "the handler of " + name;
    Handler answering =
        request -> ProgramError.required(route.handler().handle(request), who).inContext();
    var target = new Target(names, filtered(answering, filters, name));
    if (node.byMethod.putIfAbsent(route.method(), target) != null) {
      throw new IllegalArgumentException(name + " has a handler already");
    }
  }

  private static Handler filtered(Handler handler, List<Filter> filters, String of) {
    Handler inner = handler;
    String who = "a filter of " + of;
    for (Filter filter : filters.reversed()) {
      Handler next = inner;
      inner = request -> ProgramError.required(filter.handle(request, next), who);
    }
    return inner;
  }

  @Override
  public Response handle(Request request) throws Exception {
    return whole.handle(request);
  }

  private Response dispatch(Request request) throws Exception {
    String[] parts = request.canonicalPath().substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) parts[i] = decode(parts[i]);
    var match = new Match(request.method(), parts);
    Target target = match.find(root, 0);
    if (target != null) return target.handler().handle(request.pathValues(match.values(target)));
    if (match.allowed.isEmpty()) throw HttpError.notFound("there is no " + request.path());
    String allowed = String.join(", ", match.allowed);
    var response =
        request.method().equals("OPTIONS")
            ? Response.empty()
            : Failures.render(request, 405, "here only " + allowed + " will do");
    return response.header("Allow", allowed);
  }

  private static String decode(String part) {
    if (part.indexOf('%') < 0) return part;
    try { // a plus is a plus in a path
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpError(400, "wrongly encoded: " + part, e);
    }
  }

  /** One search through the tree; goes back where a part that says more led nowhere. */
  private static final class Match {
    private final String method;
    private final String[] parts;
    private final List<String> found = new ArrayList<>();
    Set<String> allowed = Set.of(); // those of patterns that fit, for another method

    Match(String method, String[] parts) {
      this.method = method;
      this.parts = parts;
    }

    @Nullable Target find(Node node, int i) {
      if (i == parts.length) {
        Target here = target(node);
        return here != null || node.rest == null ? here : taken(node.rest, "");
      }
      Node next = node.literal.get(parts[i]);
      Target target = next == null ? null : find(next, i + 1);
      if (target == null && node.any != null && !parts[i].isEmpty()) {
        found.add(parts[i]);
        target = find(node.any, i + 1);
        if (target == null) found.removeLast();
      }
      if (target == null && node.rest != null) {
        target = taken(node.rest, String.join("/", List.of(parts).subList(i, parts.length)));
      }
      return target;
    }

    private @Nullable Target taken(Node rest, String text) {
      Target target = target(rest);
      if (target != null) found.add(text);
      return target;
    }

    private @Nullable Target target(Node node) {
      if (node.byMethod.isEmpty()) return null;
      Target target = node.byMethod.get(method);
      if (target == null && method.equals("HEAD")) target = node.byMethod.get("GET");
      if (target != null) return target;
      if (allowed.isEmpty()) allowed = new TreeSet<>();
      allowed.addAll(node.byMethod.keySet());
      if (allowed.contains("GET")) allowed.add("HEAD");
      allowed.add("OPTIONS");
      return null;
    }

    Map<String, String> values(Target target) {
      if (found.isEmpty()) return Map.of();
      var values = new HashMap<String, String>();
      for (int i = 0; i < found.size(); i++) values.put(target.names().get(i), found.get(i));
      return values;
    }
  }
}
