package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import weft.RacePartner;
import weft.RandomCancels;
import weft.Task;
import weft.Weft;

/** Many tasks, whose attempts another task cancels at random moments. */
final class RandomCancellation {
  static final int TASKS = 24;
  private static final int MOST = 50; // times until chance must have shown both

  private RandomCancellation() {}

  /** What each task does again and again. */
  interface Attempt {
    void run(int task, ThreadLocalRandom random);
  }

  /** Makes {@code usual} attempts in all, and more until some are done and some are cut short. */
  static void run(int usual, Attempt attempt) {
    var done = new AtomicInteger();
    var cancelled = new AtomicInteger();
    for (int i = 0; i < MOST && (done.get() == 0 || cancelled.get() == 0); i++) {
      run(RacePartner.rounds(usual) / TASKS, attempt, done, cancelled);
    }
    assertThat(done).hasPositiveValue();
    assertThat(cancelled).hasPositiveValue();
  }

  private static void run(int each, Attempt attempt, AtomicInteger done, AtomicInteger cancelled) {
    var cancels = new RandomCancels(TASKS);
    Weft.scope(s -> {
      for (int t = 0; t < TASKS; t++) {
        int task = t;
        s.start(() -> {
          for (int i = 0; i < each; i++) {
            boolean ended =
                cancels.attempt(task).run(() -> attempt.run(task, ThreadLocalRandom.current()));
            (ended ? done : cancelled).incrementAndGet();
          }
        });
      }
      s.background(() -> cancels.go(ThreadLocalRandom.current().nextLong()));
    });
  }

  static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.onSpinWait();
  }
}
