package weft.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import weft.CancelScope;
import weft.CancelledError;
import weft.WaitQueue;
import weft.resource.Lease;
import weft.resource.Pool;

/**
 * Sends selects with the same text, whose tasks wait for a connection, together over the first that
 * is free.
 *
 * <p>Those who wait stand in a line for each text. The first in line waits for a connection. With
 * it, it takes as many of the others along as is its share of them (one of ten connections takes a
 * tenth, so that joining never leaves a connection idle), makes the next the first in line, and
 * sends all of them as one text of several statements, of which each has a result of its own.
 *
 * <p>To the server they are one transaction: one that fails undoes all. So after any failure each
 * is sent again, alone, by its own task, and fails or succeeds as if it had never been joined. The
 * exception is a lost connection, after which nobody knows what was done.
 */
final class Pipeline {
  private final Pool<Link, SqlException> pool;
  private final int most;
  private final int connections;

  /** Those who wait behind the first in line; guarded by itself, and so are the queues. */
  private final Map<String, WaitQueue<PipelinedSelect<?>>> lines = new HashMap<>();

  Pipeline(Pool<Link, SqlException> pool, int most, int connections) {
    this.pool = pool;
    this.most = most;
    this.connections = connections;
  }

  /** What the select finds; empty if it is to be sent alone. */
  <R> Optional<R> run(Select<R> select) {
    String text = select.statement().text();
    var own = new PipelinedSelect<>(select, "selects that are sent together");
    if (!leads(text, own)) {
      await(text, own);
      if (!own.isFirst()) return own.outcome();
    }
    return lead(text, own);
  }

  /** How many stand in line behind the first, who waits for a connection. */
  int waiting() {
    synchronized (lines) {
      return lines.values().stream().mapToInt(WaitQueue::size).sum();
    }
  }

  /** Puts the caller in line; tells whether it is the first. */
  private boolean leads(String text, PipelinedSelect<?> own) {
    synchronized (lines) {
      var line = lines.get(text);
      if (line != null) line.add(own);
      else lines.put(text, new WaitQueue<>());
      return line == null;
    }
  }

  private void await(String text, PipelinedSelect<?> own) {
    try {
      own.await();
    } catch (CancelledError e) {
      synchronized (lines) {
        var line = lines.get(text);
        boolean waited = line != null && line.remove(own);
        if (!waited && own.sending != null) own.sending.cancel("one of several selects was");
      }
      throw e;
    }
  }

  private <R> Optional<R> lead(String text, PipelinedSelect<R> own) {
    var lease = borrow(text);
    var all = List.<PipelinedSelect<?>>of(own);
    try {
      var link = lease.get();
      all = take(text, own, link.dialect.sendsSeveral());
      if (all.size() == 1) {
        var select = own.select();
        return Optional.of(Call.run(link, select.sql(), select::run));
      }
      together(link, text, all);
    } finally {
      try {
        Database.giveBack(lease);
      } finally {
        for (var other : all.subList(1, all.size())) {
          boolean unused = other.resume();
        }
      }
    }
    return own.outcome();
  }

  private Lease<Link> borrow(String text) {
    try {
      return pool.borrow();
    } catch (CancelledError e) {
      synchronized (lines) {
        pass(text);
      }
      throw e;
    } catch (Throwable t) { // there is none to be had for the others, either
      synchronized (lines) {
        var line = Objects.requireNonNull(lines.remove(text));
        for (var other = line.poll(); other != null; other = line.poll()) {
          boolean unused = other.resume();
        }
      }
      throw t;
    }
  }

  /** Takes those along that are the share of one connection, a power of two for few texts. */
  private List<PipelinedSelect<?>> take(String text, PipelinedSelect<?> own, boolean several) {
    var sending = new CancelScope();
    own.sending = sending;
    var all = new ArrayList<PipelinedSelect<?>>();
    all.add(own);
    synchronized (lines) {
      var line = Objects.requireNonNull(lines.get(text));
      int share = several ? Math.min(most, line.size() / connections + 1) : 1;
      int size = Integer.highestOneBit(share);
      while (all.size() < size && !line.isEmpty()) {
        var other = Objects.requireNonNull(line.poll());
        if (other.isCancelled()) continue;
        other.sending = sending;
        all.add(other);
      }
      pass(text);
    }
    return all;
  }

  /** Makes the next the first in line. */
  private void pass(String text) {
    var line = Objects.requireNonNull(lines.get(text));
    for (var next = line.poll(); next != null; next = line.poll()) {
      next.lead();
      if (next.resume()) return;
    }
    lines.remove(text);
  }

  /** Sends them; those that are to be sent alone have no outcome then. */
  private static void together(Link link, String text, List<PipelinedSelect<?>> all) {
    var scope = Objects.requireNonNull(all.getFirst().sending);
    boolean done = false;
    try {
      done =
          scope.run(() -> {
            boolean unused = Call.run(link, Errors.statement(text), call -> send(call, text, all));
          });
    } catch (ConnectionException e) {
      for (var select : all) select.lost(e);
      done = true;
    } catch (SqlException | IllegalArgumentException e) {
      // Whose it is, shows when each is sent alone.
    } finally {
      if (!done) all.forEach(PipelinedSelect::forget);
    }
  }

  private static boolean send(Call call, String text, List<PipelinedSelect<?>> all)
      throws SQLException {
    try (var statement = call.prepare(text + ("\n;\n" + text).repeat(all.size() - 1))) {
      int place = 1;
      for (var select : all) place = select.select().statement().bind(call, statement, place);
      boolean found = statement.execute();
      for (var select : all) {
        try (var rows = Statements.rows(found ? statement.getResultSet() : null)) {
          select.read(rows);
        }
        found = statement.getMoreResults();
      }
      return true;
    }
  }
}
