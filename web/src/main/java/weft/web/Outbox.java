package weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.websocket.Frames;

/**
 * What is to be sent over one connection. Whoever puts something in writes it, too, if nobody does;
 * while the socket takes no more, frames gather here, and then go out in one piece. It is its own
 * lock: where a thousand are written to in turn, each object more to touch is felt.
 */
final class Outbox implements Callback {
  /** Up to this much is joined into one write. */
  static final int PIECE = 64 * 1024;

  /** While this much waits, who can wait has to; what goes to many is shared, and let in. */
  static final int MOST_BYTES = 256 * 1024;

  private final EndPoint endPoint;
  private final @Nullable SocketChannel channel; // none where what is written is encrypted first
  private final int most;
  private final SlowPolicy policy;
  private final Runnable lost;

  private final ArrayDeque<byte[]> frames = new ArrayDeque<>(0); // guarded, like the rest
  private final WaitQueue<Suspension> waiting = new WaitQueue<>();
  private long bytes; // of the frames
  private byte @Nullable [] pong;
  private byte @Nullable [] ping;
  private byte @Nullable [] goodbye;
  private int ahead; // frames in front that were not offered one by one: a history
  private boolean isWriting;
  private boolean isBlocked; // the socket takes no more: the other side is slow
  private boolean isClosed; // nothing more goes in
  private @Nullable Runnable afterGoodbye;

  /**
   * An outbox.
   *
   * @param most frames may wait in it
   * @param policy what becomes of those that are offered beyond that
   * @param lost is called when the connection can't be written to
   */
  Outbox(EndPoint endPoint, int most, SlowPolicy policy, Runnable lost) {
    this.endPoint = endPoint;
    this.channel = endPoint instanceof SocketChannelEndPoint socket ? socket.getChannel() : null;
    this.most = most;
    this.policy = policy;
    this.lost = lost;
  }

  /** Sends a frame, waiting for room; false if the outbox is closed. */
  boolean send(byte[] frame) {
    Weft.checkpoint();
    boolean taken = false;
    synchronized (this) {
      if (isClosed) return false;
      if (hasRoom()) taken = put(frame);
    }
    if (!taken && !sendInTurn(frame)) return false;
    flush();
    return true;
  }

  private boolean hasRoom() {
    return free() > 0 && waiting.isEmpty();
  }

  /** How many more may wait: none where that are many bytes. */
  private int free() {
    return bytes < MOST_BYTES ? most - frames.size() : 0;
  }

  private boolean put(byte[] frame) {
    bytes += frame.length;
    return frames.add(frame);
  }

  private boolean sendInTurn(byte[] frame) {
    awaitTurn();
    synchronized (this) {
      return !isClosed && put(frame);
    }
  }

  private void awaitTurn() {
    var wait = new Suspension(this);
    boolean room;
    synchronized (this) {
      room = isClosed || hasRoom();
      if (!room) waiting.add(wait);
    }
    if (!room) await(wait);
  }

  private void await(Suspension wait) {
    try {
      wait.await();
    } catch (Throwable t) {
      synchronized (this) {
        if (!waiting.remove(wait)) admit(); // its turn goes to the next
      }
      throw t;
    }
  }

  /** What came of an offer. */
  enum Offer {
    TAKEN,
    DROPPED,
    TOO_SLOW,
    CLOSED
  }

  /** Takes what goes to many, without waiting. */
  Offer offer(Batch.Pieces pieces) {
    boolean whole = true;
    synchronized (this) {
      if (isClosed) return Offer.CLOSED;
      if (isWriting || !frames.isEmpty()) {
        Offer offer = Offer.TAKEN;
        for (byte[] frame : pieces.frames()) {
          if (!add(frame)) offer = Offer.DROPPED;
          if (offer != Offer.TAKEN && policy == SlowPolicy.DISCONNECT) return Offer.TOO_SLOW;
        }
        if (isWriting) return offer;
        whole = false;
      }
      isWriting = true;
    }
    if (!whole || write(ByteBuffer.wrap(pieces.joined()))) writeAll();
    return Offer.TAKEN;
  }

  /** Where the socket takes what comes, somebody is only writing: that is nobody's slowness. */
  private boolean add(byte[] frame) {
    boolean room = !isBlocked || frames.size() - ahead < most;
    if (!room && policy != SlowPolicy.DROP_OLDEST) return false;
    while (!room && frames.size() >= most) {
      var _ = remove();
    }
    var _ = put(frame);
    return room;
  }

  private byte[] remove() {
    if (ahead > 0) ahead--;
    byte[] frame = frames.remove();
    bytes -= frame.length;
    return frame;
  }

