package weft.http;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.http.HttpException.Reason;

/** An answer with its body in memory: there is nothing to close. */
public final class Response {
  private final String method;
  private final int status;
  private final Headers headers;
  private final String url;
  private final List<String> redirects;
  private final byte[] body;
  private final JsonCodec json;

  Response(StreamingResponse from, byte[] body, JsonCodec json) {
    this.method = from.method();
    this.status = from.status();
    this.headers = from.headers();
    this.url = from.url();
    this.redirects = from.redirects();
    this.body = body;
    this.json = json;
  }

  /** The status code, 200 to 599. */
  public int status() {
    return status;
  }

  /** Tells whether the status is 200 to 299. */
  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * This, if the status is 200 to 299; httpx's {@code raise_for_status}.
   *
   * @throws HttpException with reason {@link Reason#STATUS} if it is not; its message has the
   *     method, the URL without its query, the status, and how the body begins if that is text or
   *     JSON
   */
  public Response requireSuccess() throws HttpException {
    if (isSuccess()) return this;
    throw unsuccessful();
  }

  /** Says which call it was, and what the server said where that is text. */
  HttpException unsuccessful() {
    String where = Errors.withoutQuery(url);
    return new HttpException(
        Reason.STATUS, method + " " + where + " answered with status " + status + said(), status);
  }

  private String said() {
    String type = headers.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.startsWith("text/plain") && !type.contains("json")) return "";
    String line = Errors.plain(text().strip().replaceAll("\\s+", " "));
    return line.isEmpty() ? "" : ": " + line;
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** The first header field of that name; the name's case doesn't matter. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** The URL that gave this answer, which after redirects is another than the one asked for. */
  public String url() {
    return url;
  }

  /** The URLs that redirected, in order. */
  public List<String> redirects() {
    return redirects;
  }

  /** A copy of the body, with its content encoding undone. */
  public byte[] bytes() {
    return body.clone();
  }

  /** The body in the charset that the server says, or UTF-8. */
  public String text() {
    return Charsets.decode(body, headers);
  }

  /**
   * The value that the body stands for, read by the client's {@link JsonCodec}.
   *
   * @throws HttpException with reason {@link Reason#BODY} if it isn't the JSON of such a value
   */
  public <T> T json(Class<T> type) throws HttpException {
    return type.cast(json((Type) type));
  }

  /** The values of the JSON array that the body is; see {@link #json(Class)}. */
  @SuppressWarnings("unchecked")
  public <T> List<T> jsonList(Class<T> type) throws HttpException {
    var values = (T[]) json((Type) type.arrayType());
    for (T value : values) {
      if (value == null)
        throw new HttpException(
            Reason.BODY, "there is a null in the list of " + Errors.withoutQuery(url));
    }
    return List.of(values);
  }

  /** The value of a generic type; see {@link #json(Class)}. */
  public Object json(Type type) throws HttpException {
    String from = Transport.name(Target.of(url));
    return Json.read(json, body, type, isSuccess() ? from : from + ", with status " + status + ",");
  }

  @Override
  public String toString() {
    return status + " from " + url + " with " + body.length + " bytes";
  }
}
