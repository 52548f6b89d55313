package weft.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.CancelScope;
import weft.CancelledError;
import weft.flow.Flow;
import weft.internal.websocket.CloseCode;
import weft.sync.RateLimiter;

/**
 * A connection over which both sides send messages when they like. All methods may be called from
 * any task.
 *
 * <pre>{@code
 * routes.webSocket("/echo", socket -> socket.messages().forEach(socket::send));
 * }</pre>
 *
 * <p>Pings are answered, and sent, by the server itself. Frames, fragments and compression are not
 * to be seen. The rules of RFC 6455 and of {@link WebSocketOptions} are watched over: one who
 * breaks them gets the code that is meant for it, and the connection ends.
 */
public final class WebSocket {
  private static final Duration AFTER_THE_END = Duration.ofSeconds(10);

  private final Engine engine;
  private final Link link;
  private final Request request;
  private final Optional<String> protocol;
  private final CancelScope scope = new CancelScope();
  private final @Nullable RateLimiter limiter;
  private final List<Member> memberships = new ArrayList<>(0); // guarded by itself
  private boolean isOver; // so is this: the handler has returned
  private volatile @Nullable Thread task; // the handler's

  WebSocket(Engine engine, Link link, Request request, Optional<String> protocol) {
    this.engine = engine;
    this.link = link;
    this.request = request;
    this.protocol = protocol;
    var rate = link.options().rate().orElse(null);
    limiter =
        rate == null ? null : RateLimiter.bursty(rate.messages(), rate.per(), rate.messages());
  }

  /**
   * The messages of the other side, as they come, until the connection is over, in whatever way:
   * {@link #status} says how. Where several run it, each message goes to one of them.
   *
   * <p>Who takes them slowly slows the sender: beyond some 64 KB, or one message of the largest
   * size allowed, nothing more is read or inflated.
   */
  public Flow<Message> messages() {
    return Flow.generate(out -> {
      link.inbox().enter();
      try {
        for (var next = link.inbox().take(); next != null; next = link.inbox().take()) {
          if (isTooFast()) return;
          out.emit(next);
        }
      } finally {
        link.inbox().leave();
      }
    });
  }

  /** The texts of the other side; see {@link #messages}. Bytes close the connection with 1003. */
  public Flow<String> texts() {
    return messages().takeWhile(this::isText).map(message -> ((Message.Text) message).text());
  }

  /**
   * The texts of the other side, each as JSON for a record or another class; see {@link #messages}.
   * One that isn't closes the connection with 1007, and says why.
   */
  public <T> Flow<T> json(Class<T> type) {
    return texts().mapPresent(text -> parsed(text, type)).takeWhile(_ -> isOpen());
  }

  @SuppressWarnings("unchecked") // of primitive classes, too
  private <T> Optional<T> parsed(String text, Class<T> type) {
    try {
      return Optional.of((T) Json.read(text.getBytes(StandardCharsets.UTF_8), type));
    } catch (HttpError e) {
      link.close(new CloseStatus(CloseCode.BAD_DATA, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private boolean isText(Message message) {
    if (message instanceof Message.Text) return true;
    link.close(new CloseStatus(1003, "only texts are understood here"));
    return false;
  }

  private boolean isTooFast() {
    if (limiter == null || limiter.tryAcquire()) return false;
    link.fail(CloseCode.POLICY, "too many messages");
    return true;
  }

  /**
   * Sends a text.
   *
   * <p>Returns when it is on its way, or waits in a queue that is not full (256 KB, and as many
   * messages as {@link WebSocketOptions#slow} says); else waits for room. A client that doesn't
   * read makes its senders wait until its heartbeat ends the connection.
   *
   * @throws WebSocketClosedException if the connection is closed, or is while this waits
   * @throws weft.CancelledError if the caller is cancelled; the text is then not sent
   */
  public void send(String text) {
    send(Encoded.of(text));
  }

  /** Sends bytes, which must not be changed any more; see {@link #send(String)}. */
  public void send(byte[] bytes) {
    send(Encoded.of(bytes));
  }

  /** Sends a message; see {@link #send(String)}. */
  public void send(Message message) {
    send(Encoded.of(message));
  }

  private void send(Encoded message) {
    if (link.outbox().send(message.frame(link.window()))) return;
    var status = link.status();
    throw new WebSocketClosedException(
        status == null ? new CloseStatus(CloseCode.LOST, "") : status);
  }

  /** Closes with 1000; see {@link #close(int, String)}. */
  public void close() {
    close(CloseCode.NORMAL, "");
  }

  /**
   * Says goodbye, after all that was sent, and waits until the other side has done so too, or 5
   * seconds have passed. The flow of messages ends. Does nothing if the connection is closed.
   *
   * @param code 1000 to 1003, 1007 to 1014, or one's own from 3000 to 4999
   * @param reason for people; what is over 123 bytes is cut off
   * @throws IllegalArgumentException if the code can't be sent
   * @throws CancelledError if the caller is cancelled while it waits, but not by the end of the
   *     connection
   */
  public void close(int code, String reason) {
    if (!CloseCode.mayBeSent(code)) {
      throw new IllegalArgumentException("a WebSocket can't be closed with " + code);
    }
    link.close(new CloseStatus(code, reason));
    try {
      if (!link.ended().isDone()) link.ended().await();
    } catch (CancelledError e) {
      // The end of the connection cancels its handler, but it is what this waits for.
      if (!link.ended().isDone()) throw e;
    }
  }

  /** Whether it can be sent to. */
  public boolean isOpen() {
    return link.status() == null;
  }

  /** How it was closed; empty while it is open. */
  public Optional<CloseStatus> status() {
    return Optional.ofNullable(link.status());
  }

  /** The request that it began with. */
  public Request request() {
    return request;
  }

  /** The subprotocol that was agreed on. */
  public Optional<String> protocol() {
    return protocol;
  }

  /** How many messages wait to be sent, since the other side is slow. */
  public int waiting() {
    return link.outbox().size();
  }

  Link link() {
    return link;
  }

  Engine engine() {
    return engine;
  }

  CancelScope scope() {
    return scope;
  }

  /** The thread of its handler; null before that begins. */
  @Nullable Thread task() {
    return task;
  }

  /** Says that the handler begins, on this thread. */
  void begin() {
    task = Thread.currentThread();
  }

  /** Says that it is in a room; false if it has ended. */
  boolean entered(Member member) {
    synchronized (memberships) {
      return !isOver && memberships.add(member);
    }
  }

  void left(Member member) {
    synchronized (memberships) {
      memberships.remove(member);
    }
  }

  /** Leaves all rooms, and so waits until it has got what was said there: the handler has ended. */
  void leaveRooms() {
    List<Member> all;
    synchronized (memberships) {
      isOver = true;
      all = List.copyOf(memberships);
    }
    all.forEach(Member::close);
  }

  void goAway() {
    link.close(new CloseStatus(CloseCode.GOING_AWAY, "the server goes away"));
  }

  void connectionIsOver() {
    if (link.inbox().hasReaders()) scope.expireIn(AFTER_THE_END);
    else scope.cancel("the WebSocket is closed");
  }

  @Override
  public String toString() {
    var status = link.status();
    return "WebSocket " + request.path() + (status == null ? "" : ", closed with " + status.code());
  }
}
