package weft.sql;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change would have violated a constraint. */
public final class ConstraintException extends SqlException {
  private static final long serialVersionUID = 1;

  /** What a constraint demands. */
  public enum Kind {
    /** No two rows with the same values. */
    UNIQUE,
    /** A row that is referred to. */
    FOREIGN_KEY,
    /** A value that isn't null. */
    NOT_NULL,
    /** A condition. */
    CHECK,
    /** Something else. */
    OTHER
  }

  private final Kind kind;
  private final @Nullable String constraint;

  ConstraintException(String message, SQLException cause, Kind kind, @Nullable String constraint) {
    super(message, cause);
    this.kind = kind;
    this.constraint = constraint;
  }

  /** What the constraint demands. */
  public Kind kind() {
    return kind;
  }

  /** The name of the constraint, if the driver tells: PostgreSQL's does. */
  public Optional<String> constraint() {
    return Optional.ofNullable(constraint);
  }
}
