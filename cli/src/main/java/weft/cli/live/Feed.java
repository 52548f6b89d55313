package weft.cli.live;

import java.time.Duration;
import weft.Weft;
import weft.crawl.Crawl;
import weft.crawl.CrawlSnapshot;
import weft.web.Message;
import weft.web.Room;
import weft.web.Rooms;
import weft.web.WebSocket;

/** Tells all browsers that look how the crawl goes. None of them makes it, or the crawl, wait. */
final class Feed {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final int MOST_POINTS = 600; // five minutes
  private static final int MOST_ROWS = 100;

  private final Crawl crawl;
  private final String secret;
  private final Room room = new Rooms().get("live");
  private final History history = new History(MOST_POINTS, MOST_ROWS);
  private volatile boolean ready;
  private long number; // of the one task that runs it

  Feed(Crawl crawl, String secret) {
    this.crawl = crawl;
    this.secret = secret;
  }

  /** Until the crawl is over. */
  void run() {
    crawl.snapshots(EVERY).forEach(this::tell);
  }

  private void tell(CrawlSnapshot now) {
    var tick = Tick.of(++number, now);
    history.add(tick); // first, so that who joins from now on misses nothing
    room.broadcast(Message.json(tick));
    boolean wanted = number % 2 == 0 || tick.isLast();
    if (wanted && isWatched()) room.broadcast(Message.json(TaskRows.of(Weft.taskTree(), secret)));
  }

  /**
   * Lets a browser in, for as long as {@code body} runs. It is told the history after it has
   * joined, so some ticks may come before and are part of it too: their numbers say so.
   */
  void show(WebSocket socket, Runnable body) {
    try (var _ = room.join(socket, "")) {
      socket.send(Message.json(history.hello(ready)));
      body.run();
    }
  }

  private record Ready(String type) {}

  /** Says that the results can be searched. */
  void resultsAreReady() {
    ready = true;
    room.broadcast(Message.json(new Ready("ready")));
  }

  boolean isWatched() {
    return !room.members().isEmpty();
  }
}
