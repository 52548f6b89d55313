package weft.sql;

import java.sql.SQLException;

/**
 * A database, or its driver, refused or failed. The message is one line: what the database said,
 * the SQL state, and the statement, without its parameters.
 *
 * <p>Unchecked, other than {@link SQLException}, which is its cause: few callers can do anything
 * about a failed statement but let it pass. Those failures that a program may well handle have
 * classes of their own.
 */
public sealed class SqlException extends RuntimeException
    permits ConnectionException,
        ConstraintException,
        MappingException,
        QueryTimeoutException,
        RowCountException,
        SerializationException {
  private static final long serialVersionUID = 1;

  private final String state;

  SqlException(String message) {
    super(message);
    state = "";
  }

  SqlException(String message, SQLException cause) {
    super(message, cause);
    state = Errors.state(cause);
  }

  /** The five characters by which SQL names a failure; empty if it isn't the database's. */
  public final String sqlState() {
    return state;
  }
}
