package weft.sql;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import weft.Weft;

/** Brings a connection from the thread that opens it to the one who waits, if that still does. */
final class Handover {
  private static final Object NOTHING = new Object();
  private static final Object TAKEN = new Object();
  private static final Object LEFT = new Object();

  private final AtomicReference<Object> state = new AtomicReference<>(NOTHING);

  /** Opens one; it is closed at once if nobody waits for it any more. */
  Link open(Connector connector) throws SQLException {
    return Weft.<Link, SQLException>shield(() -> {
      var link = connector.openHere();
      if (!state.compareAndSet(NOTHING, link)) link.close();
      return link;
    });
  }

  /** Takes what there is, for one who has waited to the end. */
  Link taken(Link link) {
    state.set(TAKEN);
    return link;
  }

  /** Ends the wait, however; what nobody has taken is closed. */
  void leave() throws SQLException {
    if (state.getAndSet(LEFT) instanceof Link link) Weft.<SQLException>shield(link::close);
  }
}
