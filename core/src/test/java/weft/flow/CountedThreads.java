package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import weft.Action;
import weft.Environment;

/** An environment that knows how many of its threads are alive. */
final class CountedThreads {
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger alive = new AtomicInteger();

  /** Runs {@code body}, and expects that only its own thread is left at the end. */
  static <X extends Throwable> int run(Action<X> body) throws X {
    var counted = new CountedThreads();
    counted
        .environment()
        .<X>run(
            (Action<X>)
                () -> {
                  body.run();
                  counted.awaitOne();
                });
    return counted.started.get() - 1;
  }

  private Environment environment() {
    return Environment.standard()
        .threads(work ->
            Thread.ofVirtual()
                .unstarted(() -> {
                  started.incrementAndGet();
                  alive.incrementAndGet();
                  try {
                    work.run();
                  } finally {
                    alive.decrementAndGet();
                  }
                }));
  }

  /** A thread is gone a moment after what it did is known to be done. */
  private void awaitOne() {
    long end = System.nanoTime() + 10_000_000_000L;
    while (alive.get() > 1 && System.nanoTime() < end) LockSupport.parkNanos(10_000);
    assertThat(alive).as("threads alive").hasValue(1);
  }
}
