package weft.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import weft.Action;
import weft.CancelledError;
import weft.Environment;
import weft.TimeoutException;
import weft.Weft;
import weft.channel.ChannelFailedException;
import weft.flow.Flow;
import weft.http.HttpException.Reason;
import weft.internal.websocket.Frames;

/**
 * A WebSocket (RFC 6455) to a server: messages as a flow, sends that wait for the network.
 *
 * <pre>{@code
 * try (var socket = http.webSocket("wss://example.org/chat")) {
 *   socket.send("hello");
 *   socket.messages().take(10).forEach(message -> IO.println(message));
 * }
 * }</pre>
 *
 * <p>Up to 16 messages are taken before the program asks for them; then the server has to wait, and
 * its pings too. Messages larger than {@link HttpOptions#maxBody} bytes, also after decompression,
 * close the socket with code 1009. The server's pings are answered unasked; messages of 256 bytes
 * and more are compressed where the server agrees (permessage-deflate), each by itself.
 *
 * <p>Cancellation: a cancelled {@link #receive} leaves the message to the next; a send that is
 * cancelled on its way closes the connection, since half a message can't be taken back. {@link
 * #close} says goodbye also in a cancelled scope, but briefly. Safe for use by many tasks.
 *
 * <p>A server that is silent while the program waits for it is pinged, by {@link
 * HttpOptions#heartbeat}: one that doesn't answer is gone.
 */
public final class WebSocket implements AutoCloseable {
  private static final int NORMAL = 1000;
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Wire wire;
  private final String subprotocol;
  private final String host;
  private final Duration heartbeat;

  private WebSocket(Wire wire, String subprotocol, String host, Duration heartbeat) {
    this.wire = wire;
    this.subprotocol = subprotocol;
    this.host = host;
    this.heartbeat = heartbeat;
  }

  /** Opens one, within the time that there is for connecting. */
  static WebSocket open(
      Transport transport, HttpOptions options, Request request, String... subprotocols)
      throws HttpException {
    Target target = target(options.absolute(request.url()));
    Weft.checkpoint();
    try {
      return Weft.timeout(
          options.connectTimeout(), () -> open(transport, options, request, target, subprotocols));
    } catch (TimeoutException e) {
      throw new HttpException(
          Reason.CONNECT_TIMEOUT, Transport.name(target) + " did not open a WebSocket in time", e);
    }
  }

  private static WebSocket open(
      Transport transport,
      HttpOptions options,
      Request request,
      Target target,
      String... subprotocols)
      throws HttpException {
    var line = transport.dial(request, target);
    boolean opened = false;
    try {
      var opening = new Opening(target, subprotocols);
      var agreed = opening.shakeHands(line.socket(), headers(request, options, target));
      String host = Transport.name(target);
      var wire = new Wire(line, host, options.maxBody(), agreed.compresses());
      transport.keep(wire);
      wire.start();
      opened = true;
      return new WebSocket(wire, agreed.subprotocol(), host, options.heartbeat());
    } catch (IOException e) {
      throw transport.explain(e, target);
    } finally {
      if (!opened) close(line);
    }
  }

  private static void close(Connector.Line line) {
    try {
      line.raw().close();
    } catch (IOException _) {
      // it is gone
    }
  }

  private static Headers headers(Request request, HttpOptions options, Target target) {
    Headers headers = request.headers();
    Headers usual = options.headers();
    for (int i = 0; i < usual.size(); i++)
      if (!headers.has(usual.name(i))) headers = headers.with(usual.name(i), usual.value(i));
    if (!headers.has("User-Agent")) headers = headers.with("User-Agent", options.userAgent());
    var credentials = options.credentials(target);
    if (credentials.isPresent() && !headers.has("Authorization"))
      headers = headers.with("Authorization", credentials.get());
    String cookies = options.cookies().map(jar -> jar.header(target)).orElse("");
    return cookies.isEmpty() || headers.has("Cookie") ? headers : headers.with("Cookie", cookies);
  }

  private static Target target(String url) throws HttpException {
    String lower = url.toLowerCase(java.util.Locale.ROOT);
    boolean known = lower.matches("(?s)(ws|http)s?://.*");
    if (!known || url.indexOf('#') >= 0)
      throw new HttpException(
          Reason.BAD_URL,
          "not a WebSocket to open: "
              + Errors.plainUrl(url)
              + ": it must be ws://host/ or wss://host/, or a path where the client has a baseUrl,"
              + " without a fragment");
    return Target.of(lower.startsWith("ws") ? "http" + url.substring(2) : url);
  }

  /** The subprotocol that the server chose; empty without one. */
  public String subprotocol() {
    return subprotocol;
  }

