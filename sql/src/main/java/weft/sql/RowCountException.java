package weft.sql;

/** There was no row where one was asked for, or more than one. */
public final class RowCountException extends SqlException {
  private static final long serialVersionUID = 1;

  RowCountException(String message) {
    super(message);
  }
}
