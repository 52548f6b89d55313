package weft.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import weft.Body;

/**
 * The connections, those in use and those kept for the next exchange. Never makes anybody wait: how
 * many may be in use is counted before.
 *
 * <p>The connection that was used last is lent first, so that those that are not needed grow old.
 * Where there are as many as there may be in all, the oldest one makes room for a new one.
 */
final class Pool {
  private final int most;
  private final long idleNanos;
  private final Map<HttpHost, Deque<Connection>> idle = new HashMap<>(); // guarded by this
  private final Set<Connection> open = new HashSet<>(); // guarded by this
  private int kept; // guarded by this, like the next
  private int opening;
  private boolean closed; // guarded by this

  Pool(HttpOptions options) {
    this.most = options.maxConnections();
    this.idleNanos = options.idleTimeout().toNanos();
  }

  /** A connection that was kept, and is not too old; it may have been closed by the server. */
  Optional<Connection> lend(HttpHost route, long now) {
    while (true) {
      Connection last = take(route);
      if (last == null) return Optional.empty();
      if (now - last.idleSince() < idleNanos) return Optional.of(last);
      drop(last);
    }
  }

  private synchronized @Nullable Connection take(HttpHost route) {
    requireOpen();
    Deque<Connection> stack = idle.get(route);
    if (stack == null) return null;
    Connection last = stack.pop();
    if (stack.isEmpty()) idle.remove(route);
    kept--;
    return last;
  }

  private void requireOpen() {
    if (closed) throw new IllegalStateException("the client is closed");
  }

  /** A new connection, which counts as in use while it is being opened. */
  Connection open(Body<Connection, IOException> way) throws IOException {
    makeRoom().forEach(this::drop);
    Optional<Connection> opened = Optional.empty();
    try {
      opened = Optional.of(way.call());
      return opened.get();
    } finally {
      arrived(opened);
    }
  }

  private void arrived(Optional<Connection> opened) {
    synchronized (this) {
      opening--;
      if (opened.isEmpty()) return;
      if (!closed) {
        open.add(opened.get());
        return;
      }
    }
    opened.get().close(CloseMode.IMMEDIATE);
  }

  private synchronized List<Connection> makeRoom() {
    requireOpen();
    opening++;
    List<Connection> spare = new ArrayList<>();
    while (open.size() + opening > most && kept > 0) spare.add(oldest());
    return spare;
  }

  private Connection oldest() {
    Connection oldest = null;
    for (Deque<Connection> stack : idle.values()) {
      Connection last = stack.getLast();
      if (oldest == null || last.idleSince() - oldest.idleSince() < 0) oldest = last;
    }
    if (oldest == null) throw new IllegalStateException("none is kept");
    forget(oldest);
    open.remove(oldest);
    return oldest;
  }

  private void forget(Connection connection) {
    Deque<Connection> stack = idle.get(connection.route());
    if (stack == null || !stack.remove(connection)) return;
    if (stack.isEmpty()) idle.remove(connection.route());
    kept--;
  }

  /** Takes a connection back that may be used again. */
  void keep(Connection connection, long now) {
    synchronized (this) {
      if (!closed) {
        connection.idleFrom(now);
        idle.computeIfAbsent(connection.route(), _ -> new ArrayDeque<>()).push(connection);
        kept++;
        return;
      }
    }
    drop(connection);
  }

  /** Closes a connection that was lent. Does not wait for the server. */
  void drop(Connection connection) {
    synchronized (this) {
      open.remove(connection);
    }
    connection.close(CloseMode.IMMEDIATE);
  }

  /** Closes those that were kept for too long. */
  void sweep(long now) {
    List<Connection> old = new ArrayList<>();
    synchronized (this) {
      for (Deque<Connection> stack : idle.values())
        for (Connection connection : stack)
          if (now - connection.idleSince() >= idleNanos) old.add(connection);
      old.forEach(this::forget);
    }
    old.forEach(this::drop);
  }

  synchronized int inUse() {
    return open.size() - kept + opening;
  }

  synchronized int idle() {
    return kept;
  }

  /** Closes all of them, and what is added or kept later. */
  void close() {
    List<Connection> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(open);
      idle.clear();
      open.clear();
      kept = 0;
    }
    for (Connection connection : all) connection.close(CloseMode.IMMEDIATE);
  }
}
