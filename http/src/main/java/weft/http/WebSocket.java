package weft.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import weft.Action;
import weft.CancelledError;
import weft.Environment;
import weft.TaskFailedException;
import weft.TimeoutException;
import weft.Weft;
import weft.channel.ChannelFailedException;
import weft.flow.Flow;
import weft.http.HttpException.Reason;
import weft.sync.Mutex;

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
 * its pings too. Messages larger than {@link HttpOptions#maxBody} (characters, or bytes) close the
 * socket with code 1008 (the JDK's client can't say 1009). The server's pings are answered unasked.
 *
 * <p>Cancellation: a cancelled {@link #receive} leaves the message to the next; a send that is
 * cancelled on its way closes the connection, since half a message can't be taken back. {@link
 * #close} says goodbye also in a cancelled scope, but briefly. Safe for use by many tasks.
 *
 * <p>A server that is silent while the program waits for it is pinged, by {@link
 * HttpOptions#heartbeat}: one that doesn't answer is gone.
 *
 * <p>Left out: compression (permessage-deflate), which the JDK's client underneath doesn't have.
 */
public final class WebSocket implements AutoCloseable {
  private static final int NORMAL = 1000;
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final java.net.http.WebSocket socket;
  private final Incoming incoming;
  private final String host;
  private final Duration heartbeat;
  private final Mutex sending = new Mutex();

  private WebSocket(
      java.net.http.WebSocket socket, Incoming incoming, String host, Duration heartbeat) {
    this.heartbeat = heartbeat;
    this.socket = socket;
    this.incoming = incoming;
    this.host = host;
  }

  static WebSocket open(
      java.net.http.HttpClient client, HttpOptions options, Request request, String... subprotocols)
      throws HttpException {
    URI uri = uri(request.url());
    Target target = Target.of(uri.toString().replaceFirst("^ws", "http"));
    String host = Transport.name(target);
    if (request.isUntrusted() || options.guard() == AddressGuard.ALWAYS)
      throw new HttpException(
          Reason.FORBIDDEN_ADDRESS, "no WebSocket to " + host + ": its address can't be guarded");
    var builder = client.newWebSocketBuilder().connectTimeout(options.connectTimeout());
    Headers headers = headers(request, options, target);
    for (int i = 0; i < headers.size(); i++) builder.header(headers.name(i), headers.value(i));
    if (subprotocols.length > 0) {
      String[] others = java.util.Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
      builder.subprotocols(subprotocols[0], others);
    }
    var incoming = new Incoming(options.maxBody(), host);
    Weft.checkpoint();
    var opening = builder.buildAsync(uri, incoming);
    boolean opened = false;
    try {
      var socket = Weft.await(opening.thenApply(s -> s)); // a cancellation must not hide the socket
      opened = true;
      return new WebSocket(socket, incoming, host, options.heartbeat());
    } catch (TaskFailedException e) {
      throw refused(host, e.getCause() == null ? e : e.getCause());
    } finally {
      if (!opened) {
        var _ = opening.thenAccept(java.net.http.WebSocket::abort);
      }
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

  private static URI uri(String url) throws HttpException {
    String lower = url.toLowerCase(java.util.Locale.ROOT);
    String ws = lower.startsWith("http") ? "ws" + url.substring(4) : url;
    try {
      URI uri = new URI(ws);
      boolean known =
          "ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
      if (known && uri.getHost() != null && uri.getFragment() == null) return uri;
      throw bad(url, "it must be ws://host/ or wss://host/, without a fragment");
    } catch (URISyntaxException e) {
      throw bad(url, e.getReason());
    }
  }

  private static HttpException bad(String url, String why) {
    return new HttpException(Reason.BAD_URL, "not a WebSocket to open: " + url + ": " + why);
  }

  private static HttpException refused(String host, Throwable failure) {
    Throwable why =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (why instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse() == null ? 0 : handshake.getResponse().statusCode();
      return new HttpException(
          Reason.STATUS, host + " opened no WebSocket, status " + status, status);
    }
    if (why instanceof java.net.http.HttpTimeoutException timeout)
      return new HttpException(
          Reason.CONNECT_TIMEOUT, host + " did not accept a connection in time", timeout);
    if (why instanceof IOException e) return Errors.explain(e, host);
    return new HttpException(Reason.PROTOCOL, host + " opened no WebSocket: " + why, why);
  }

  /** The subprotocol that the server chose; empty without one. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  /**
   * The next message, waiting for it; empty when the server has closed the socket.
   *
   * @throws HttpException if the connection breaks, or the message is too large
   * @throws CancelledError if the caller is cancelled; the message is left to the next then
   */
  public Optional<WebSocketMessage> receive() throws HttpException {
    try {
      var message = heartbeat.isZero() ? incoming.messages.receiveOrClosed() : awaitWithHeartbeat();
      if (message.isPresent()) Incoming.taken(socket);
      return message;
    } catch (ChannelFailedException e) {
      throw e.getCause() instanceof HttpException ours ? again(ours) : lost(e);
    }
  }

  /** Asks a server that says nothing whether it is there. */
  private Optional<WebSocketMessage> awaitWithHeartbeat() throws HttpException {
    boolean asked = false;
    while (true) {
      long heard = incoming.heard();
      var result =
          new Object() {
            Optional<WebSocketMessage> message = Optional.empty();
          };
      boolean done =
          Weft.moveOnAfter(
              heartbeat,
              (Action<RuntimeException>)
                  () -> result.message = incoming.messages.receiveOrClosed());
      if (done) return result.message;
      if (asked && incoming.heard() == heard) {
        socket.abort();
        incoming.fail(lost(null));
      } else {
        sending(() -> socket.sendPing(ByteBuffer.allocate(0)));
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
    sending(() -> socket.sendText(text, true));
  }

  /**
   * Sends bytes, and returns when the network has taken them.
   *
   * @throws HttpException if the connection breaks, or is closed
   */
  public void send(byte[] bytes) throws HttpException {
    byte[] copy = bytes.clone();
    sending(() -> socket.sendBinary(ByteBuffer.wrap(copy), true));
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
    var mark = ByteBuffer.wrap(Long.toString(start).getBytes(StandardCharsets.US_ASCII));
    sending(() -> socket.sendPing(mark.duplicate()));
    while (true) {
      var pong = incoming.pongs.receiveOrClosed();
      if (pong.isEmpty()) throw lost(null);
      if (pong.get().equals(mark)) return Duration.ofNanos(clock.nanoTime() - start);
    }
  }

  /** How the socket was closed, by either side; empty while it is open. */
  public Optional<WebSocketClose> closed() {
    return incoming.closed.isDone() ? Optional.of(incoming.closed.await()) : Optional.empty();
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
    } catch (TimeoutException | TaskFailedException _) {
      // without the server, then
    } finally {
      socket.abort();
      incoming.closed.complete(WebSocketClose.BROKEN);
      incoming.messages.close();
      incoming.pongs.close();
    }
  }

  private void goodbye(int code, String reason) {
    if (socket.isOutputClosed()) return;
    sending.with(() -> {
      var _ = Weft.await(socket.sendClose(code, reason));
    });
    // What still comes before the server's answer is read, and dropped.
    while (incoming.messages.receiveOrClosed().isPresent()) Incoming.taken(socket);
  }

  /** Starts a send; it may not begin before the last one has ended. */
  @FunctionalInterface
  private interface Start {
    CompletableFuture<java.net.http.WebSocket> send();
  }

  private void sending(Start start) throws HttpException {
    try (var _ = sending.acquire()) {
      boolean whole = false;
      try {
        var _ = Weft.await(start.send());
        whole = true;
      } catch (TaskFailedException e) {
        throw lost(e.getCause());
      } catch (IllegalStateException e) {
        throw lost(e);
      } finally {
        if (!whole) socket.abort();
      }
    }
  }

  private HttpException lost(@org.jspecify.annotations.Nullable Throwable why) {
    String line = "the WebSocket to " + host + " is closed";
    return why == null
        ? new HttpException(Reason.CONNECTION_LOST, line)
        : new HttpException(Reason.CONNECTION_LOST, line, why);
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
