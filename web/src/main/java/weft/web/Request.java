package weft.web;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.flow.Flow;
import weft.resource.ExitStack;

/**
 * A request, for the task that handles it.
 *
 * <p>The body is read when it is asked for, once: as a whole, within the server's limit, or as a
 * flow. All methods that read it throw {@link weft.CancelledError} if the caller is cancelled, and
 * an {@link HttpError} if the body isn't what was asked for; a handler lets both pass.
 */
public final class Request {
  private final String method;
  private final HttpURI uri;
  private HttpFields headers;
  private final @Nullable InetSocketAddress remote;
  private final boolean secure;
  private final boolean current;
  private @Nullable RequestBody body;
  private Map<String, String> pathValues = Map.of();
  private @Nullable Parameters query;
  private @Nullable Parameters form;
  private boolean isTaken;
  private byte @Nullable [] bytes;
  private @Nullable ExitStack<Exception> belongings; // guarded by this; most requests have none
  private volatile boolean isOver;

  Request(org.eclipse.jetty.server.Request jetty, RequestBody body) {
    this.method = jetty.getMethod();
    this.uri = jetty.getHttpURI();
    this.headers = jetty.getHeaders();
    this.remote =
        jetty.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
            ? address
            : null;
    this.secure = jetty.isSecure();
    this.current =
        jetty.getConnectionMetaData().getHttpVersion().getVersion()
            >= HttpVersion.HTTP_1_1.getVersion();
    this.body = body;
  }

  /**
   * Lets go of the HTTP connection, as the fields of its headers don't; the body can't be read any
   * more.
   */
  void detach() {
    body = null;
    var copies = HttpFields.build(headers.size());
    for (HttpField field : headers) {
      copies.add(new HttpField(field.getHeader(), field.getName(), field.getValue()));
    }
    headers = copies.asImmutable();
  }

  private RequestBody reader() {
    if (body == null) throw new IllegalStateException("the request is over, and so is its body");
    if (isTaken) throw new IllegalStateException("the body has been read: it comes once");
    isTaken = true;
    return body;
  }

  /** Whether it came by HTTP/1.1 at least. */
  boolean isCurrent() {
    return current;
  }

  /** What the router found in the path. */
  Request pathValues(Map<String, String> values) {
    pathValues = values;
    return this;
  }

  /** The method: {@code GET}, {@code POST}, … */
  public String method() {
    return method;
  }

  /** The path, decoded, without dots and without the query. */
  public String path() {
    return Optional.ofNullable(uri.getDecodedPath()).orElse("/");
  }

  /** The path with its query, as they were sent. */
  public String target() {
    return Optional.ofNullable(uri.getPathQuery()).orElse("/");
  }

  /** The path as it is matched: its dots resolved, its parts still encoded. */
  String canonicalPath() {
    return Optional.ofNullable(uri.getCanonicalPath()).orElse("/");
  }

  /**
   * What stands in the path for {@code {name}} of the route's pattern, decoded.
   *
   * @throws IllegalArgumentException if the pattern has no such name
   */
  public String pathValue(String name) {
    String value = pathValues.get(name);
    if (value == null) throw new IllegalArgumentException("the route has no {" + name + "}");
    return value;
  }

  /**
   * What stands in the path for {@code {name}}, as a whole number.
   *
   * @throws HttpError with a 404 if it is something else, or no {@code int}: there is nothing at
   *     such a path
   */
  public int pathNumber(String name) {
    return pathNumber(name, Integer::parseInt);
  }

  /** Like {@link #pathNumber}, for numbers that may be large: keys of databases, times. */
  public long pathLong(String name) {
    return pathNumber(name, Long::parseLong);
  }

  private <N> N pathNumber(String name, Function<String, N> parse) {
    try {
      return parse.apply(pathValue(name));
    } catch (NumberFormatException e) {
      throw new HttpError(404, "there is no " + path(), e);
    }
  }

  /** The parameters of the query. */
  public Parameters query() {
    if (query == null) {
      query = Parameters.parse(Optional.ofNullable(uri.getQuery()).orElse(""));
    }
    return query;
  }

  /** The first parameter of the query with that name. */
  public Optional<String> query(String name) {
    return query().first(name);
  }

  /** The first header of that name; the name's case doesn't matter. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All headers of that name, in their order. */
  public List<String> headers(String name) {
    return List.copyOf(headers.getValuesList(name));
  }

  /** The names of all headers, in the order in which they came. */
  public List<String> headerNames() {
    return headers.stream().map(HttpField::getName).distinct().toList();
  }