  /** Waits for room, and takes nothing. */
  void awaitRoom() {
    Weft.checkpoint();
    boolean room;
    synchronized (this) {
      room = isClosed || hasRoom();
    }
    if (!room) awaitTurn();
  }

  /** Takes frames whatever there is already, and writes none: {@link #flush} does. */
  void append(List<byte[]> more) {
    synchronized (this) {
      if (isClosed) return;
      more.forEach(this::put);
      ahead = more.isEmpty() ? ahead : frames.size();
    }
  }

  /** Sends an answer to a ping before anything else; only the last of several is sent. */
  void pong(byte[] payload) {
    synchronized (this) {
      if (isClosed) return;
      pong = Frames.pong(payload);
    }
    flush();
  }

  void ping() {
    synchronized (this) {
      if (isClosed) return;
      ping = Frames.ping();
    }
    flush();
  }

  /**
   * Sends a goodbye after all that waits, and lets nothing more in; false if one was sent.
   *
   * @param urgent whether what waits is dropped
   * @param after is called when it is sent
   */
  boolean close(byte[] frame, boolean urgent, Runnable after) {
    synchronized (this) {
      if (isClosed) return false;
      isClosed = true;
      if (urgent) clear();
      goodbye = frame;
      afterGoodbye = after;
      releaseAll();
    }
    flush();
    return true;
  }

  /** The connection is gone. */
  void abandon() {
    synchronized (this) {
      isClosed = true;
      clear();
      goodbye = null;
      releaseAll();
    }
  }

  private void clear() {
    frames.clear();
    bytes = 0;
  }

  private void releaseAll() {
    for (var wait = waiting.poll(); wait != null; wait = waiting.poll()) {
      var _ = wait.resume();
    }
  }

  /** Lets one in who waits, for each place that is free. */
  private void admit() {
    int free = isClosed ? Integer.MAX_VALUE : free();
    while (free > 0) {
      var wait = waiting.poll();
      if (wait == null) return;
      if (wait.resume()) free--;
    }
  }

  int size() {
    synchronized (this) {
      return frames.size();
    }
  }

  /** How much waits; what is just being written doesn't. */
  long bytes() {
    synchronized (this) {
      return bytes;
    }
  }

  /** Writes what waits, unless somebody does. */
  void flush() {
    synchronized (this) {
      if (isWriting) return;
      isWriting = true;
    }
    writeAll();
  }

  /** For the one who writes: goes on until all is written, or the socket takes no more. */
  private void writeAll() {
    while (true) {
      @Nullable ByteBuffer next;
      @Nullable Runnable done = null;
      synchronized (this) {
        next = next();
        if (next == null) {
          isWriting = false;
          if (isClosed) {
            done = afterGoodbye;
            afterGoodbye = null;
          }
        }
      }
      if (done != null) done.run();
      if (next == null || !write(next)) return;
    }
  }

  private @Nullable ByteBuffer next() {
    if (frames.isEmpty() && pong == null && ping == null && goodbye == null) return null;
    var piece = new ArrayList<byte[]>();
    int size = 0;
    if (pong != null) size += take(piece, pong);
    if (ping != null) size += take(piece, ping);
    pong = null;
    ping = null;
    while (!frames.isEmpty() && (piece.isEmpty() || size + frames.element().length <= PIECE)) {
      size += take(piece, remove());
    }
    if (frames.isEmpty() && goodbye != null) {
      var _ = take(piece, goodbye);
      goodbye = null;
    }
    if (!waiting.isEmpty()) admit();
    return piece.isEmpty() ? null : ByteBuffer.wrap(Frames.joined(piece));
  }

  private static int take(List<byte[]> piece, byte[] frame) {
    piece.add(frame);
    return frame.length;
  }

  /** Writes; false if the socket has to be waited for: then this is called back. */
  private boolean write(ByteBuffer bytes) {
    try {
      if (flush(bytes)) return true;
      synchronized (this) {
        isBlocked = true;
      }
      endPoint.write(this, bytes);
      return false;
    } catch (IOException | RuntimeException | Error e) { // no memory for a buffer, say
      failed(e);
      return false;
    }
  }

  /**
   * By a plain write where that can be: Jetty's is a gathering one, which costs a tenth more even
   * for one buffer, and keeps times that nobody needs here.
   */
  private boolean flush(ByteBuffer bytes) throws IOException {
    if (channel == null) return endPoint.flush(bytes);
    channel.write(bytes);
    return !bytes.hasRemaining();
  }

  @Override
  public void succeeded() {
    synchronized (this) {
      isBlocked = false;
    }
    writeAll();
  }

  @Override
  public void failed(Throwable failure) {
    abandon();
    lost.run();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public String toString() {
    return "outbox with " + size() + " messages";
  }
}
