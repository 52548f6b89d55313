package weft.flow;

import static weft.flow.Throwing.unchecked;

import java.util.Objects;
import weft.Mapper;

/** Implementations of {@link Parallel}. */
final class Parallels {
  private static final int MOST_WORKERS = 1 << 20;
  private static final int MOST_ROOM = 1 << 24;

  private Parallels() {}

  static int positive(int n) {
    if (n < 1) throw new IllegalArgumentException("n must be at least 1, but is " + n);
    return n;
  }

  @SuppressWarnings("unchecked") // it takes a T and returns an R
  static <T, R> Source<R> map(
      Source<T> up, int n, boolean ordered, Mapper<? super T, ? extends R, ?> mapper) {
    var f = (Mapper<T, R, RuntimeException>) unchecked(Objects.requireNonNull(mapper, "f"));
    return out ->
        Crew.run(crew -> {
          var ring = Ring.withWorkers(Math.min(n, MOST_WORKERS), ordered, f, crew);
          var unused = crew.start(() -> up.run(ring::put), true, ring::end);
          ring.drainTo(out);
        });
  }

  static <T> Source<T> buffer(Source<T> up, int n) {
    return out ->
        Crew.run(crew -> {
          var ring = Ring.<T>ofRoomFor(Math.min(n, MOST_ROOM));
          var unused = crew.start(() -> up.run(ring::put), true, ring::end);
          ring.drainTo(out);
        });
  }
}
