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
import weft.sync.Permit;
import weft.sync.Semaphore;

/**
 * The one task that writes to the store, in batches, fed by a queue that makes the others wait when
 * it can't keep up.
 *
 * <p>It is shielded from beginning to end: what was fetched is stored also when the crawl is
 * cancelled, and no interrupt ever reaches the database, which would lose its file or connection by
 * it.
 */
final class Recorder {
  private static final int CAPACITY = 1024;
  private static final int LARGEST_BATCH = 500;

  /** Bytes of bodies that may wait, packed as they are. */
  private static final int ROOM = (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8);

  private static final Duration LINGER = Duration.ofMillis(200);

  private final CrawlStore store;
  private final Semaphore room = new Semaphore(ROOM);
  private final WorkQueue<Waiting> queue = WorkQueue.bounded(CAPACITY);
  private final AtomicReference<@Nullable StoreException> failure = new AtomicReference<>();

  Recorder(CrawlStore store) {
    this.store = store;
  }

  /** Hands a visit over; it will be stored even if the caller is being cancelled. */
  void put(Visit visit) {
    shield(() -> {
      var waiting = new Waiting(visit, room(visit));
      boolean taken = false;
      try {
        queue.put(waiting);
        taken = true;
      } finally {
        if (!taken) waiting.leave();
      }
    });
  }

  /** Room for its bodies: one that is larger than all there is gets that. */
  private Optional<Permit> room(Visit visit) {
    int size = (int) Math.min(ROOM, visit.size());
    return size == 0 ? Optional.empty() : Optional.of(room.acquireMany(size));
  }

  /** A visit, and the room that it takes up until it is stored. */
  private record Waiting(Visit visit, Optional<Permit> room) {
    void leave() {
      room.ifPresent(Permit::close);
    }
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
          var batch = new ArrayList<Waiting>();
          more = fill(batch);
          if (!batch.isEmpty()) write(batch);
        }
      } finally {
        queue.close(); // after a failure nobody must wait for room
        for (var left = queue.tryTake(); left.isPresent(); left = queue.tryTake()) {
          left.get().leave();
        }
      }
    });
  }

  /** Waits for a first visit, then a little for more; false when there will be none. */
  private boolean fill(List<Waiting> batch) {
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

  private void write(List<Waiting> batch) {
    try {
      List<Visit> visits = batch.stream().map(Waiting::visit).toList();
      toThread(() -> store.write(visits));
    } catch (StoreException e) {
      failure.set(e);
      throw e;
    } finally {
      batch.forEach(Waiting::leave);
    }
  }
}
