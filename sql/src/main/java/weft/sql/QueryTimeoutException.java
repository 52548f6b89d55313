package weft.sql;

import java.sql.SQLException;

/**
 * The database ended a statement that took too long by the database's own limits, waited too long
 * for a lock, or was ended by its administrator.
 *
 * <p>This is not the end of a {@link weft.Weft#timeout}, which throws {@link
 * weft.TimeoutException}.
 */
public final class QueryTimeoutException extends SqlException {
  private static final long serialVersionUID = 1;

  QueryTimeoutException(String message, SQLException cause) {
    super(message, cause);
  }
}
