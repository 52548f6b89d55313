package weft.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Locals;
import weft.flow.Flow;

/**
 * An answer: status, headers, content. Immutable, so one may be kept and given many times.
 *
 * <pre>{@code
 * Response.text("hello")
 * Response.json(user).status(201).header("Location", "/users/" + user.id())
 * Response.stream(rows.map(Row::line), "text/csv")
 * }</pre>
 */
public final class Response {
  record Field(String name, String value) {}

  private final int status;
  private final List<Field> fields;
  private final Content content;

  Response(int status, List<Field> fields, Content content) {
    this.status = status;
    this.fields = fields;
    this.content = content;
  }

  private static Response of(String type, Content content) {
    return new Response(
        200, List.of(new Field("Content-Type", checkedValue("Content-Type", type))), content);
  }

  /** Plain text, in UTF-8. */
  public static Response text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
  }

  /** A page, in UTF-8. */
  public static Response html(String page) {
    return bytes(page.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
  }

  /** A record, list, map, text, number as JSON; what they hold likewise. */
  public static Response json(@Nullable Object value) {
    return bytes(Json.write(value), "application/json");
  }

  /** Bytes of a type; they are not copied, and must not change any more. */
  public static Response bytes(byte[] bytes, String type) {
    return of(type, new Content.Bytes(bytes));
  }

  /**
   * A file, by its name's type, with {@code ETag} and {@code Last-Modified}: a request with
   * conditions or for a range gets what it asks for. It is read while it is sent, and must not
   * change meanwhile.
   *
   * @param file which the program chose: a name that a client sent is no path
   * @throws HttpError with a 404 if there is no such file
   * @throws IOException if it can't be looked at
   */
  public static Response file(Request request, Path file) throws IOException {
    return FileHandler.answer(
        request,
        FolderFiles.file(file)
            .orElseThrow(() -> HttpError.notFound("there is no " + request.path())));
  }

  /** 204: done, and nothing to say. */
  public static Response empty() {
    return new Response(204, List.of(), new Content.Bytes(new byte[0]));
  }

  /** 303: the client is to get {@code location}. */
  public static Response redirect(String location) {
    return new Response(303, List.of(), new Content.Bytes(new byte[0]))
        .header("Location", location);
  }

  /**
   * Text in UTF-8 that is sent bit by bit, each as soon as the flow emits it; see {@link
   * #streamBytes}.
   */
  public static Response stream(Flow<String> flow, String type) {
    Objects.requireNonNull(flow, "flow");
    return streamBytes(flow.map(text -> text.getBytes(StandardCharsets.UTF_8)), type);
  }

  /**
   * Bytes that are sent bit by bit, each as soon as the flow emits it.
   *
   * <p>The flow runs on the request's task when the answer is sent. A client that reads slowly
   * slows it; one that goes away, or reads nothing for the server's idle time, cancels it. The
   * deadline of requests doesn't hold for it. If it fails, the connection is cut, so that the
   * client can't take what it got for the whole.
   */
  public static Response streamBytes(Flow<byte[]> flow, String type) {
    return of(type, new Content.Stream(Objects.requireNonNull(flow, "flow")));
  }

  /**
   * Server-sent events: each is sent as soon as the flow emits it; see {@link #streamBytes}. A
   * browser's {@code EventSource} connects again when the flow has ended.
   */
  public static Response events(Flow<ServerEvent> flow) {
    Objects.requireNonNull(flow, "flow");
    return streamBytes(flow.map(ServerEvent::encoded), "text/event-stream")
        .header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no"); // else some proxies keep them back
  }

  /** The request becomes a WebSocket with {@link WebSocketOptions#defaults}. */
  public static Response webSocket(WebSocketHandler handler) {
    return webSocket(WebSocketOptions.defaults(), handler);
  }

  /**
   * The request becomes a WebSocket, and {@code handler} has it. A request that asks for none gets
   * a 426 instead, one from a page of an origin that isn't allowed a 403.
   *
   * <p>Whatever decides who may connect does so before this is returned: in the handler that
   * returns it, or in a filter.
   */
  public static Response webSocket(WebSocketOptions options, WebSocketHandler handler) {
    return new Response(
        101,
        List.of(),
        new Content.Upgrade(
            Objects.requireNonNull(handler, "handler"),
            Objects.requireNonNull(options, "options"),
            Locals.capture()));
  }

  /**
   * The same with another status.
   *
   * @throws IllegalArgumentException if that is none from 200 to 599
   */
  public Response status(int other) {
    if (other < 200 || other > 599) {
      throw new IllegalArgumentException("an answer has a status from 200 to 599, not " + other);
    }
    if (content instanceof Content.Upgrade) {
      throw new IllegalStateException("a WebSocket has no other status");
    }
    return new Response(other, fields, content);
  }

  /**
   * The same with a header, in place of any of that name.
   *
   * @throws IllegalArgumentException if that can't be a header: a line break in the value, say
   */
  public Response header(String name, String value) {
    var all = new ArrayList<>(fields);
    all.removeIf(field -> field.name().equalsIgnoreCase(name));
    return with(all, name, value);
  }

  /** The same with one header more, whether there are others of that name or not. */
  public Response addHeader(String name, String value) {
    return with(new ArrayList<>(fields), name, value);
  }

  /** The same, and a cookie is set. */
  public Response cookie(Cookie cookie) {
    return addHeader("Set-Cookie", cookie.toString());
  }

  /**
   * The same, and a browser saves it to a file of that name rather than showing it. Any name will
   * do, also one that a user chose: browsers take what follows its last slash.
   */
  public Response attachment(String fileName) {
    String plain = fileName.replaceAll("[^ -~]|[\"\\\\%]", "_");
    String exact =
        URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return header(
        "Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact);
  }

  private Response with(List<Field> all, String name, String value) {
    all.add(new Field(checkedName(name), checkedValue(name, value)));
    return new Response(status, List.copyOf(all), content);
  }

  private static String checkedName(String name) {
    if (name.matches("[\\w!#$%&'*+.^`|~-]+")) return name;
    throw new IllegalArgumentException("not a name for a header: '" + name + "'");
  }

  private static String checkedValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c > 0xFF || c == 0x7F) {
        throw new IllegalArgumentException("the header " + name + " can't have such a value");
      }
    }
    return value;
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The first header of that name. */
  public Optional<String> header(String name) {
    for (var field : fields) {
      if (field.name().equalsIgnoreCase(name)) return Optional.of(field.value());
    }
    return Optional.empty();
  }

  List<Field> fields() {
    return fields;
  }

  Content content() {
    return content;
  }

  Response content(Content other) {
    return new Response(status, fields, other);
  }

  /**
   * The same; what runs after its handler has returned does so in the bindings around this call.
   */
  Response inContext() {
    return switch (content) {
      case Content.Stream(var flow) -> {
        var here = Locals.capture();
        yield content(
            new Content.Stream(Flow.generate(out -> here.with(() -> flow.forEach(out::emit)))));
      }
      case Content.Upgrade(var handler, var options, _) ->
          content(new Content.Upgrade(handler, options, Locals.capture()));
      case Content.Bytes _, Content.FilePart _ -> this;
    };
  }

  @Override
  public String toString() {
    return "response " + status;
  }
}
