package weft.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import weft.Promise;
import weft.channel.Channel;
import weft.http.HttpException.Reason;

/**
 * What the JDK's client tells of a WebSocket. It says how much is wanted: as much as there is room
 * for. The JDK calls these one after the other.
 */
final class Incoming implements java.net.http.WebSocket.Listener {
  /** Messages that may wait for the program; then the server has to. */
  private static final int AHEAD = 16;

  private static final int POLICY = 1008; // 1009 would say more, but the JDK refuses to

  private final long limit;
  private final String host;
  final Channel<WebSocketMessage> messages = Channel.unlimited(); // bounded by what is wanted
  final Channel<ByteBuffer> pongs = Channel.dropOldest(AHEAD);
  final Promise<WebSocketClose> closed = new Promise<>();

  private volatile long heard; // written by one callback after the other

  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Incoming(long limit, String host) {
    this.limit = limit;
    this.host = host;
  }

  @Override
  public void onOpen(java.net.http.WebSocket socket) {
    socket.request(AHEAD);
  }

  /** How often the server said anything. */
  long heard() {
    return heard;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // no two callbacks at once
  private void hears() {
    heard++;
  }

  /** A message was taken: there is room for another. */
  static void taken(java.net.http.WebSocket socket) {
    socket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(
      java.net.http.WebSocket socket, CharSequence part, boolean last) {
    hears();
    text.append(part);
    if (text.length() > limit) return tooLarge(socket);
    if (last) {
      deliver(new WebSocketMessage.Text(text.toString()));
      text.setLength(0);
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(
      java.net.http.WebSocket socket, ByteBuffer part, boolean last) {
    hears();
    byte[] some = new byte[part.remaining()];
    part.get(some);
    bytes.writeBytes(some);
    if (bytes.size() > limit) return tooLarge(socket);
    if (last) {
      deliver(new WebSocketMessage.Binary(bytes.toByteArray()));
      bytes.reset();
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(java.net.http.WebSocket socket, ByteBuffer message) {
    hears();
    socket.request(1); // the JDK answers it
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(java.net.http.WebSocket socket, ByteBuffer message) {
    hears();
    if (!pongs.isClosed()) pongs.trySend(ByteBuffer.wrap(copy(message)));
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(
      java.net.http.WebSocket socket, int code, String reason) {
    if (code == WebSocketClose.BROKEN.code()) {
      fail(new HttpException(Reason.CONNECTION_LOST, host + " ended the WebSocket without a word"));
      return null;
    }
    closed.complete(new WebSocketClose(code, reason));
    messages.close();
    pongs.close();
    return null; // the JDK answers it
  }

  @Override
  public void onError(java.net.http.WebSocket socket, Throwable error) {
    String line = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    fail(
        new HttpException(
            Reason.CONNECTION_LOST, "the WebSocket to " + host + " broke: " + line, error));
  }

  private @Nullable CompletionStage<?> tooLarge(java.net.http.WebSocket socket) {
    var _ =
        socket.sendClose(POLICY, "the message is too large").whenComplete((_, _) -> socket.abort());
    fail(
        new HttpException(Reason.TOO_LARGE, "a message from " + host + " is larger than " + limit));
    return null;
  }

  void fail(HttpException failure) {
    closed.complete(WebSocketClose.BROKEN);
    messages.fail(failure);
    pongs.close();
  }

  private void deliver(WebSocketMessage message) {
    if (!messages.isClosed()) messages.trySend(message);
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
