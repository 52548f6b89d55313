package weft.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import weft.Action;
import weft.Body;
import weft.Weft;
import weft.flow.Flow;

/** Runs of flows of notifications. */
final class Listening {
  /** After so long a silence the server is asked whether it is still there. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private Listening() {}

  static Flow<Notification> flow(
      OpenLinks links, Settings settings, Action<?> onListening, String... channels) {
    var names = List.of(channels);
    if (names.isEmpty()) throw new IllegalArgumentException("no channel to listen to");
    return Flow.generate(out -> {
      var link = links.openListening();
      try {
        var notifier = link.dialect.notifier(link.connection);
        for (String name : names) {
          Call.run(
              link,
              "listen " + name,
              call -> {
                notifier.listen(name);
                return true;
              });
        }
        onListening.run();
        while (true) {
          for (var notification : next(links, link, notifier)) out.emit(notification);
        }
      } finally {
        links.stopListening(link);
        close(link, settings.finishWithin());
      }
    });
  }

  /**
   * Waits for the next ones; the connection is good for nothing else, so a cancellation cuts it.
   */
  private static List<Notification> next(OpenLinks links, Link link, Notifier notifier) {
    Weft.checkpoint();
    try (var _ = Weft.onCancel(link::abort)) {
      var next =
          Weft.shield((Body<List<Notification>, SQLException>) () -> notifier.await(SILENCE));
      if (next.isEmpty() && !link.isWell()) throw new SQLException("no answer", "08006");
      return next;
    } catch (SQLException e) {
      boolean cut = link.isBroken();
      link.broken();
      if (cut) Weft.checkpoint();
      links.requireListening();
      throw Errors.of(e, "listen", link.dialect);
    }
  }

  private static void close(Link link, Duration limit) {
    if (link.isBroken()) {
      link.abort();
      return;
    }
    boolean unused =
        Call.within(
            link,
            limit,
            "end of listening",
            call -> {
              link.close();
              return true;
            });
  }
}
