package weft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The channels that an event loop watches: a selector and its thread, once there is one to watch.
 *
 * <p>What was found ready is not looked at again until its callback has run: so a callback that
 * leaves something to be read is called again, and the selector never runs ahead of the loop. Only
 * the selector's thread touches keys; others change what they want and wake it.
 */
final class Readiness implements Runnable {
  private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
  private static final int WRITE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

  private final EventLoop loop;

  /** Guards all of this, what is in the entries too. */
  private final Object lock = new Object();

  private final IdentityHashMap<SelectableChannel, Entry> entries = new IdentityHashMap<>();
  private final ArrayDeque<Entry> changed = new ArrayDeque<>();
  private @Nullable Selector selector;
  private boolean closed;

  /** A channel that is watched, or was. */
  private static final class Entry {
    final SelectableChannel channel;
    @Nullable Watch read;
    @Nullable Watch write;
    @Nullable SelectionKey key;

    Entry(SelectableChannel channel) {
      this.channel = channel;
    }

    boolean isOver() {
      return read == null && write == null;
    }

    int interest() {
      return (read == null ? 0 : read.interest()) | (write == null ? 0 : write.interest());
    }
  }

  Readiness(EventLoop loop) {
    this.loop = loop;
  }

  Registration onReadable(SelectableChannel channel, Action<?> callback) {
    return watch(channel, false, callback);
  }

  Registration onWritable(SelectableChannel channel, Action<?> callback) {
    return watch(channel, true, callback);
  }

  private Watch watch(SelectableChannel channel, boolean writing, Action<?> callback) {
    Objects.requireNonNull(callback, "callback");
    int operations = operations(channel, writing);
    synchronized (lock) {
      var entry = entries.computeIfAbsent(channel, Entry::new);
      if ((writing ? entry.write : entry.read) != null) {
        throw new IllegalStateException(channel + " is watched for this already");
      }
      var watch = new Watch(loop, this, channel, operations, callback);
      if (writing) entry.write = watch;
      else entry.read = watch;
      change(entry);
      return watch;
    }
  }

  private static int operations(SelectableChannel channel, boolean writing) {
    int operations = channel.validOps() & (writing ? WRITE : READ);
    if (operations == 0) {
      throw new IllegalArgumentException(
          channel + (writing ? " can't be written to" : " can't be read from"));
    }
    if (!channel.isOpen()) throw new IllegalArgumentException(channel + " is closed");
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          channel + " is in blocking mode: call configureBlocking(false) first");
    }
    return operations;
  }

  /** Called when {@code watch} wants to hear again of what is ready. */
  void rearm(Watch watch) {
    synchronized (lock) {
      watch.arm();
      var entry = entries.get(watch.channel());
      if (entry != null) change(entry);
    }
  }

  /** Ends {@code watch}; false if that was done before. */
  boolean remove(Watch watch) {
    synchronized (lock) {
      var entry = entries.get(watch.channel());
      if (entry == null) return false;
      if (entry.read == watch) entry.read = null;
      else if (entry.write == watch) entry.write = null;
      else return false;
      if (entry.isOver()) entries.remove(entry.channel);
      change(entry);
      return true;
    }
  }

  /** Under the lock. */
  private void change(Entry entry) {
    if (closed) return;
    changed.add(entry);
    if (selector == null) start();
    if (selector != null) selector.wakeup();
  }

  private void start() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no selector to be had", e);
    }
    Thread.ofPlatform().daemon().name(loop + ", selector").start(this);
  }

  /** Ends all watches. */
  void close() {
    @Nullable Selector open;
    synchronized (lock) {
      closed = true;
      open = selector;
      entries.clear();
    }
    try {
      if (open != null) open.close();
    } catch (IOException e) {
      loop.environment().report(loop + ", selector", e);
    }
  }

  @Override
  public void run() {
    @Nullable Selector own;
    synchronized (lock) {
      own = selector;
    }
    try {
      while (own != null && own.isOpen()) {
        own.select(this::ready);
        synchronized (lock) {
          for (var entry = changed.poll(); entry != null; entry = changed.poll()) {
            apply(own, entry);
          }
        }
      }
    } catch (ClosedSelectorException e) {
      // the loop has ended
    } catch (Throwable t) {
      loop.environment().report(loop + ", selector", t);
    }
  }

  private void ready(SelectionKey key) {
    synchronized (lock) {
      if (!(key.attachment() instanceof Entry entry)) return;
      try {
        int operations = key.readyOps();
        if (entry.read != null) entry.read.ready(operations);
        if (entry.write != null) entry.write.ready(operations);
        key.interestOps(entry.interest());
      } catch (CancelledKeyException e) {
        // the channel has just been closed
      }
    }
  }

  /** Under the lock, on the selector's thread: has the selector look for what is wanted. */
  private static void apply(Selector selector, Entry entry) throws IOException {
    var key = entry.key;
    try {
      if (entry.isOver()) {
        if (key != null) key.cancel();
      } else if (key != null) {
        key.interestOps(entry.interest());
      } else {
        entry.key = register(selector, entry);
      }
    } catch (ClosedChannelException | CancelledKeyException e) {
      // closed without a word: nothing will ever be ready
    }
  }

  private static SelectionKey register(Selector selector, Entry entry) throws IOException {
    var old = entry.channel.keyFor(selector);
    if (old != null && !old.isValid()) selector.selectNow(); // it was watched until just now
    return entry.channel.register(selector, entry.interest(), entry);
  }
}
