package weft.sql;

import java.sql.Connection;

/** What transactions may see of each other. */
public enum Isolation {
  /** What the database has by default. */
  DEFAULT(Connection.TRANSACTION_NONE),
  /** Each statement sees what was committed before it. */
  READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
  /** All statements see the same state. */
  REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
  /** As if transactions ran one after the other. */
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

  private final int level;

  Isolation(int level) {
    this.level = level;
  }

  int level() {
    return level;
  }

  String words() {
    return name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
  }
}
