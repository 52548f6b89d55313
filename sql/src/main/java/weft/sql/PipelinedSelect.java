package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.CancelScope;
import weft.Suspension;

/** A task's wait for its select, which another task may send together with its own. */
final class PipelinedSelect<R> extends Suspension {
  private final Select<R> select;
  private @Nullable R result; // this and what follows is written before it is resumed
  private @Nullable RuntimeException failure;
  private boolean first;

  /** Where the select is sent together with others; guarded by the lock of the pipeline. */
  @Nullable CancelScope sending;

  PipelinedSelect(Select<R> select, Object on) {
    super(on);
    this.select = select;
  }

  Select<R> select() {
    return select;
  }

  /** Takes what the server answered; a misfit is for nobody else than its task. */
  void read(ResultSet rows) throws SQLException {
    try {
      result = select.reading().read(rows);
    } catch (SqlException e) {
      failure = e;
    }
  }

  /** The select is to be sent by its own task, alone. */
  void forget() {
    result = null;
    failure = null;
  }

  /** Ends the wait: the connection was lost, and nobody knows what was carried out. */
  void lost(ConnectionException e) {
    var own = new ConnectionException(String.valueOf(e.getMessage()));
    own.initCause(e);
    failure = own;
  }

  /** The task is the first in line from now on. */
  void lead() {
    first = true;
  }

  boolean isFirst() {
    return first;
  }

  /** What was read; empty if nothing was. */
  Optional<R> outcome() {
    if (failure != null) throw failure;
    return Optional.ofNullable(result);
  }
}
