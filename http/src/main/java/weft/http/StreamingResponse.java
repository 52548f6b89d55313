package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.Weft;
import weft.flow.Flow;
import weft.http.HttpException.Reason;
import weft.sync.Permit;

/**
 * An answer whose status and headers have come, and whose body is still to be read.
 *
 * <p>Close it, best with {@code try}. A body that was read to its end leaves the connection to the
 * next call; {@link #close} before that closes the connection, whatever the server still wants to
 * send. One task at a time may use it.
 *
 * <p>Cancellation: a read ends at once with {@link weft.CancelledError}, and the connection is
 * closed.
 */
public final class StreamingResponse implements AutoCloseable {
  /** As much as is rather read than thrown away together with a good connection. */
  private static final int WORTH_READING = 32 * 1024;

  private static final int CHUNK = 16 * 1024;
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  private final Transport transport;
  private final Call call;
  private final Target target;
  private final Exchange exchange;
  private final Permit permit;
  private final boolean fromPublic;
  private final Headers headers;
  private List<String> redirects = List.of();
  private LongSupplier nanosLeft = () -> Long.MAX_VALUE;
  private @Nullable BoundedBody body;
  private boolean closed;

  StreamingResponse(
      Transport transport,
      Call call,
      Target target,
      Exchange exchange,
      Permit permit,
      boolean fromPublic) {
    this.transport = transport;
    this.call = call;
    this.target = target;
    this.exchange = exchange;
    this.permit = permit;
    this.fromPublic = fromPublic;
    this.headers = Headers.of(exchange.response().getHeaders());
    if (exchange.length() == 0) ended();
  }

  /** Says where it came by, and how long its body may take. */
  StreamingResponse after(List<String> hops, LongSupplier left) {
    redirects = List.copyOf(hops);
    nanosLeft = left;
    return this;
  }

  /** The method of the request that this answers. */
  String method() {
    return call.getMethod();
  }

  /** The status code, 200 to 599. */
  public int status() {
    return exchange.response().getCode();
  }

  /** Tells whether the status is 200 to 299. */
  public boolean isSuccess() {
    return status() / 100 == 2;
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
    return target.url();
  }

  /** The URLs that redirected, in order. */
  public List<String> redirects() {
    return redirects;
  }

  /**
   * Tells whether it came from an address of the public internet, as far as is known: for one who
   * follows redirects by hand, and makes the next request {@linkplain Request#untrusted untrusted}.
   */
  public boolean isFromPublic() {
    return fromPublic;
  }

  Target target() {
    return target;
  }

  /** How many bytes the server said it sends, before decoding; -1 where it didn't say. */
  public long contentLength() {
    return exchange.length();
  }

  /**
   * This, if the status is 200 to 299.
   *
   * @throws HttpException with reason {@link Reason#STATUS} if it is not; this is closed then
   */
  public StreamingResponse requireSuccess() throws HttpException {
    if (isSuccess()) return this;
    throw new Response(this, shortBody(), JsonCodec.standard()).unsuccessful();
  }

  /** The body if it is a short one, and nothing otherwise; closes this. */
  private byte[] shortBody() {
    try (this) {
      boolean worth = !closed && body == null && contentLength() <= WORTH_READING;
      return worth ? bytes(WORTH_READING) : new byte[0];
    } catch (HttpException _) {
      return new byte[0]; // the status says enough
    }
  }

  /**
   * The body as it comes, with its content encoding undone, in arrays that are the receiver's to
   * keep. The flow can be run once, and closes this at its end, however it ends; a receiver that is
   * slow holds up the server. A failure comes out as a {@link weft.TaskFailedException} whose cause
   * is an {@link HttpException}, as with all flows.
   */
  public Flow<byte[]> body() {
    return Flow.bytes(() -> inputStream(NO_LIMIT), CHUNK);
  }

  /**
   * The lines of the body as they come, in the charset that the server says, or UTF-8. The flow can
   * be run once, and closes this at its end, however it ends. A line that never ends fills the
   * memory: take care with strangers.
   */
  public Flow<String> lines() {
    return Flow.lines(() -> inputStream(NO_LIMIT), Charsets.of(headers));
  }

