package weft.crawl;

import static weft.Weft.moveOnAfter;
import static weft.Weft.shield;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.ReadyBody.Ready;
import weft.channel.ClosedException;
import weft.channel.WorkQueue;
import weft.crawl.result.Visit;
import weft.crawl.store.CrawlStore;
import weft.crawl.store.StoreException;

/**
 * The one task that writes to the store, in batches, fed by a queue that makes the others wait when
 * it can't keep up.
 *
 * <p>It is shielded from beginning to end: what was fetched is stored also when the crawl is
 * cancelled, and no interrupt ever reaches H2, which would lose its file by it.
 */
final class Recorder {
  private static final int CAPACITY = 1024;
  private static final int LARGEST_BATCH = 500;
  private static final Duration LINGER = Duration.ofMillis(200);

  private final CrawlStore store;
  private final WorkQueue<Visit> queue = WorkQueue.bounded(CAPACITY);
  private final AtomicReference<@Nullable StoreException> failure = new AtomicReference<>();

  Recorder(CrawlStore store) {
    this.store = store;
  }

  /** Hands a visit over; it will be stored even if the caller is being cancelled. */
  void put(Visit visit) {
    shield(() -> queue.put(visit));
  }

  /** Lets nothing more in; the task then ends when all is stored. */
  void close() {
    queue.close();
  }

  /** Why it stopped early, if it did. */
  Optional<StoreException> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** The task's body. */
  void run(Ready<Boolean> ready) {
    shield(() -> {
      ready.ready(true);
      try {
        boolean more = true;
        while (more) {
          var batch = new ArrayList<Visit>();
          more = fill(batch);
          if (!batch.isEmpty()) write(batch);
        }
      } finally {
        queue.close(); // after a failure nobody must wait for room
      }
    });
  }

  /** Waits for a first visit, then a little for more; false when there will be none. */
  private boolean fill(List<Visit> batch) {
    try {
      batch.add(queue.take());
      moveOnAfter(
          LINGER,
          () -> {
            while (batch.size() < LARGEST_BATCH) batch.add(queue.take());
          });
      return true;
    } catch (ClosedException _) {
      return false;
    }
  }

  private void write(List<Visit> batch) {
    try {
      toThread(() -> store.write(batch));
    } catch (StoreException e) {
      failure.set(e);
      throw e;
    }
  }
}
