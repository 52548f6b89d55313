package weft.junit.net;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/** One direction of a connection: bytes on their way, and those that have arrived. */
final class Pipe {
  /** A piece of the stream; the end of it has no bytes. */
  private static final class Segment {
    final byte[] bytes;
    final long due;

    Segment(byte[] bytes, long due) {
      this.bytes = bytes;
      this.due = due;
    }
  }

  private final Object lock = new Object();
  private final Network network;
  private final ArrayDeque<Segment> travelling = new ArrayDeque<>(); // all guarded by lock
  private final ArrayDeque<byte[]> stuck = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private final WaitQueue<Suspension> readers = new WaitQueue<>();
  private final WaitQueue<Suspension> writers = new WaitQueue<>();
  private int read; // of the first that has arrived
  private int outstanding; // bytes sent and not read
  private long free; // when the sender will have sent all
  private long last; // when the last segment arrives
  private boolean writerClosed;
  private boolean readerClosed;
  private boolean ended; // the end has arrived
  private @Nullable String broken;

  Pipe(Network network) {
    this.network = network;
    long now = network.clock().nanoTime();
    free = now;
    last = now;
  }

  // ---- the writing end

  void write(byte[] bytes, int from, int length) throws IOException {
    int sent = 0;
    while (true) {
      Weft.checkpoint();
      Suspension wait;
      synchronized (lock) {
        requireWritable();
        int room = network.link().window() - outstanding;
        int n = Math.min(Math.min(room, length - sent), Link.SEGMENT);
        if (sent == length) return;
        if (n > 0) {
          var copy = new byte[n];
          System.arraycopy(bytes, from + sent, copy, 0, n);
          outstanding += n;
          sent += n;
          send(copy);
          requireWhole(); // it may have been lost for good
          continue;
        }
        wait = new Suspension(this);
        writers.add(wait);
      }
      await(wait, writers);
    }
  }

  private void requireWritable() throws IOException {
    if (writerClosed) throw new SocketException("this end of the connection is closed");
    requireWhole();
    if (readerClosed) throw new SocketException("the other end of the connection is closed");
  }

  void closeWriter() {
    synchronized (lock) {
      if (writerClosed) return;
      writerClosed = true;
      if (broken == null) send(new byte[0]);
      resumeAll(writers);
    }
  }

  /** Under the lock: puts a segment on its way. */
  private void send(byte[] segment) {
    if (network.isPartitioned(this)) {
      stuck.add(segment);
      return;
    }
    long now = network.clock().nanoTime();
    free = Math.max(free, now) + network.link().sending(segment.length);
    long travel = network.travelTime();
    if (travel < 0) {
      breakDown("it was lost too often");
      return;
    }
    last = Math.max(last, free + travel); // nothing overtakes
    travelling.add(new Segment(segment, last));
    var unused = network.clock().callAt(last, this::arrive);
  }

  /** Sends what could not be sent while the network was partitioned. */
  void healed() {
    synchronized (lock) {
      while (!stuck.isEmpty() && broken == null) send(stuck.poll());
    }
  }

  /** Runs on the clock's timer. Timers for one moment may come in any order, segments may not. */
  private void arrive() {
    synchronized (lock) {
      long now = network.clock().nanoTime();
      while (!travelling.isEmpty() && travelling.peek().due - now <= 0) {
        var bytes = travelling.poll().bytes;
        if (bytes.length == 0) ended = true;
        else if (!readerClosed) arrived.add(bytes);
      }
      resumeAll(readers);
    }
  }

  // ---- the reading end

  /** Reads at least a byte, unless there is no room; -1 at the end. */
  int read(byte[] into, int at, int length) throws IOException {
    while (true) {
      Weft.checkpoint();
      Suspension wait;
      synchronized (lock) {
        requireReadable();
        if (length == 0) return 0;
        if (!arrived.isEmpty()) return take(into, at, length);
        if (ended) return -1;
        wait = new Suspension(this);
        readers.add(wait);
      }
      await(wait, readers);
    }
  }

  private int take(byte[] into, int at, int length) {
    int n = 0;
    while (n < length && !arrived.isEmpty()) {
      var first = arrived.peek();
      int some = Math.min(length - n, first.length - read);
      System.arraycopy(first, read, into, at + n, some);
      n += some;
      read += some;
      if (read == first.length) {
        arrived.poll();
        read = 0;
      }
    }
    outstanding -= n;
    resumeAll(writers);
    return n;
  }

  private void requireReadable() throws IOException {
    if (readerClosed) throw new SocketException("this end of the connection is closed");
    requireWhole();
  }

  int available() throws IOException {
    synchronized (lock) {
      requireReadable();
      return arrived.stream().mapToInt(bytes -> bytes.length).sum() - read;
    }
  }

  void closeReader() {
    synchronized (lock) {
      readerClosed = true;
      arrived.clear();
      resumeAll(readers);
      resumeAll(writers);
    }
  }

  // ---- both

  /** Breaks the connection: both ends learn of it at once, and what is under way is lost. */
  void breakDown(String why) {
    synchronized (lock) {
      if (broken != null || (ended && arrived.isEmpty())) return;
      broken = why;
      travelling.clear();
      stuck.clear();
      arrived.clear();
      resumeAll(readers);
      resumeAll(writers);
    }
  }

  private void requireWhole() throws IOException {
    if (broken != null) throw new SocketException("connection reset: " + broken);
  }

  private void await(Suspension wait, WaitQueue<Suspension> queue) {
    try {
      wait.await();
    } finally {
      synchronized (lock) {
        queue.remove(wait);
      }
    }
  }

  private static void resumeAll(WaitQueue<Suspension> queue) {
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      boolean unused = next.resume();
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      if (broken != null) return "broken connection";
      return "connection, " + outstanding + " bytes sent and not read";
    }
  }
}
