package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that can't be started: the failure comes out of the start, and no scope waits for one.
 */
@Timeout(120)
class ThreadStartTest {
  private static final int CHAIN = 3;

  private final AtomicBoolean none = new AtomicBoolean();
  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger overflows = new AtomicInteger();
  private final AtomicInteger ran = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();

  /** Threads, unless there is no memory for them. */
  private Environment scarce() {
    return Environment.standard()
        .threads(work ->
            new Thread(work) {
              @Override
              public void start() {
                if (none.get()) throw new OutOfMemoryError("no thread");
                super.start();
              }
            });
  }

  private void startsWhatItCan() {
    var done = new AtomicInteger();
    scope(s -> {
      s.start(done::incrementAndGet);
      none.set(true);
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(() -> s.start(done::incrementAndGet))
          .withMessage("no thread");
      sleep(Duration.ZERO);
      none.set(false);
      s.start(done::incrementAndGet).await();
    });
    assertThat(done).hasValue(2);
  }

  @Test
  void noMemoryForAThread() {
    scarce().run(this::startsWhatItCan);
  }

  @Test
  void noMemoryForAThreadOfALoop() {
    for (int i = 0; i < 100; i++) {
      EventLoop.options().environment(scarce()).run(this::startsWhatItCan);
    }
  }

  @Test
  void noMemoryForTheFirstThreadOfALoop() {
    none.set(true);
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> EventLoop.options().environment(scarce()).run(() -> {}));
  }

  /** Starts tasks at each of the last few depths that the stack has room for, on the way out. */
  @SuppressWarnings("InfiniteRecursion") // until the stack is full
  private int descend(Scope s, AtomicBoolean over, int[] attempts) {
    int below = 0;
    try {
      below = descend(s, over, attempts);
    } catch (StackOverflowError e) {
      overflows.incrementAndGet();
    }
    if (attempts[0]-- <= 0) return below;
    s.start(() -> {
      ran.incrementAndGet();
      if (over.get()) late.incrementAndGet();
    });
    returned.incrementAndGet();
    return below + 1;
  }

  /**
   * A start that throws has started nothing, or a task of the scope: all the scope's tasks have
   * ended with it, and its list of them is whole.
   */
  @Test
  void noStackForAStart() throws Exception {
    int rounds = RacePartner.rounds(200);
    for (int i = 0; i < rounds; i++) {
      Fixtures.onPlatform(() -> {
        var over = new AtomicBoolean();
        scope(s -> {
          for (int k = 0; k < CHAIN; k++) {
            try {
              descend(s, over, new int[] {50});
            } catch (StackOverflowError e) {
              overflows.incrementAndGet();
            }
          }
          assertThat(s.start(() -> 1).await()).isEqualTo(1);
        });
        over.set(true);
      });
    }
    assertThat(late).as("tasks that outlived their scope").hasValue(0);
    assertThat(overflows).hasPositiveValue();
    assertThat(ran.get()).isBetween(returned.get(), returned.get() + overflows.get());
  }
}