  /**
   * The next message, waiting for it; empty when the server has closed the socket.
   *
   * @throws HttpException if the connection breaks, or the message is too large
   * @throws CancelledError if the caller is cancelled; the message is left to the next then
   */
  public Optional<WebSocketMessage> receive() throws HttpException {
    try {
      return heartbeat.isZero() ? wire.messages.receiveOrClosed() : awaitWithHeartbeat();
    } catch (ChannelFailedException e) {
      throw e.getCause() instanceof HttpException ours ? again(ours) : wire.lost(e);
    }
  }

  /** Asks a server that says nothing whether it is there. */
  private Optional<WebSocketMessage> awaitWithHeartbeat() throws HttpException {
    boolean asked = false;
    while (true) {
      long heard = wire.heard();
      var result =
          new Object() {
            Optional<WebSocketMessage> message = Optional.empty();
          };
      boolean done =
          Weft.moveOnAfter(
              heartbeat,
              (Action<RuntimeException>) () -> result.message = wire.messages.receiveOrClosed());
      if (done) return result.message;
      if (asked && wire.heard() == heard) {
        wire.abort(); // so that who reads fails
        wire.messages.fail(wire.lost(null));
      } else {
        wire.send(Frames.ping());
        asked = true;
      }
    }
  }

  /** The messages up to the end; ends, or fails, as {@link #receive} does. */
  public Flow<WebSocketMessage> messages() {
    return Flow.generate(out -> {
      for (var message = receive(); message.isPresent(); message = receive())
        out.emit(message.get());
    });
  }

  /** The texts up to the end; other messages are passed over. See {@link #messages}. */
  public Flow<String> texts() {
    return Flow.generate(out -> {
      for (var message = receive(); message.isPresent(); message = receive())
        if (message.get() instanceof WebSocketMessage.Text(String text)) out.emit(text);
    });
  }

  /**
   * Sends a text, and returns when the network has taken it.
   *
   * @throws HttpException if the connection breaks, or is closed
   */
  public void send(String text) throws HttpException {
    wire.sendMessage(true, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends bytes, and returns when the network has taken them.
   *
   * @throws HttpException if the connection breaks, or is closed
   */
  public void send(byte[] bytes) throws HttpException {
    wire.sendMessage(false, bytes);
  }

  /**
   * Pings the server and waits for its answer: how long that took. One that is put around it limits
   * the time; messages must be received meanwhile, once 16 wait.
   *
   * @throws HttpException if the connection breaks, or is closed
   */
  public Duration ping() throws HttpException {
    var clock = Environment.current().clock();
    long start = clock.nanoTime();
    byte[] mark = Long.toString(start).getBytes(StandardCharsets.US_ASCII);
    wire.send(Frames.ping(mark));
    while (true) {
      var pong = wire.pongs.receiveOrClosed();
      if (pong.isEmpty()) throw wire.lost(null);
      if (pong.get().equals(ByteBuffer.wrap(mark)))
        return Duration.ofNanos(clock.nanoTime() - start);
    }
  }

  /** How the socket was closed, by either side; empty while it is open. */
  public Optional<WebSocketClose> closed() {
    return wire.closed.isDone() ? Optional.of(wire.closed.await()) : Optional.empty();
  }

  /** Closes normally (1000), and waits for the server to agree, two seconds at most. */
  @Override
  public void close() {
    close(NORMAL, "");
  }

  /**
   * Closes, and waits for the server to agree, two seconds at most, then without it. Does nothing
   * the second time.
   *
   * @param code 1000, or 3000 to 4999
   * @param reason at most 123 bytes in UTF-8
   * @throws IllegalArgumentException if the code or the reason may not be sent
   */
  public void close(int code, String reason) {
    if (code != NORMAL && (code < 3000 || code > 4999))
      throw new IllegalArgumentException("a client closes with 1000, or 3000 to 4999, not " + code);
    if (reason.getBytes(StandardCharsets.UTF_8).length > 123)
      throw new IllegalArgumentException("a reason has at most 123 bytes");
    try {
      Weft.shield(GOODBYE, () -> goodbye(code, reason));
    } catch (TimeoutException | IOException | ChannelFailedException _) {
      // without the server, then
    } finally {
      wire.abort();
      wire.closed.complete(WebSocketClose.BROKEN);
      wire.messages.close();
      wire.pongs.close();
    }
  }

  private void goodbye(int code, String reason) throws IOException {
    wire.sayGoodbye(code, reason);
    // What still comes before the server's answer is read, and dropped.
    while (wire.messages.receiveOrClosed().isPresent()) Weft.checkpoint();
    var _ = wire.ended().await();
  }

  /** Each who asks gets an exception of its own. */
  private static HttpException again(HttpException first) {
    return new HttpException(first.reason(), String.valueOf(first.getMessage()), first);
  }

  @Override
  public String toString() {
    return "WebSocket to " + host + (closed().isPresent() ? ", closed" : "");
  }
}
