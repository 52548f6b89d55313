package weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Looks whether a client goes away while its request is handled and nobody else reads from the
 * connection.
 *
 * <p>The only way to see the end of a stream is to read. Bytes that are read instead, of a next
 * request, are handed to the connection, and then there is nothing more to look for.
 *
 * <p>Source: the background read of Go's server.
 */
final class Watch implements Callback {
  /**
   * As many as the connection surely has room for: it keeps what was sent ahead, in a buffer that
   * is filled only when it is empty, and the request that is handled took a byte at least.
   */
  private static final int BYTES = 1;

  private static final class Enough extends Throwable {
    private static final long serialVersionUID = 1;

    Enough() {
      super("no longer of interest", null, false, false);
    }
  }

  private final Object lock = new Object();
  private final Connection connection;
  private final Runnable gone;
  private volatile boolean wanted; // written under the lock
  private boolean possible; // the rest is guarded by the lock
  private boolean looking;
  private boolean over;

  Watch(Connection connection, Runnable gone) {
    this.connection = connection;
    this.gone = gone;
  }

  /** The request has been read to its end: nobody else reads any more. */
  void allow() {
    synchronized (lock) {
      possible = true;
      begin();
    }
  }

  /** Begins to look as soon as that is possible; from any thread. */
  void want() {
    synchronized (lock) {
      wanted = true;
      begin();
    }
  }

  private void begin() {
    if (!possible || !wanted || looking || over) return;
    looking = connection.getEndPoint().tryFillInterested(this);
    over = !looking;
  }

  /** Whether somebody has asked for it to look. */
  boolean isWanted() {
    return wanted;
  }

  /** Whether it looks right now. */
  boolean isLooking() {
    synchronized (lock) {
      return looking && !over;
    }
  }

  /** Whether there is nothing more to look for: the client went away, or sent something. */
  boolean isOver() {
    synchronized (lock) {
      return over;
    }
  }

  /** Looks no longer: after this the connection's own reading begins. */
  void end() {
    synchronized (lock) {
      if (over) return;
      over = true;
      if (looking && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
        var _ = endPoint.getFillInterest().onFail(new Enough());
      }
    }
  }

  @Override
  public void succeeded() {
    synchronized (lock) {
      if (over || !sawTheEnd()) return;
      over = true;
    }
    gone.run();
  }

  private boolean sawTheEnd() {
    ByteBuffer bytes = BufferUtil.allocate(BYTES);
    try {
      int filled = connection.getEndPoint().fill(bytes);
      if (filled < 0) return true;
      if (filled == 0) {
        over = !connection.getEndPoint().tryFillInterested(this);
      } else {
        over = true;
        if (connection instanceof Connection.UpgradeTo reader) reader.onUpgradeTo(bytes);
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void failed(Throwable failure) {
    if (failure instanceof Enough) return;
    synchronized (lock) {
      if (over) return;
      over = true;
    }
    gone.run();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
