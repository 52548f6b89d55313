package weft.sql;

import java.sql.SQLException;

/**
 * There is no connection: it was refused or not let in, or it was lost. Of a statement that was
 * under way nobody knows whether it was carried out.
 */
public final class ConnectionException extends SqlException {
  private static final long serialVersionUID = 1;

  ConnectionException(String message) {
    super(message);
  }

  ConnectionException(String message, SQLException cause) {
    super(message, cause);
  }
}
