package weft.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One bad action ends nobody else's timer. */
@Timeout(10)
class TimerWheelFailureTest {
  private final TimerWheel wheel = new TimerWheel();
  private final AtomicInteger fired = new AtomicInteger();

  private void fireAmongBadOnes(Thread.UncaughtExceptionHandler handler) {
    var before = Thread.currentThread().getUncaughtExceptionHandler();
    Thread.currentThread().setUncaughtExceptionHandler(handler);
    try {
      for (int i = 0; i < 3; i++) {
        wheel.add(new TimerEntry(5, fired::incrementAndGet));
        wheel.add(
            new TimerEntry(
                5,
                () -> {
                  throw new IllegalStateException("of the action");
                }));
      }
      wheel.advance(1L << TimerWheel.TICK_BITS);
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(before);
    }
    assertThat(fired).hasValue(3);
    assertThat(wheel.size()).isZero();
  }

  @Test
  void anActionThatThrowsIsReported() {
    var reported = new AtomicInteger();
    fireAmongBadOnes((thread, error) -> reported.incrementAndGet());
    assertThat(reported).hasValue(3);
  }

  @Test
  void aHandlerThatThrowsIsIgnored() {
    fireAmongBadOnes((thread, error) -> {
      throw new IllegalStateException("of the handler");
    });
  }
}
