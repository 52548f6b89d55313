package weft.flow;

import static weft.flow.Throwing.present;
import static weft.flow.Throwing.unchecked;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.Mapper;
import weft.Task;
import weft.TaskCancelledException;

/** Operators for which the last element counts. */
final class Latest {
  /** An element, and where it comes from. */
  private record From<T>(long place, T element) {}

  private Latest() {}

  @SuppressWarnings("unchecked") // the first place has an A, the second a B
  static <A, B, R> Source<R> combine(
      Source<A> a, Source<B> b, BiMapper<? super A, ? super B, ? extends R, ?> mapper) {
    var f = unchecked(mapper);
    return out ->
        Crew.run(crew -> {
          var inbox = new Inbox<From<Object>>(Merges.AHEAD, 2);
          var unusedA = crew.source(a, e -> inbox.put(new From<>(0, e)), inbox);
          var unusedB = crew.source(b, e -> inbox.put(new From<>(1, e)), inbox);
          var latest = new @Nullable Object[2];
          for (var next = inbox.take(); next != null; next = inbox.take()) {
            latest[(int) next.place] = next.element;
            if (latest[0] == null || latest[1] == null) continue;
            out.emit(present(f.apply((A) latest[0], (B) latest[1]), "combineLatest"));
          }
        });
  }

  static <T, R> Source<R> flatMap(
      Source<T> up, Mapper<? super T, ? extends Flow<? extends R>, ?> mapper) {
    var f = unchecked(mapper);
    return out ->
        Crew.run(crew -> {
          var switching = new Switching<T, R>(crew, f);
          var unused = crew.source(up, switching, switching.inbox);
          switching.drainTo(out);
        });
  }

  /** Starts a flow for each element, after it has ended the last one. */
  private static final class Switching<T, R> implements Emitter<T> {
    private final Inbox<From<R>> inbox = new Inbox<>(Merges.AHEAD, 1);
    private final AtomicLong number = new AtomicLong();
    private final Crew crew;
    private final Mapper<? super T, ? extends Flow<? extends R>, RuntimeException> f;
    private Optional<Task<Void>> running = Optional.empty();
    private volatile boolean begun; // the last flow

    Switching(Crew crew, Mapper<? super T, ? extends Flow<? extends R>, RuntimeException> f) {
      this.crew = crew;
      this.f = f;
    }

    @Override
    public void emit(T element) {
      long mine = number.incrementAndGet(); // from here on the last flow's elements are old
      running.ifPresent(this::end);
      inbox.addPutter();
      begun = false;
      running =
          Optional.of(crew.start(() -> run(element, mine), true, thrown -> ended(mine, thrown)));
    }

    private void run(T element, long mine) throws Throwable {
      begun = true;
      Merges.<R>source(present(f.apply(element), "flatMapLatest"))
          .run(e -> inbox.put(new From<>(mine, e)));
    }

    private void end(Task<Void> task) {
      var unused = task.cancel("there is a newer element");
      try {
        task.await();
      } catch (TaskCancelledException e) {
        if (!begun) inbox.end(null); // it could not say so itself
      }
    }

    private void ended(long mine, @Nullable Throwable thrown) {
      boolean replaced = thrown != null && Crew.isCut(thrown) && number.get() != mine;
      inbox.end(replaced ? null : thrown);
    }

    void drainTo(Emitter<? super R> out) throws Throwable {
      for (var next = inbox.take(); next != null; next = inbox.take()) {
        if (next.place == number.get()) out.emit(next.element);
      }
    }
  }
}
