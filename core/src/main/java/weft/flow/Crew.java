package weft.flow;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.CancelledError;
import weft.Scope;
import weft.Task;
import weft.Weft;
import weft.internal.lock.Backoff;

/**
 * The tasks of a concurrent stage, and its leader: the caller, who alone emits downstream.
 *
 * <p>Tasks hand what they have, and how they end, to the leader by way of an {@link Inbox} or a
 * {@link Ring}; none of them fails as a task. When the leader is done, whatever the reason, the
 * others are cancelled, and the stage ends when they have. What is thrown by a source that is ended
 * so, by its {@code finally} say, comes out too.
 */
final class Crew {
  /** What the caller does in a stage. */
  @FunctionalInterface
  interface Leader {
    void run(Crew crew) throws Throwable;
  }

  private final Scope scope;
  private final List<Throwable> late = new CopyOnWriteArrayList<>();
  private volatile boolean ending;

  private Crew(Scope scope) {
    this.scope = scope;
  }

  /** Runs a stage on the caller's thread. */
  static void run(Leader leader) throws Throwable {
    var end =
        new Object() {
          @Nullable Throwable thrown;
          List<Throwable> late = List.of();
        };
    @Nullable CancelledError cancelled = null;
    try {
      Weft.scope(s -> {
        var crew = new Crew(s);
        end.late = crew.late;
        try {
          leader.run(crew);
        } catch (Throwable t) {
          end.thrown = t;
        }
        crew.ending = true;
        var unused = s.cancel("the stage has ended");
      });
    } catch (CancelledError e) {
      cancelled = e;
    }
    var failure = first(end.thrown, end.late, cancelled);
    if (failure == null) return;
    for (var other : end.late) if (other != failure) failure.addSuppressed(other);
    throw failure;
  }

  /** A failure wins over a cancellation, and this over a wish to stop. */
  private static @Nullable Throwable first(
      @Nullable Throwable thrown, List<Throwable> late, @Nullable CancelledError cancelled) {
    if (thrown != null && !Ending.yields(thrown)) return thrown;
    if (!late.isEmpty()) return late.getFirst();
    return cancelled != null ? cancelled : thrown;
  }

  /** Has a task run {@code source} into {@code emitter}, and tell {@code inbox} how it ends. */
  <T> Task<Void> source(Source<? extends T> source, Emitter<T> emitter, Inbox<?> inbox) {
    return start(() -> source.run(emitter), true, inbox::end);
  }

  /** Has a task run {@code source} into {@code inbox}. */
  <T> void source(Source<? extends T> source, Inbox<T> inbox) {
    var unused = source(source, (Emitter<T>) inbox::put, inbox);
  }

  /**
   * Starts a task.
   *
   * @param late whether a failure counts that comes when the stage is ending
   * @param ended is given the failure, or null
   */
  Task<Void> start(Ending.Work work, boolean late, Consumer<@Nullable Throwable> ended) {
    var member = new Member(this, work, late, ended);
    var task = scope.start(member);
    member.task = task;
    return task;
  }

  /** Throws what {@code failure}, given to the leader, stands for. */
  static Throwable original(Throwable failure) {
    if (failure instanceof Cut cut) cut.end.run();
    return failure;
  }

  /** Stands for the end of a task that was cancelled: {@code end} waits for it, and throws. */
  static Throwable cut(Runnable end) {
    return new Cut(end);
  }

  /** Whether {@code failure} stands for the end of a task that was cancelled. */
  static boolean isCut(Throwable failure) {
    return failure instanceof Cut;
  }

  /** Whose end waits for the task, and throws. */
  private static final class Cut extends Error {
    private static final long serialVersionUID = 1;

    private final transient Runnable end;

    Cut(Runnable end) {
      super("a task of the stage was cancelled", null, false, false);
      this.end = end;
    }
  }

  /** A task of the crew. */
  private static final class Member implements Action<Throwable> {
    private final Crew crew;
    private final Ending.Work work;
    private final boolean late;
    private final Consumer<@Nullable Throwable> ended;
    private volatile @Nullable Task<Void> task;

    Member(Crew crew, Ending.Work work, boolean late, Consumer<@Nullable Throwable> ended) {
      this.crew = crew;
      this.work = work;
      this.late = late;
      this.ended = ended;
    }

    @Override
    public void run() throws Throwable {
      try {
        work.run();
      } catch (CancelledError e) {
        ended.accept(new Cut(this::awaitCancelled));
        throw e;
      } catch (Throwable t) {
        failed(t);
        return;
      }
      ended.accept(null);
    }

    private void failed(Throwable failure) {
      try {
        Throwing.checkCancellation(failure);
      } catch (CancelledError e) {
        ended.accept(new Cut(this::awaitCancelled));
        throw e;
      }
      if (crew.ending && late) crew.late.add(failure);
      ended.accept(failure);
    }

    /** Throws: the caller's own cancellation, if he is cancelled, too. */
    void awaitCancelled() {
      for (int i = 0; task == null; i++) Backoff.giveWay(i);
      Objects.requireNonNull(task).await();
    }
  }
}