  /** The cookie of that name. */
  public Optional<String> cookie(String name) {
    return headers.getValuesList("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(pair -> pair.strip().split("=", 2))
        .filter(pair -> pair.length == 2 && pair[0].equals(name))
        .map(pair -> pair[1].replaceAll("^\"(.*)\"$", "$1"))
        .findFirst();
  }

  /** Where the connection comes from: the last proxy, if there is one. */
  public Optional<InetSocketAddress> remote() {
    return Optional.ofNullable(remote);
  }

  /** Whether the connection is encrypted. */
  public boolean isSecure() {
    return secure;
  }

  /**
   * The body as a flow of what arrives, for one who takes it once: the client is slowed to its
   * pace, and nothing is kept. It has no limit but the one that its reader sets. After {@link
   * #bytes}, and what is made of that, it has what is in memory; a second run of it fails.
   */
  public Flow<byte[]> body() {
    return Flow.generate(out -> {
      if (bytes != null) {
        if (bytes.length > 0) out.emit(bytes);
        return;
      }
      var reader = reader();
      for (byte[] next = reader.next(); next != null; next = reader.next()) out.emit(next);
    });
  }

  /**
   * The whole body.
   *
   * @throws HttpError with a 413 if it is larger than the server's limit
   */
  public byte[] bytes() {
    if (bytes == null) bytes = reader().all();
    return bytes;
  }

  /** The whole body as text in UTF-8; see {@link #bytes}. */
  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /**
   * The whole body, as JSON for a record or another class; see {@link #bytes}.
   *
   * <p>What would lose something is refused: 1.5 for an {@code int}, a number for a text. So is a
   * record without one of its components, unless that is an {@code Optional}, a collection (then it
   * is empty) or {@code @Nullable}. Fields that it doesn't have are ignored.
   *
   * @throws HttpError with a 400 that says in one line what is wrong
   */
  @SuppressWarnings("unchecked") // of primitive classes, too
  public <T> T json(Class<T> type) {
    return (T) Json.read(bytes(), type);
  }

  /** The whole body, as a JSON array of such; see {@link #json}. */
  @SuppressWarnings("unchecked")
  public <T> List<T> jsonList(Class<T> type) {
    return (List<T>) Json.read(bytes(), Json.listOf(type));
  }

  /**
   * The body as the parts of a form with files (multipart/form-data), for one who takes them once,
   * in the order in which they come. Each is there while it is handled, and what isn't read of it
   * is skipped: nothing is kept, and no file is too large unless its reader says so.
   *
   * <pre>{@code
   * request.parts().forEach(part -> {
   *   if (part.fileName().isEmpty()) fields.put(part.name(), part.text());
   *   else part.saveTo(folder.resolve(UUID.randomUUID().toString()), 1_000_000);
   * });
   * }</pre>
   *
   * <p>There may be 1,000 parts, with 8 KiB of headers each. What is read of them as bytes or text
   * may be as large in all as the server's limit for bodies.
   *
   * @throws HttpError with a 415 if it is no such form, with a 400 if it is broken
   */
  public Flow<Part> parts() {
    return Flow.generate(out -> {
      var form = new Multipart(this, reader());
      for (var headers = form.nextPart(); headers != null; headers = form.nextPart()) {
        var part = new Part(form, headers);
        out.emit(part);
        part.pass();
      }
    });
  }

  /**
   * The whole body, as a form that isn't multipart; see {@link #bytes}.
   *
   * @throws HttpError with a 415 if it is no such form
   */
  public Parameters form() {
    if (form == null) {
      String type = header("Content-Type").orElse("");
      if (!type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, 33)) {
        throw new HttpError(415, "the body should be application/x-www-form-urlencoded");
      }
      form = Parameters.parse(text());
    }
    return form;
  }

  /**
   * Has {@code resource} closed when the request is over: when its answer has been sent as a whole
   * or will never be, or its WebSocket has ended. For what an answer is made of after its handler
   * has returned:
   *
   * <pre>{@code
   * var upstream = request.closeAfter(http.stream(url));
   * return Response.streamBytes(upstream.body(), "video/mp4");
   * }</pre>
   *
   * <p>What came last is closed first, each within 10 seconds, also where the request is cancelled;
   * a failure goes to the log.
   *
   * @return {@code resource}; if the request is over already, it has been closed
   */
  public <R extends AutoCloseable> R closeAfter(R resource) {
    Objects.requireNonNull(resource, "resource");
    synchronized (this) {
      if (belongings == null) belongings = new ExitStack<>();
      belongings.enter(resource, AutoCloseable::close);
    }
    if (isOver) over();
    return resource;
  }

  /** Closes what belongs to it; does nothing the second time. */
  void over() {
    isOver = true;
    ExitStack<Exception> all;
    synchronized (this) {
      all = belongings;
      belongings = null;
    }
    if (all == null) return;
    try {
      all.close();
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) { // errors too: the request has been answered
      Failures.report(this, "what it has used can't be closed", t);
    }
  }

  @Override
  public String toString() {
    return method() + " " + target();
  }
}
