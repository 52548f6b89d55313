package weft.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Our end of a connection, with fewer system calls than Jetty's own.
 *
 * <p>What comes is read by the selector's thread as soon as it is there, and kept until somebody
 * asks for it. So the selector needn't be told to look away while a request is handled and to look
 * again afterwards, two calls a request. Where more comes than is asked for, it does look away, and
 * who reads on reads from the socket. What goes out in several small pieces, as headers and content
 * do, is joined: a plain write costs less than one that gathers.
 *
 * <p>Keeps 8 KiB at most, and nothing while nothing comes.
 *
 * <p>Source: event loops read so, Netty's among them.
 */
final class ServerEndPoint extends SocketChannelEndPoint implements Runnable {
  private static final int MOST = 8 * 1024;
  private static final int SMALL = 4 * 1024;
  private static final byte[] NOTHING = {};

  /** For the selectors' threads, which are few. */
  private static final ThreadLocal<ByteBuffer> ARRIVING =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(MOST));

  private final Executor tasks;
  private final Object lock = new Object();
  private SelectionKey key;
  private byte[] ahead = NOTHING; // guarded, like the rest
  private int taken; // of what is ahead
  private boolean isWatched; // by the selector, so that nobody else reads
  private boolean isAtEnd;

  /**
   * An end that is not watched yet.
   *
   * @param tasks run what is to be done with bytes that are there when somebody begins to wait for
   *     them
   */
  ServerEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Executor tasks) {
    super(channel, selector, key, scheduler);
    this.key = key;
    this.tasks = tasks;
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    key = newKey;
    super.replaceKey(newKey);
  }

  @Override
  public @Nullable Runnable onSelected() {
    boolean isReadable = key.isReadable();
    boolean isWritable = key.isWritable();
    Runnable ready = super.onSelected(); // from here on it looks away
    if (!isReadable) return ready;
    if (readAhead()) super.needsFillInterest();
    // Who begins to wait after this finds the bytes.
    return isWritable || getFillInterest().isInterested() ? ready : null;
  }

  /** Reads what is there; false if the selector is to look away. */
  private boolean readAhead() {
    synchronized (lock) {
      int kept = ahead.length - taken;
      ByteBuffer arriving = ARRIVING.get().clear().limit(MOST - kept);
      int count = read(arriving);
      if (count > 0) {
        notIdle();
        byte[] all = new byte[kept + count];
        System.arraycopy(ahead, taken, all, 0, kept);
        arriving.flip().get(all, kept, count);
        ahead = all;
        taken = 0;
      }
      isAtEnd = count < 0;
      isWatched = !isAtEnd && kept + count < MOST;
      return isWatched;
    }
  }

  /** A connection that is broken is at its end, as for Jetty. */
  private int read(ByteBuffer bytes) {
    try {
      return getChannel().read(bytes);
    } catch (IOException _) {
      return -1;
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    if (isInputShutdown()) return -1;
    synchronized (lock) {
      if (ahead.length > 0) return take(buffer);
      if (isWatched) return 0;
      if (!isAtEnd) return super.fill(buffer);
    }
    shutdownInput();
    return -1;
  }

  private int take(ByteBuffer buffer) {
    int position = BufferUtil.flipToFill(buffer);
    int count = Math.min(ahead.length - taken, buffer.remaining());
    buffer.put(ahead, taken, count);
    BufferUtil.flipToFlush(buffer, position);
    taken += count;
    if (taken == ahead.length) {
      ahead = NOTHING;
      taken = 0;
    }
    return count;
  }

  @Override
  protected void needsFillInterest() {
    boolean isThere;
    boolean asks;
    synchronized (lock) {
      isThere = ahead.length > 0 || isAtEnd;
      asks = !isThere && !isWatched;
      if (asks) isWatched = true;
    }
    if (isThere) tasks.execute(this);
    else if (asks) super.needsFillInterest();
  }

  /** Hands on what is there. */
  @Override
  public void run() {
    var _ = getFillInterest().fillable();
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long size = BufferUtil.remaining(buffers);
    if (buffers.length < 2 || size > SMALL) return super.flush(buffers);
    var joined = ByteBuffer.allocate((int) size);
    for (ByteBuffer buffer : buffers) joined.put(buffer.duplicate());
    int left;
    try {
      left = getChannel().write(joined.flip());
    } catch (IOException e) {
      throw new EofException(e);
    }
    if (left > 0) notIdle();
    for (ByteBuffer buffer : buffers) {
      int count = Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + count);
      left -= count;
    }
    return !joined.hasRemaining();
  }
}
