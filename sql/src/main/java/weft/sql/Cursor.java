package weft.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.flow.Emitter;

/**
 * A result that is read some rows at a time: in the driver up to as many as it fetches at once,
 * then outside of it they are emitted, and may take their time.
 */
final class Cursor<T> {
  private final Shape<T> shape;
  private final Prepared prepared;
  private final int fetchSize;
  private final List<T> fetched = new ArrayList<>();
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet rows;
  private Shape.@Nullable OfRow<T> reading;
  private long count;

  Cursor(Shape<T> shape, Prepared prepared, int fetchSize) {
    this.shape = shape;
    this.prepared = prepared;
    this.fetchSize = fetchSize;
  }

  /** Reads the next rows; tells whether there may be more. */
  boolean advance(Call call) throws SQLException {
    var from = rows == null ? open(call) : rows;
    var read = reading == null ? shape.of(Columns.of(from)) : reading;
    reading = read;
    if (statement != null) call.executing(statement);
    fetched.clear();
    for (int i = 0; i < fetchSize; i++) {
      if (!from.next()) return false;
      fetched.add(Statements.present(read.read(from), count++));
    }
    return true;
  }

  private ResultSet open(Call call) throws SQLException {
    var opened = prepared.prepare(call);
    statement = opened;
    opened.setFetchSize(fetchSize);
    var result = Statements.rows(opened.execute() ? opened.getResultSet() : null);
    rows = result;
    return result;
  }

  /** Emits what was read. */
  void emit(Emitter<? super T> out) {
    for (T row : fetched) out.emit(row);
  }

  /** Gives back what the server and the driver hold for this. */
  boolean close(Call call) throws SQLException {
    if (rows != null) rows.close();
    if (statement != null) statement.close();
    return true;
  }

  @Override
  public String toString() {
    return "cursor of " + prepared;
  }
}