  /**
   * Writes the body to a file, with its content encoding undone, and closes this. The bytes go to a
   * file beside it, with {@code .part} after its name, which takes its place when all have come and
   * is deleted if they don't, or if the caller is cancelled.
   *
   * @return how many bytes it has
   * @throws HttpException if the body breaks off
   * @throws IOException if the file can't be written
   */
  public long saveTo(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (this) {
      long length;
      try (var in = inputStream(NO_LIMIT);
          var out = Files.newOutputStream(part)) {
        length = in.transferTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return length;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * The body as a stream, with its content encoding undone.
   *
   * <p>A read that comes upon more than {@code limit} decoded bytes closes the connection and
   * throws an exception with reason {@link Reason#TOO_LARGE}.
   *
   * @throws IllegalStateException if the body was asked for before
   * @throws HttpException if the content encoding is unknown or broken
   */
  public InputStream inputStream(long limit) throws HttpException {
    return bounded(limit);
  }

  /**
   * The whole body, with its content encoding undone.
   *
   * @param limit how many decoded bytes are taken; an array has two thousand million at most
   * @throws HttpException with reason {@link Reason#TOO_LARGE} if there are more; the connection is
   *     closed then
   */
  public byte[] bytes(long limit) throws HttpException {
    long length = headers.has("Content-Encoding") ? -1 : contentLength();
    if (length > limit) {
      close();
      throw new HttpException(
          Reason.TOO_LARGE,
          "the body from " + host() + " has " + length + " bytes, more than " + limit);
    }
    return bounded(limit).readAll(length);
  }

  private BoundedBody bounded(long limit) throws HttpException {
    if (limit < 0)
      throw new IllegalArgumentException("the limit of a body must not be negative, not " + limit);
    if (body != null || closed)
      throw new IllegalStateException("the body of a response can be read once");
    try {
      HttpEntity entity = exchange.response().getEntity();
      // A decoder reads its header at once.
      BoundedBody bounded =
          read(() ->
              entity == null
                  ? new BoundedBody(this, InputStream.nullInputStream(), List.of(), limit)
                  : new BoundedBody(
                      this, entity.getContent(), headers.all("Content-Encoding"), limit));
      body = bounded;
      return bounded;
    } catch (IOException e) {
      throw BoundedBody.failed(e, this, limit);
    }
  }

  /**
   * Drops the body: reads it if it is short, so that the connection can be used again, else closes
   * the connection.
   *
   * @return how many bytes were read
   */
  public long discard() {
    if (closed || body != null) {
      close();
      return 0;
    }
    long length = contentLength();
    long read = 0;
    try {
      HttpEntity entity = exchange.response().getEntity();
      if (entity != null && length <= WORTH_READING) {
        InputStream in = entity.getContent();
        byte[] buffer = new byte[4096];
        int n = 0;
        while (n >= 0 && read <= WORTH_READING) {
          read += n;
          n = read(() -> in.read(buffer));
        }
        if (n < 0) ended();
      }
    } catch (IOException _) {
      Weft.checkpoint();
    } finally {
      close();
    }
    return read;
  }

  /**
   * A read that a cancellation ends, and the time limits do. Every read that may wait must be one:
   * where the connection was closed by a cancellation, a checkpoint may be too early to know of it.
   */
  <T> T read(Body<T, IOException> body) throws IOException {
    if (exchange.whole()) {
      Weft.checkpoint();
      return body.call();
    }
    long left = nanosLeft.getAsLong();
    Duration silence = call.silence();
    if (left == Long.MAX_VALUE) return Transport.limited(call, silence, body);
    if (left <= 0) throw Http.tooLong(host());
    boolean whole = silence.isZero() || silence.compareTo(Duration.ofNanos(left)) > 0;
    if (!whole) return Transport.limited(call, silence, body);
    try {
      return Transport.limited(call, Duration.ofNanos(left), body);
    } catch (java.net.SocketTimeoutException _) {
      throw Http.tooLong(host());
    }
  }

  /** All of the body has come: the connection is left to the next call. */
  void ended() {
    transport.finish(call, exchange.reusable());
  }

  void received(int bytes) {
    transport.received.add(bytes);
  }

  String host() {
    return Transport.name(target);
  }

  /** Gives the connection up and says why. */
  HttpException failed(IOException e) {
    close();
    return transport.explain(e, target);
  }

  /** Ends the exchange. Does not wait for the server, and does nothing the second time. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    call.cancel(); // a connection that went back to the pool is left alone
    if (body != null) body.release();
    permit.close();
  }

  @Override
  public String toString() {
    return status() + " from " + url();
  }
}
