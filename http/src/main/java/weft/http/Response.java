package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.Weft;
import weft.http.HttpException.Reason;
import weft.sync.Permit;

/**
 * An answer: status and headers have come, the body is still to be read.
 *
 * <p>Close it, best with {@code try}. A body that was read to its end leaves the connection to the
 * next call; {@link #close} before that closes the connection, whatever the server still wants to
 * send. Only the task that got a response may use it.
 */
public final class Response implements AutoCloseable {
  /** As much as is rather read than thrown away together with a good connection. */
  private static final int WORTH_READING = 32 * 1024;

  private final Http http;
  private final Call call;
  private final ClassicHttpResponse response;
  private final Permit permit;
  private final Headers headers;
  private @Nullable BoundedBody body;
  private boolean closed;

  Response(Http http, Call call, ClassicHttpResponse response, Permit permit) {
    this.permit = permit;
    this.http = http;
    this.call = call;
    this.response = response;
    this.headers = Http.headers(response.getHeaders());
  }

  /** The status code, 200 to 599. */
  public int status() {
    return response.getCode();
  }

  /** The header fields. */
  public Headers headers() {
    return headers;
  }

  /** How many bytes the server said it sends, before decoding; -1 where it didn't say. */
  public long contentLength() {
    HttpEntity entity = response.getEntity();
    return entity == null ? 0 : entity.getContentLength();
  }

  /**
   * The body, with its content encoding undone.
   *
   * <p>A read that comes upon more than {@code limit} decoded bytes closes the connection and
   * throws an exception with reason {@link Reason#TOO_LARGE}.
   *
   * @throws IllegalStateException if the body was asked for before
   * @throws HttpException if the content encoding is unknown or broken
   */
  public InputStream body(long limit) throws HttpException {
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
    long length = headers.first("Content-Encoding").isPresent() ? -1 : contentLength();
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
      HttpEntity entity = response.getEntity();
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
      HttpEntity entity = response.getEntity();
      if (entity != null && length <= WORTH_READING) {
        InputStream in = entity.getContent();
        byte[] buffer = new byte[4096];
        for (int n = 0; n >= 0 && read <= WORTH_READING; n = read(in, buffer)) read += n;
      }
    } catch (IOException _) {
      Weft.checkpoint();
    } finally {
      close();
    }
    return read;
  }

  private int read(InputStream in, byte[] buffer) throws IOException {
    return read(() -> in.read(buffer));
  }

  /**
   * A read that a cancellation ends. Every read must be one: where the connection was closed by a
   * cancellation, a checkpoint may be too early to know of it.
   */
  <T> T read(Body<T, IOException> body) throws IOException {
    return Http.blocking(call, body);
  }

  String host() {
    return http.name(call);
  }

  /** Gives the connection up and says why. */
  HttpException failed(IOException e) {
    close();
    return http.explain(e, call);
  }

  /** Ends the exchange. Does not wait for the server, and does nothing the second time. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    // The plain close() reads to the end. A connection that went back to the pool is left alone.
    if (response instanceof ModalCloseable exchange) exchange.close(CloseMode.IMMEDIATE);
    else call.cancel();
    if (body != null) body.release();
    permit.close();
  }

  @Override
  public String toString() {
    return status() + " " + host() + " " + Arrays.asList(response.getHeaders());
  }
}
