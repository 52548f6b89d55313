package weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.Promise;
import weft.internal.websocket.CloseCode;
import weft.internal.websocket.FrameParser;
import weft.internal.websocket.Frames;
import weft.internal.websocket.ProtocolError;

/**
 * A connection that has become a WebSocket: reads on Jetty's threads, without waiting, and knows
 * how to come to an end. Holds no buffer while nothing comes.
 */
final class Link extends AbstractConnection
    implements Connection.UpgradeTo, FrameParser.Receiver, Callback {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int BUFFER = 16 * 1024;
  private static final int ROUNDS = 4; // then others have their turn
  private static final long MOST_FOR_ANSWERS = Duration.ofSeconds(1).toNanos();
  private static final long MOST_FOR_GOODBYE = Duration.ofSeconds(5).toNanos();

  private final EndPoint endPoint;
  private final ByteBufferPool buffers;
  private final Clock clock;
  private final WebSocketOptions.Values options;
  private final Outbox outbox;
  private final Inbox inbox;
  private final FrameParser parser;
  private final int window;
  private final AtomicReference<@Nullable CloseStatus> status = new AtomicReference<>();
  private final Promise<Boolean> opened = new Promise<>();
  private final Promise<Boolean> ended = new Promise<>();
  private ByteBuffer rest = NOTHING; // of what was read, while there is no room for it
  private volatile boolean isDeaf; // what comes is dropped: the other side broke the rules
  private volatile long heard;
  private volatile long pinged; // 0: not since something was heard
  private volatile long farewell; // when the goodbye was said, or was due; 0: not yet
  private final AtomicReference<byte @Nullable []> refusal = new AtomicReference<>(); // to be said

  Link(
      EndPoint endPoint, Executor executor, ByteBufferPool buffers, Clock clock, Handshake agreed) {
    super(endPoint, executor);
    this.endPoint = endPoint;
    this.buffers = buffers;
    this.clock = clock;
    this.options = agreed.options().values();
    this.window = agreed.window();
    this.outbox = new Outbox(endPoint, options.maxQueue(), options.slow(), this::lose);
    this.inbox = new Inbox(options.maxMessage(), this::resume, this::refuse);
    this.parser =
        new FrameParser(options.maxMessage(), agreed.compression().isPresent(), true, this);
    this.heard = now();
  }

  private long now() {
    long now = clock.nanoTime();
    return now == 0 ? 1 : now;
  }

  Outbox outbox() {
    return outbox;
  }

  Inbox inbox() {
    return inbox;
  }

  int window() {
    return window;
  }

  WebSocketOptions.Values options() {
    return options;
  }

  Promise<Boolean> opened() {
    return opened;
  }

  /** Completed when the connection is gone. */
  Promise<Boolean> ended() {
    return ended;
  }

  /** How it was closed, or is being closed; null while it is open. */
  @Nullable CloseStatus status() {
    return status.get();
  }

  // ---- reading

  @Override
  public void onUpgradeTo(ByteBuffer bytes) {
    if (bytes != null) rest = copy(bytes); // what came with the request
  }

  @Override
  public void onOpen() {
    super.onOpen();
    endPoint.setIdleTimeout(0); // there are heartbeats
    opened.complete(true);
    readOn();
  }

  /** There is room again: first for what has been read already, on a task of the server. */
  private void resume() {
    if (rest.hasRemaining()) getExecutor().execute(this::readOn);
    else readOn();
  }

  private void readOn() {
    if (take(rest)) listen();
  }

  private void listen() {
    if (!ended.isDone()) tryFillInterested(this);
  }

  @Override
  public void succeeded() {
    onFillable();
  }

  @Override
  public void failed(Throwable failure) {
    lose();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void onFillable() {
    RetainableByteBuffer buffer = buffers.acquire(BUFFER, true);
    try {
      boolean more = true;
      for (int round = 0; more && round < ROUNDS; round++) {
        ByteBuffer bytes = buffer.getByteBuffer();
        BufferUtil.clear(bytes);
        int count = endPoint.fill(bytes);
        if (count < 0) {
          lose();
          return;
        }
        more = bytes.remaining() >= bytes.capacity();
        if (count > 0 && !take(bytes)) return;
      }
      listen();
    } catch (IOException e) {
      lose();
    } finally {
      buffer.release();
    }
  }

  /** Takes what came; false if there is no room for all of it, or for more: see {@link #resume}. */
  private boolean take(ByteBuffer bytes) {
    heard = now();
    pinged = 0;
    do {
      parse(bytes);
      if (bytes != rest) rest = copy(bytes); // before the pause, which another thread may end
      if (inbox.pause()) return false;
    } while (bytes.hasRemaining());
    rest = NOTHING;
    return true;
  }

  private void parse(ByteBuffer bytes) {
    try {
      if (!isDeaf) parser.parse(bytes);
    } catch (ProtocolError e) {
      reject(e);
    }
    if (isDeaf) bytes.position(bytes.limit());
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) return NOTHING;
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  @Override
  public boolean message(boolean text, byte[] payload) {
    return inbox.put(
        text ? Message.of(new String(payload, StandardCharsets.UTF_8)) : Message.of(payload));
  }

  @Override
  public void ping(byte[] payload) {
    outbox.pong(payload);
  }

  @Override
  public void pong(byte[] payload) {
    // to be heard is enough
  }

  // ---- the end

  @Override
  public void close(int code, String reason) {
    isDeaf = true;
    var _ = status.compareAndSet(null, new CloseStatus(code, reason));
    inbox.close();
    farewell = now();
    // If the goodbye was ours, all is said; else the other side is to have the answer first.
    if (!outbox.close(Frames.close(code, ""), true, endPoint::shutdownOutput)) end();
  }

  /**
   * Says goodbye, after all that is to be sent, and lets no more in; does nothing if it is closed.
   */
  void close(CloseStatus why) {
    if (!status.compareAndSet(null, why)) {
      refuse();
      return;
    }
    farewell = now();
    inbox.close();
    var _ = outbox.close(Frames.close(why.code(), why.reason()), false, () -> {});
  }

  /**
   * The other side broke the rules. What it said before is answered first: the goodbye is said when
   * those who read have come to the end of that, and nobody waits for them long.
   */
  private void reject(ProtocolError error) {
    isDeaf = true;
    if (!status.compareAndSet(null, new CloseStatus(error.code(), error.reason()))) return;
    refusal.set(Frames.close(error.code(), error.reason()));
    farewell = now();
    inbox.close();
    if (inbox.isDone()) refuse();
  }

  /** Says the goodbye that is due, and ends when the other side does. */
  private void refuse() {
    byte[] due = refusal.getAndSet(null);
    if (due == null) return;
    var _ = outbox.close(due, false, endPoint::shutdownOutput);
  }

  /** Says at once what is wrong, and ends when the other side does. */
  void fail(int code, String reason) {
    if (!status.compareAndSet(null, new CloseStatus(code, reason)) && isDeaf) return;
    isDeaf = true;
    farewell = now();
    inbox.close();
    // Not at once: what was not read would reset the connection, and the goodbye be lost.
    if (!outbox.close(Frames.close(code, reason), true, endPoint::shutdownOutput)) {
      endPoint.shutdownOutput();
    }
  }

  /** The connection is gone, or hopeless. */
  void lose() {
    var _ = status.compareAndSet(null, new CloseStatus(CloseCode.LOST, "the connection was lost"));
    end();
  }

  private void end() {
    isDeaf = true;
    outbox.abandon();
    inbox.close();
    if (ended.complete(true)) endPoint.close();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    lose();
  }

  /** Looks after the connection, now and then. */
  void tick() {
    long now = now();
    boolean isRead = !inbox.isPaused();
    if (!isRead) pinged = 0; // nor is an answer; that nobody is there is seen by writing
    if (farewell != 0) {
      if (now - farewell > MOST_FOR_ANSWERS) refuse();
      if (now - farewell > MOST_FOR_GOODBYE) lose();
    } else if (pinged != 0) {
      if (now - pinged > options.pongWithin().toNanos()) lose();
    } else if (now - heard > options.pingAfter().toNanos()) {
      if (isRead) pinged = now;
      else heard = now;
      outbox.ping();
    }
  }
}
