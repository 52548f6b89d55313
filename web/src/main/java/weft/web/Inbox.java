package weft.web;

import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Local;
import weft.channel.Channel;

/** Messages that have come and that nobody has taken; when there are many, no more are read. */
final class Inbox {
  private static final int MANY = 64;
  private static final int OVERHEAD = 64; // bytes a message, roughly

  /** The inbox of the WebSocket whose handler, or a task of it, this is. */
  private static final Local<Inbox> OWN = Local.unbound();

  private final Object lock = new Object();
  private final Channel<Message> messages = Channel.unlimited();
  private final long most;
  private final Runnable readOn;
  private final Runnable drained;
  private long bytes; // guarded, like the rest
  private boolean isPaused;
  private int readers;

  /**
   * An inbox.
   *
   * @param most bytes of a message
   * @param readOn is called when there is room again, after {@link #pause} said that there is none
   * @param drained is called when the last reader has left, and nothing is left
   */
  Inbox(int most, Runnable readOn, Runnable drained) {
    this.most = Math.max(most, MANY * 1_024L);
    this.readOn = readOn;
    this.drained = drained;
  }

  /** Whether more has come already for the handler that asks. */
  static boolean hasMore() {
    return OWN.find().filter(inbox -> inbox.messages.size() > 0).isPresent();
  }

  /** Runs a handler of what comes. */
  <X extends Throwable> void handle(Action<X> handler) throws X {
    OWN.with(this, handler);
  }

  /** Takes a message; false if that was enough for now, also of what has been read already. */
  boolean put(Message message) {
    if (messages.isClosed()) return true;
    boolean isEnough;
    synchronized (lock) {
      bytes += size(message);
      isEnough = bytes >= most;
    }
    try {
      var _ = messages.trySend(message);
    } catch (weft.channel.ClosedException _) {
      // just now: nobody wants it any more
    }
    return !isEnough;
  }

  /** Says that somebody is going to take what comes. */
  void enter() {
    synchronized (lock) {
      readers++;
    }
  }

  /** Says that one who entered will take no more, and has done with what was taken. */
  void leave() {
    boolean last;
    synchronized (lock) {
      last = --readers == 0;
    }
    if (last && messages.size() == 0) drained.run();
  }

  /** Whether all that came has been taken, and nobody is at it any more. */
  boolean isDone() {
    synchronized (lock) {
      return readers == 0 && messages.size() == 0;
    }
  }

  boolean hasReaders() {
    synchronized (lock) {
      return readers > 0;
    }
  }

  /** Waits for a message; null when there will be no more. */
  @Nullable Message take() {
    var message = messages.receiveOrClosed().orElse(null);
    if (message == null) return null;
    boolean more;
    synchronized (lock) {
      bytes -= size(message);
      more = isPaused && bytes < most / 2 && messages.size() < MANY / 2;
      if (more) isPaused = false;
    }
    if (more) readOn.run();
    return message;
  }

  /** Whether no more is to be read for now. */
  boolean pause() {
    synchronized (lock) {
      isPaused = !messages.isClosed() && (bytes >= most || messages.size() >= MANY);
      return isPaused;
    }
  }

  /** How much waits to be taken. */
  long bytes() {
    synchronized (lock) {
      return bytes;
    }
  }

  boolean isPaused() {
    synchronized (lock) {
      return isPaused;
    }
  }

  /** Takes no more; what is there can still be taken. */
  void close() {
    messages.close();
    boolean more;
    synchronized (lock) {
      more = isPaused;
      isPaused = false;
    }
    if (more) readOn.run();
  }

  private static long size(Message message) {
    return (long) OVERHEAD
        + switch (message) {
          case Message.Text(var text) -> text.length();
          case Message.Binary(var payload) -> payload.length;
        };
  }
}
