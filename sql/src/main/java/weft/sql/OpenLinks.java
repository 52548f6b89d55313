package weft.sql;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows all connections that are open, so that they can be cut. */
final class OpenLinks {
  private final Connector connector;
  private final Set<Link> open = ConcurrentHashMap.newKeySet();

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

  void abort() {
    open.forEach(Link::abort);
  }
}
