package weft.crawl.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One request's answer in the making: status, headers and body, sent whole, streamed or cut off.
 *
 * <p>A HEAD gets the same status and headers without the body.
 */
final class Reply {

  private final HttpExchange exchange;
  private final CountDownLatch closing;

  Reply(HttpExchange exchange, CountDownLatch closing) {
    this.exchange = exchange;
    this.closing = closing;
  }

  /** Writes a body. */
  @FunctionalInterface
  interface BodyWriter {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A header of the request. */
  Optional<String> asked(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Reply header(String name, String value) {
    exchange.getResponseHeaders().add(name, value);
    return this;
  }

  Reply type(String contentType) {
    return header("Content-Type", contentType);
  }

  void send(int status, byte[] body) throws IOException {
    if (start(status, body.length)) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Sends a body of a length that is told beforehand. */
  void stream(int status, long length, BodyWriter body) throws IOException {
    if (start(status, length)) {
      write(body);
    }
  }

  /** Sends a body in chunks: its length is not told beforehand. */
  void streamChunked(int status, BodyWriter body) throws IOException {
    if (startChunked(status)) {
      write(body);
    }
  }

  /** Promises {@code length} bytes, sends these and ends the connection. */
  void cutShort(int status, long length, byte[] sent) throws IOException {
    if (start(status, length)) {
      writeAndCut(sent);
    }
  }

  /** Sends these bytes as a chunk and ends the connection where the next would begin. */
  void cutChunks(int status, byte[] sent) throws IOException {
    if (startChunked(status)) {
      writeAndCut(sent);
    }
  }

  /** What an answer throws to end the connection on purpose. */
  static IOException cutOff() {
    return new IOException("cut off on purpose");
  }

  /** Waits, but not beyond the end of the site. */
  void pause(Duration time) throws IOException {
    try {
      if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the site is closing");
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the site is closing");
    }
  }

  private boolean start(int status, long length) throws IOException {
    if (isHead()) {
      header("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(status, isHead() || length == 0 ? -1 : length);
    return !isHead() && length > 0;
  }

  private boolean startChunked(int status) throws IOException {
    exchange.sendResponseHeaders(status, isHead() ? -1 : 0);
    return !isHead();
  }

  private boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }

  private void write(BodyWriter body) throws IOException {
    // Not closed when the writer fails: closing would complete the body that is to stay incomplete.
    OutputStream out = exchange.getResponseBody();
    body.writeTo(out);
    out.close();
  }

  private void writeAndCut(byte[] sent) throws IOException {
    OutputStream out = exchange.getResponseBody();
    out.write(sent);
    out.flush();
    throw cutOff();
  }
}
