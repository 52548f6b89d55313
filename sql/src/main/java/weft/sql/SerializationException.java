package weft.sql;

import java.sql.SQLException;

/**
 * The database ended a transaction that got into the way of others, by a conflict or a deadlock. It
 * may succeed when it is run again: see {@link TransactionOptions#retry}.
 */
public final class SerializationException extends SqlException {
  private static final long serialVersionUID = 1;

  SerializationException(String message, SQLException cause) {
    super(message, cause);
  }
}
