package weft.web;

import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Handlers that go on though they were cancelled: a server that is closed can't end before them.
 */
final class Stragglers {
  private static final System.Logger LOGGER = System.getLogger("weft.web");
  private static final int MOST = 10; // of a kind: one tells as much as a thousand

  private Stragglers() {}

  /** Says which they are, and what each does. */
  static void tell(Set<Exchange> exchanges, Set<WebSocket> sockets) {
    exchanges.stream().limit(MOST).forEach(e -> tell(e.request(), e.task()));
    sockets.stream().limit(MOST).forEach(s -> tell(s.request(), s.task()));
  }

  private static void tell(Request request, @Nullable Thread task) {
    if (task == null) return;
    var here = new IllegalStateException("it is here");
    here.setStackTrace(task.getStackTrace());
    String why = ": was cancelled and goes on; the server can't close before it ends";
    LOGGER.log(Level.WARNING, request + why, here);
  }
}
