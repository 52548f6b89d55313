package weft.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something that is done in the driver. */
@FunctionalInterface
interface Work<T extends @Nullable Object> {
  /** Does it; what can be cancelled is {@code call}'s to know. */
  T run(Call call) throws SQLException;
}
