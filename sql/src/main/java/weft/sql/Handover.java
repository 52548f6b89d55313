package weft.sql;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.Weft;

/** Brings a connection from the thread that opens it to the one who waits, if that still does. */
final class Handover {
  private static final Object NOTHING = new Object();
  private static final Object TAKEN = new Object();
  private static final Object LEFT = new Object();

  private final AtomicReference<Object> state = new AtomicReference<>(NOTHING);

  /** Opens one; it is closed at once, and a failure is nobody's, if nobody waits any more. */
  @Nullable Link open(Connector connector) throws SQLException {
    return Weft.<@Nullable Link, SQLException>shield(() -> {
      try {
        var link = connector.openHere();
        if (state.compareAndSet(NOTHING, link)) return link;
        link.close();
      } catch (SQLException e) {
        if (state.get() != LEFT) throw e;
      }
      return null;
    });
  }

  /** Takes what there is, for one who has waited to the end. */
  Link taken(@Nullable Link link) {
    state.set(TAKEN);
    return Objects.requireNonNull(link, "nobody has left");
  }

  /** Ends the wait, however; what nobody has taken is closed. */
  void leave() throws SQLException {
    if (state.getAndSet(LEFT) instanceof Link link) Weft.<SQLException>shield(link::close);
  }
}
