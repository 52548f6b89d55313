package weft.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import weft.Promise;
import weft.Weft;
import weft.channel.Channel;
import weft.channel.ClosedException;
import weft.http.HttpException.Reason;
import weft.internal.websocket.CloseCode;
import weft.internal.websocket.Deflate;
import weft.internal.websocket.FrameParser;
import weft.internal.websocket.Frames;
import weft.internal.websocket.ProtocolError;
import weft.sync.Mutex;

/**
 * The connection of a WebSocket. A virtual thread of its own reads it, also while the program asks
 * for nothing, so that pings are answered and the end is seen; it waits while {@link #AHEAD}
 * messages wait for the program. Those who send write themselves, one after the other.
 */
final class Wire implements FrameParser.Receiver {
  static final SecureRandom RANDOM = new SecureRandom();

  /** Messages that may wait for the program; then the server has to. */
  private static final int AHEAD = 16;

  private static final int BUFFER = 16 * 1024;
  private static final int WORTH_COMPRESSING = 256;
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Connector.Line line;
  private final String host;
  private final boolean compresses;
  private final FrameParser parser;
  private final Mutex sending = new Mutex();
  private final Channel<byte[]> pings = Channel.dropOldest(AHEAD); // that are to be answered
  private boolean hasSaidGoodbye; // by who holds the mutex
  private volatile long heard;
  private volatile @Nullable ProtocolError breach; // by the server, which is told so by any goodbye

  final Channel<WebSocketMessage> messages = Channel.buffered(AHEAD);
  final Channel<ByteBuffer> pongs = Channel.dropOldest(AHEAD);
  final Promise<WebSocketClose> closed = new Promise<>();
  private final Promise<Boolean> ended = new Promise<>();

  Wire(Connector.Line line, String host, long limit, boolean compresses) {
    this.line = line;
    this.host = host;
    this.compresses = compresses;
    int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
    this.parser = new FrameParser(most, compresses, false, this);
  }

  void start() {
    var _ = Thread.ofVirtual().name("weft-http WebSocket to " + host).start(this::read);
  }

  /** How often the server said anything. */
  long heard() {
    return heard;
  }

  /** Completed when nothing more is read. */
  Promise<Boolean> ended() {
    return ended;
  }

  // ---- writing

  void sendMessage(boolean text, byte[] payload) throws HttpException {
    boolean shrinks = compresses && payload.length >= WORTH_COMPRESSING;
    send(
        shrinks
            ? Frames.compressed(text, Deflate.deflate(payload))
            : Frames.message(text, payload));
  }

  void send(byte[] frame) throws HttpException {
    try (var _ = sending.acquire()) {
      if (hasSaidGoodbye) throw lost(null);
      write(frame);
    } catch (IOException e) {
      throw e instanceof HttpException ours ? ours : lost(e);
    }
  }

  /** Says goodbye, unless that was said. */
  void sayGoodbye(int code, String reason) throws IOException {
    try (var _ = sending.acquire()) {
      if (hasSaidGoodbye) return;
      hasSaidGoodbye = true;
      var why = breach;
      write(why == null ? Frames.close(code, reason) : Frames.close(why.code(), why.reason()));
    }
  }

  /**
   * For who holds the mutex: first the answers to the pings that have come. Half a frame can't be
   * taken back: then the connection is of no use.
   */
  private void write(byte[]... frames) throws IOException {
    Weft.checkpoint();
    var all = new ArrayList<byte[]>();
    for (var ping = pings.tryReceive(); ping.isPresent(); ping = pings.tryReceive())
      all.add(masked(Frames.pong(ping.get())));
    for (byte[] frame : frames) all.add(masked(frame));
    if (all.isEmpty()) return;
    byte[] bytes = Frames.joined(all);
    boolean whole = false;
    try {
      Weft.<Boolean, IOException>onCancel(
          line.raw(),
          () -> {
            line.socket().getOutputStream().write(bytes);
            return true;
          });
      whole = true;
    } finally {
      if (!whole) abort();
    }
  }

  private static byte[] masked(byte[] frame) {
    return Frames.masked(frame, RANDOM.nextInt());
  }

  /** Ends the connection without a word. */
  void abort() {
    try {
      line.raw().close();
    } catch (IOException _) {
      // it is gone
    }
  }

  // ---- reading

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread
  private void read() {
    byte[] bytes = new byte[BUFFER];
    try {
      while (!closed.isDone()) {
        int count = line.socket().getInputStream().read(bytes);
        if (count < 0) {
          fail(
              new HttpException(
                  Reason.CONNECTION_LOST, host + " ended the WebSocket without a word"));
          return;
        }
        heard++;
        parser.parse(ByteBuffer.wrap(bytes, 0, count));
      }
      var close = closed.await();
      part(close.code(), "");
    } catch (ProtocolError e) {
      broken(e);
      part(e.code(), e.reason());
    } catch (IOException e) {
      fail(lost(e));
    } finally {
      abort();
      fail(lost(null)); // no effect after a good end
      ended.complete(true);
    }
  }

  /** Says goodbye if that wasn't done, and waits until the server has ended the connection. */
  private void part(int code, String reason) {
    var _ =
        Weft.moveOnAfter(
            GOODBYE,
            () -> {
              try {
                sayGoodbye(code, reason);
                awaitTheEnd();
              } catch (IOException _) {
                // the server was faster
              }
            });
  }

  private void awaitTheEnd() throws IOException {
    Weft.<Long, IOException>onCancel(
        line.raw(),
        () -> line.socket().getInputStream().transferTo(OutputStream.nullOutputStream()));
  }

  private void broken(ProtocolError error) {
    breach = error; // before the program hears of it, and perhaps closes
    closed.complete(new WebSocketClose(error.code(), error.reason()));
    boolean large = error.code() == CloseCode.TOO_BIG;
    String why = large ? "a message from " + host + ": " : host + " broke the protocol: ";
    fail(
        new HttpException(large ? Reason.TOO_LARGE : Reason.PROTOCOL, why + error.reason(), error));
  }

  private void fail(HttpException failure) {
    closed.complete(WebSocketClose.BROKEN);
    messages.fail(failure);
    pongs.close();
  }

  @Override
  public boolean message(boolean text, byte[] payload) {
    var message =
        text
            ? new WebSocketMessage.Text(new String(payload, StandardCharsets.UTF_8))
            : new WebSocketMessage.Binary(payload);
    try {
      messages.send(message);
    } catch (ClosedException _) {
      // nobody wants it any more
    }
    return true;
  }

  /** The answer is not written by who reads: a server that takes nothing must not stop that. */
  @Override
  public void ping(byte[] payload) {
    pings.trySend(payload);
    if (pings.size() == 1) { // else somebody is at it
      var _ = Thread.ofVirtual().name("weft-http pong to " + host).start(this::answer);
    }
  }

  private void answer() {
    try (var _ = sending.acquire()) {
      if (!hasSaidGoodbye) write();
    } catch (IOException _) {
      // who reads sees it
    }
  }

  @Override
  public void pong(byte[] payload) {
    if (!pongs.isClosed()) pongs.trySend(ByteBuffer.wrap(payload));
  }

  @Override
  public void close(int code, String reason) {
    closed.complete(new WebSocketClose(code, reason));
    messages.close();
    pongs.close();
  }

  HttpException lost(@Nullable Throwable why) {
    String message = "the WebSocket to " + host + " is closed";
    return why == null
        ? new HttpException(Reason.CONNECTION_LOST, message)
        : new HttpException(Reason.CONNECTION_LOST, message, why);
  }
}
