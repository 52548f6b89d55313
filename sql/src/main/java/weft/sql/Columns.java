package weft.sql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of a result, and how the values in them are read. */
final class Columns {
  private final String[] labels;
  private final int[] types;
  private final Reader[] readers;

  private Columns(String[] labels, int[] types, Reader[] readers) {
    this.labels = labels;
    this.types = types;
    this.readers = readers;
  }

  static Columns of(ResultSet rows) throws SQLException {
    ResultSetMetaData data = rows.getMetaData();
    int count = data.getColumnCount();
    var labels = new String[count];
    var types = new int[count];
    var readers = new Reader[count];
    for (int i = 0; i < count; i++) {
      labels[i] = data.getColumnLabel(i + 1);
      types[i] = data.getColumnType(i + 1);
      readers[i] = Reader.of(types[i], data, i + 1);
    }
    return new Columns(labels, types, readers);
  }

  int count() {
    return labels.length;
  }

  String label(int i) {
    return labels[i];
  }

  List<String> labels() {
    return List.of(labels);
  }

  /** The number of its type, of {@link java.sql.Types}. */
  int type(int i) {
    return types[i];
  }

  Reader reader(int i) {
    return readers[i];
  }

  /**
   * Which column has this label, whatever its case.
   *
   * @throws MappingException if there is none, or more than one
   */
  int find(String label) {
    int found = -1;
    for (int i = 0; i < labels.length; i++) {
      if (!labels[i].equalsIgnoreCase(label)) continue;
      if (found >= 0) throw new MappingException("more than one column is called " + label);
      found = i;
    }
    if (found >= 0) return found;
    throw new MappingException("no column is called " + label + ": there are " + this);
  }

  /** What a label and the name of a component have in common: user_id and userId are alike. */
  static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  @Nullable Object[] read(ResultSet rows) throws SQLException {
    var values = new @Nullable Object[readers.length];
    for (int i = 0; i < values.length; i++) values[i] = readers[i].read(rows, i + 1);
    return values;
  }

  @Override
  public String toString() {
    return Arrays.toString(labels);
  }
}
