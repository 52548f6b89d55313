package weft;

import java.util.ArrayList;
import java.util.stream.Collectors;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Idle;
import weft.internal.loop.Seat;

/** Notices, in debug mode, that the tasks of a program's loop all wait for each other. */
final class Stuck implements Idle {
  private final EventLoop loop;
  private String told = "";

  Stuck(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public boolean idle(Dispatcher dispatcher) {
    if (dispatcher.outside().isQuiet()
        && dispatcher.alive() > 0
        && loop.clock().timers().isEmpty()) {
      var picture = picture(dispatcher);
      if (!picture.equals(told)) {
        told = picture;
        loop.environment().report(loop.toString(), new DeadlockException(picture));
      }
    }
    return false;
  }

  private String picture(Dispatcher dispatcher) {
    var lines = new ArrayList<String>();
    for (var seat : dispatcher.seats()) lines.add(line(seat));
    return lines.stream()
        .sorted()
        .collect(
            Collectors.joining(
                "", loop + " waits for ever, unless another thread wakes one of its tasks:", ""));
  }

  private static String line(Seat seat) {
    var waiting = seat.work() instanceof Strand strand ? strand.waiting() : null;
    return "\n  "
        + Watchdog.name(seat)
        + " waits"
        + (waiting == null ? "" : " for " + waiting.on());
  }
}
