package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
  private final AtomicBoolean none = new AtomicBoolean();
  private Error why = new OutOfMemoryError("no memory");

  /** Threads, as long as they can be had. */
  private Environment scarce() {
    return Environment.standard()
        .threads(work ->
            new Thread(work) {
              @Override
              public void start() {
                if (none.get()) throw why;
                super.start();
              }
            });
  }

  private void startsWhatItCan() {
    var done = new AtomicInteger();
    scope(s -> {
      s.start(done::incrementAndGet);
      none.set(true);
      assertThatThrownBy(() -> s.start(done::incrementAndGet)).isSameAs(why);
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

  @Test
  void noStackForAThread() {
    why = new StackOverflowError("no stack");
    scarce().run(this::startsWhatItCan);
  }
}
