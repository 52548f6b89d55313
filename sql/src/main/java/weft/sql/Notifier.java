package weft.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A connection's ear for notifications. */
interface Notifier {
  /** Begins to listen. */
  void listen(String channel) throws SQLException;

  /** Waits up to {@code limit}; empty if nothing came. */
  List<Notification> await(Duration limit) throws SQLException;
}
