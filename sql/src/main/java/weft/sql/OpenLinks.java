package weft.sql;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows all connections that are open, so that they can be cut. */
final class OpenLinks {
  private final Connector connector;
  private final Set<Link> open = ConcurrentHashMap.newKeySet();
  private final Set<Link> listening = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  OpenLinks(Connector connector) {
    this.connector = connector;
  }

  Link open() {
    var link = connector.open();
    open.add(link);
    return link;
  }

  void close(Link link) throws SQLException {
    open.remove(link);
    link.close();
  }

  /**
   * Opens one that listens, outside of the pool, until {@link #endListening}.
   *
   * @throws ConnectionException if that has been
   */
  Link openListening() {
    requireListening();
    var link = connector.open();
    listening.add(link);
    if (closed) {
      stopListening(link);
      link.abort();
    }
    requireListening();
    return link;
  }

  void requireListening() {
    if (closed) throw new ConnectionException("nobody listens any more: the database is closed");
  }

  void stopListening(Link link) {
    listening.remove(link);
  }

  /** Cuts those that listen, for they never end by themselves, and lets no others begin. */
  void endListening() {
    closed = true;
    listening.forEach(Link::abort);
  }

  void abort() {
    open.forEach(Link::abort);
  }
}
