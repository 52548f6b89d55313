package weft.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.Weft;

/**
 * What a process writes, read ahead by a worker thread into a bounded buffer.
 *
 * <p>One who reads waits for the buffer, not for the pipe, and so can be cancelled; what was read
 * ahead is still there for the next. While the buffer is full the worker waits, and with it the
 * process, unless {@link #dropOverflow} says that nobody will come.
 */
final class OutputPipe implements Runnable {
  private static final int BLOCK = 16 << 10;
  private static final int CAPACITY = 256 << 10;
  private static final int TAIL = 2 << 10;

  private final Object lock = new Object();
  private final String name;
  private final InputStream in;
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>(); // all guarded by the lock
  private byte[] tail = new byte[0];
  private int held;
  private long dropped;
  private boolean keepsNothing;
  private boolean dropsOverflow;
  private boolean ended;
  private @Nullable IOException failure;
  private @Nullable Thread fullWorker;
  private @Nullable Suspension reader;
  private @Nullable Suspension endWaiter;

  OutputPipe(String name, InputStream in, boolean keepsNothing) {
    this.name = name;
    this.in = in;
    this.keepsNothing = keepsNothing;
  }

  /** Reads to the end; for a worker. */
  @Override
  public void run() {
    var buffer = new byte[BLOCK];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) add(Arrays.copyOf(buffer, n));
      end(null);
    } catch (IOException e) {
      end(e);
    }
  }

  private void add(byte[] block) {
    while (!added(block)) LockSupport.park(this);
  }

  private boolean added(byte[] block) {
    @Nullable Suspension woken;
    synchronized (lock) {
      boolean full = held >= CAPACITY;
      if (full && !dropsOverflow && !keepsNothing) {
        fullWorker = Thread.currentThread();
        return false;
      }
      keepTail(block);
      if (full || keepsNothing) {
        dropped += block.length;
        return true;
      }
      blocks.add(block);
      held += block.length;
      woken = takeReader();
    }
    resume(woken);
    return true;
  }

  private void keepTail(byte[] block) {
    var all = Arrays.copyOf(tail, tail.length + block.length);
    System.arraycopy(block, 0, all, tail.length, block.length);
    tail = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL), all.length);
  }

  private void end(@Nullable IOException thrown) {
    @Nullable Suspension woken;
    @Nullable Suspension alsoWoken;
    synchronized (lock) {
      ended = true;
      if (!keepsNothing) failure = thrown;
      woken = takeReader();
      alsoWoken = endWaiter;
    }
    resume(woken);
    resume(alsoWoken);
  }

  private @Nullable Suspension takeReader() {
    var taken = reader;
    reader = null;
    return taken;
  }

  private static void resume(@Nullable Suspension suspension) {
    if (suspension != null) {
      var unused = suspension.resume();
    }
  }

  /**
   * The next block, waiting for it; null at the end. For one reader at a time.
   *
   * @throws IllegalStateException if some was dropped
   */
  byte @Nullable [] take() throws IOException {
    Weft.checkpoint();
    while (true) {
      Suspension wait;
      synchronized (lock) {
        var block = blocks.poll();
        if (block != null) {
          held -= block.length;
          letWorkerGoOn(CAPACITY / 2);
          return block;
        }
        if (dropped > 0) {
          throw new IllegalStateException(
              dropped + " bytes of " + name + " were dropped, since nobody read them in time");
        }
        if (failure != null) throw failure;
        if (ended) return null;
        wait = new Suspension(this);
        reader = wait;
      }
      await(wait);
    }
  }

  private void await(Suspension wait) {
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        if (reader == wait) reader = null;
      }
      throw e;
    }
  }

  private void letWorkerGoOn(int below) {
    if (fullWorker == null || held > below) return;
    LockSupport.unpark(fullWorker);
    fullWorker = null;
  }

  /** From here on, what doesn't fit in the buffer is dropped: or no longer. */
  void dropOverflow(boolean drop) {
    synchronized (lock) {
      dropsOverflow = drop;
      if (drop) letWorkerGoOn(Integer.MAX_VALUE);
    }
  }

  /** Nobody will read any more. */
  void close() {
    synchronized (lock) {
      keepsNothing = true;
      dropped += held; // to read it later is an error, not a gap
      blocks.clear();
      held = 0;
      letWorkerGoOn(Integer.MAX_VALUE);
    }
  }

  /** Waits until the process, and all it gave the pipe to, can't write any more; or not so long. */
  void awaitEnd(Duration limit) {
    Suspension wait;
    synchronized (lock) {
      if (ended) return;
      wait = new Suspension(this);
      endWaiter = wait;
    }
    RealTime.within(limit).await(wait);
  }

  /** The last few kilobytes that were written. */
  byte[] tail() {
    synchronized (lock) {
      return tail;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
