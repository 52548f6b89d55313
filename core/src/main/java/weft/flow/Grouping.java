package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import weft.Mapper;

/** Groups of elements, each with a flow of its own, which are merged. */
final class Grouping<T, K, R> implements Source<R> {
  private static final int AHEAD = 16;

  private final Source<T> up;
  private final int most;
  private final Mapper<? super T, ? extends K, RuntimeException> key;
  private final BiMapper<? super K, ? super Flow<T>, ? extends Flow<? extends R>, RuntimeException>
      f;

  Grouping(
      Source<T> up,
      int most,
      Mapper<? super T, ? extends K, ?> key,
      BiMapper<? super K, ? super Flow<T>, ? extends Flow<? extends R>, ?> f) {
    this.up = up;
    this.most = most;
    this.key = unchecked(Objects.requireNonNull(key, "key"));
    this.f = unchecked(Objects.requireNonNull(f, "f"));
  }

  @Override
  public void run(Emitter<? super R> out) throws Throwable {
    Crew.run(crew -> {
      var groups = new Groups(crew);
      var unused =
          crew.start(
              () -> {
                try {
                  up.run(groups);
                } catch (Throwable t) {
                  groups.endAll(t);
                  throw t;
                }
                groups.endAll(null);
              },
              true,
              groups.results::end);
      groups.results.drainTo(out);
    });
  }

  /** The groups of one run. */
  private final class Groups implements Emitter<T> {
    private final Crew crew;
    private final Inbox<R> results = new Inbox<>(Merges.AHEAD, 1);
    private final Map<K, Inbox<T>> groups = new ConcurrentHashMap<>();

    Groups(Crew crew) {
      this.crew = crew;
    }

    @Override
    public void emit(T element) {
      K k = Throwing.<K>present(key.apply(element), "groupBy");
      boolean taken = false;
      while (!taken) {
        var group = groups.get(k);
        if (group == null) group = begin(k);
        taken = group.put(element); // not by one that has ended just now
      }
    }

    private Inbox<T> begin(K k) {
      if (groups.size() == most) {
        throw new IllegalStateException("there are " + most + " groups already: no more for " + k);
      }
      var group = new Inbox<T>(AHEAD, 1);
      groups.put(k, group);
      results.addPutter();
      var unused =
          crew.start(
              () -> {
                try {
                  var elements = new Flow<T>(group::drainTo);
                  var made = present(f.apply(k, elements), "groupBy");
                  Merges.<R>source(made).run(results::put);
                } finally {
                  groups.remove(k, group);
                  group.abandon();
                }
              },
              true,
              results::end);
      return group;
    }

    /** Groups end with the flow above; its failure is for the leader alone. */
    void endAll(@Nullable Throwable thrown) {
      if (thrown == null) for (var group : groups.values()) group.end(null);
    }
  }
}
