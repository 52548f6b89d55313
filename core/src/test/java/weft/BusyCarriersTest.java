package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.checkpoint;
import static weft.Weft.moveOnAfter;
import static weft.Weft.onCancel;
import static weft.Weft.scope;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends tasks must not need a carrier: they may hold all of them. */
@Timeout(30)
class BusyCarriersTest {
  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

  @Test
  void actionOnCancelEndsCallsThatHearNothing() throws Exception {
    var ended = new AtomicInteger();
    Fixtures.onPlatform(() ->
        scope(s -> {
          for (int i = 0; i < CARRIERS + 1; i++) {
            s.start(() -> {
              var deaf = new CountDownLatch(1);
              moveOnAfter(
                  Duration.ofMillis(50),
                  () ->
                      onCancel(
                          deaf::countDown,
                          () -> {
                            while (deaf.getCount() > 0) Thread.onSpinWait();
                            throw new IOException("closed");
                          }));
              ended.incrementAndGet();
            });
          }
        }));
    assertThat(ended).hasValue(CARRIERS + 1);
  }

  @Test
  void deadlinesAmongManyThatAreDueFire() throws Exception {
    int others = 600; // more than the timer's thread fires by itself
    Fixtures.onPlatform(() -> {
      var at = Instant.now().plusMillis(100);
      var scopes = new ArrayList<CancelScope>();
      for (int i = 0; i < others; i++) scopes.add(CancelScope.expiringAt(at));
      var mine = IntStream.range(0, CARRIERS).mapToObj(i -> CancelScope.expiringAt(at)).toList();
      for (int i = 0; i < others; i++) scopes.add(CancelScope.expiringAt(at));
      scope(s -> {
        for (var c : mine) {
          s.start(() ->
              c.run(() -> {
                while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
                checkpoint();
              }));
        }
      });
      assertThat(mine).allMatch(CancelScope::isCancelled);
    });
  }

  @Test
  void slowCloseByAnInterruptKeepsNoTimerBack() throws InterruptedException {
    var closing = new CountDownLatch(1);
    var slept = new CountDownLatch(1);
    scope(s -> {
      s.start(
          () -> moveOnAfter(Duration.ofMillis(20), () -> new SlowToClose(closing, slept).use()));
      closing.await();
      Weft.sleep(Duration.ofMillis(1)); // while the channel's close waits for this to be over
      slept.countDown();
    });
  }

  /** A channel whose close, on the thread that interrupts, waits. */
  private static final class SlowToClose
      extends java.nio.channels.spi.AbstractInterruptibleChannel {
    private final CountDownLatch closing;
    private final CountDownLatch mayClose;

    SlowToClose(CountDownLatch closing, CountDownLatch mayClose) {
      this.closing = closing;
      this.mayClose = mayClose;
    }

    void use() throws IOException {
      try {
        begin();
        mayClose.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        end(false);
      }
    }

    @Override
    protected void implCloseChannel() {
      closing.countDown();
      try {
        mayClose.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
