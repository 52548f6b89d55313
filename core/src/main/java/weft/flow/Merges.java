package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Mapper;
import weft.sync.Semaphore;

/** Several flows as one, each in a task of its own. */
final class Merges {
  /** How many elements wait for the leader at most, of all sources together. */
  static final int AHEAD = 32;

  private Merges() {}

  static <T> Source<T> merge(List<Source<? extends T>> sources) {
    return out ->
        Crew.run(crew -> {
          var inbox = new Inbox<T>(AHEAD, sources.size());
          for (var source : sources) crew.source(source, inbox);
          inbox.drainTo(out);
        });
  }

  static <T, R> Source<R> flatMap(
      Source<T> up, int n, Mapper<? super T, ? extends Flow<? extends R>, ?> mapper) {
    var f = unchecked(Objects.requireNonNull(mapper, "f"));
    return out ->
        Crew.run(crew -> {
          var inbox = new Inbox<R>(AHEAD, 1);
          var turns = new Semaphore(n);
          Emitter<T> starter =
              element -> {
                var turn = turns.acquire();
                inbox.addPutter();
                Source<R> inner = to -> flow(f.apply(element)).run(to);
                // Not in the source: a task that is cancelled before it begins never gets there.
                crew.source(inner, (Emitter<R>) inbox::put, inbox).onDone(_ -> turn.close());
              };
          var unused = crew.source(up, starter, inbox);
          inbox.drainTo(out);
        });
  }

  private static <R> Source<R> flow(@Nullable Flow<? extends R> flow) {
    return source(present(flow, "flatMapMerge"));
  }

  @SuppressWarnings("unchecked") // a source only gives
  static <R> Source<R> source(Flow<? extends R> flow) {
    return (Source<R>) flow.source;
  }

  static <T> List<Source<? extends T>> sources(Iterable<? extends Flow<? extends T>> flows) {
    var sources = new ArrayList<Source<? extends T>>();
    for (var flow : flows) sources.add(Objects.requireNonNull(flow, "flow").source);
    return sources;
  }

  /** An element of each source in turn, as long as it has some. */
  static <T> Source<T> interleave(List<Source<? extends T>> sources) {
    return out ->
        Crew.run(crew -> {
          var inboxes = new ArrayList<Inbox<T>>();
          for (var source : sources) {
            var inbox = new Inbox<T>(Math.max(1, AHEAD / sources.size()), 1);
            inboxes.add(inbox);
            crew.source(source, inbox);
          }
          while (!inboxes.isEmpty()) {
            for (var each = inboxes.iterator(); each.hasNext(); ) {
              T next = each.next().take();
              if (next == null) each.remove();
              else out.emit(next);
            }
          }
        });
  }
}
