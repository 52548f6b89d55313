package weft.sql;

import org.jspecify.annotations.Nullable;

/** A row doesn't fit what was to be made of it: a column too many, too few, or of another type. */
public final class MappingException extends SqlException {
  private static final long serialVersionUID = 1;

  MappingException(String message) {
    super(message);
  }

  MappingException(String message, @Nullable Throwable cause) {
    super(message);
    if (cause != null) initCause(cause);
  }
}
