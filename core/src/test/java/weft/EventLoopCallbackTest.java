package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.channel.Channel;
import weft.internal.loop.Tuning.Carrier;
import weft.sync.Mutex;

/** What callbacks may do, what they see, and what becomes of their failures. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopCallbackTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private static final Local<String> USER = Local.of("nobody");

  @Test
  void aFailureIsReportedAndTheLoopGoesOn() throws Throwable {
    var error = new IOException("x");
    loops.run(() -> {
      var loop = EventLoop.current();
      loop.callSoon(() -> {
        throw error;
      });
      loop.callSoon(() -> {
        throw new AssertionError("y");
      });
      var after = new Promise<String>();
      loop.callSoon(() -> after.complete("after"));
      assertThat(after.await()).isEqualTo("after");
    });
    assertThat(loops.reported).hasSize(2).first().isSameAs(error);
  }

  @Test
  void itKnowsItsLoop() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var seen = new Promise<EventLoop>();
      loop.callSoon(() -> seen.complete(EventLoop.current()));
      assertThat(seen.await()).isSameAs(loop);
    });
  }

  @Test
  void itSeesTheContextOfWhoAskedForIt() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var seen = new ArrayList<String>();
      USER.with("ada", () -> loop.callSoon(() -> seen.add(USER.get())));
      loop.callSoon(() -> seen.add(USER.get()));
      USER.with("bob", () -> loop.callLater(Duration.ofMillis(1), () -> seen.add(USER.get())));
      sleep(Duration.ofMillis(20));
      assertThat(seen).containsExactly("ada", "nobody", "bob");
    });
  }

  @Test
  void itMayStartTasks() throws Throwable {
    loops.run(() ->
        scope(s -> {
          var loop = EventLoop.current();
          var value = new Promise<Integer>();
          loop.callSoon(() ->
              s.start(() -> {
                sleep(Duration.ofMillis(1));
                value.complete(8);
              }));
          assertThat(value.await()).isEqualTo(8);
        }));
  }

  /** It would block the loop, and what it waits for may need the loop. */
  @Test
  void itCannotSuspend() throws Throwable {
    var channel = Channel.<Integer>rendezvous();
    var mutex = new Mutex();
    List<Action<?>> attempts =
        List.of(
            () -> sleep(Duration.ofMillis(1)),
            () -> sleep(Duration.ZERO),
            () -> new Promise<Void>().await(),
            () -> channel.receive(),
            () -> channel.send(1),
            () -> mutex.acquire(),
            () -> scope(s -> s.start(() -> {})),
            () -> gather(List.of(1, 2), i -> i),
            () -> toThread(() -> 1),
            () -> shield(() -> sleep(Duration.ofMillis(1))),
            () -> shield(() -> scope(s -> s.start(() -> {}))));
    loops.run(() -> {
      var loop = EventLoop.current();
      for (var attempt : attempts) loop.callSoon(attempt);
      sleep(Duration.ofMillis(1));
    });
    assertThat(loops.reported)
        .hasSize(attempts.size())
        .allSatisfy(e ->
            assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start a task"));
    assertThat(channel.waitingSenders()).isZero();
    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void whatItLeavesInterruptedDoesNoHarm() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      loop.callSoon(() -> Thread.currentThread().interrupt());
      var clean = new Promise<Boolean>();
      loop.callSoon(() -> clean.complete(!Thread.currentThread().isInterrupted()));
      assertThat(clean.await()).isTrue();
      sleep(Duration.ofMillis(1));
    });
    assertThat(loops.reported).isEmpty();
  }

  @Test
  void fromOtherThreads() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var counts = new int[1];
      var done = new Promise<Void>();
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 4; t++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 5_000; i++) {
                    loop.callSoonThreadSafe(() -> {
                      if (++counts[0] == 20_000) done.complete(null);
                    });
                  }
                }));
      }
      done.await();
      for (var thread : threads) thread.join();
      assertThat(counts[0]).isEqualTo(20_000);
    });
  }

  @Test
  void eachThreadsCallsKeepTheirOrder() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      int threads = 4;
      var last = new int[threads];
      var done = new Promise<Void>();
      for (int t = 0; t < threads; t++) {
        int own = t;
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1; i <= 5_000; i++) {
                int number = i;
                loop.callSoonThreadSafe(() -> {
                  assertThat(last[own]).isEqualTo(number - 1);
                  last[own] = number;
                  if (List.of(last[0], last[1], last[2], last[3])
                      .equals(List.of(5_000, 5_000, 5_000, 5_000))) {
                    done.complete(null);
                  }
                });
              }
            });
      }
      done.await();
    });
    assertThat(loops.reported).isEmpty();
  }

  @Test
  void debugModeRefusesOtherThreads() throws Throwable {
    var options = loops.options().debug(true);
    loops.run(
        options,
        () -> {
          var loop = EventLoop.current();
          assertThat(loop.isDebug()).isTrue();
          toThread(() -> {
            assertThatIllegalStateException()
                .isThrownBy(() -> loop.callSoon(() -> {}))
                .withMessageContaining("callSoonThreadSafe");
            assertThatIllegalStateException()
                .isThrownBy(() -> loop.callLater(Duration.ZERO, () -> {}));
            assertThatIllegalStateException()
                .isThrownBy(() -> loop.callAt(Duration.ZERO, () -> {}));
          });
          var seen = new Promise<Boolean>();
          toThread(() -> loop.callSoonThreadSafe(() -> seen.complete(true)));
          assertThat(seen.await()).isTrue();
          var again = new Promise<Boolean>();
          loop.callSoon(() -> loop.callSoon(() -> again.complete(true)));
          assertThat(again.await()).isTrue();
        });
    assertThat(loops.reported).isEmpty();
  }

  @Test
  void outsideOfDebugModeAnyThreadWillDo() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var thread = new AtomicReference<Boolean>();
      var done = new Promise<Boolean>();
      toThread(() -> {
        thread.set(loop.isCurrent());
        loop.callSoon(() -> loop.callLater(Duration.ZERO, () -> done.complete(loop.isCurrent())));
      });
      assertThat(done.await()).isTrue();
      assertThat(thread).hasValue(false);
    });
  }
}
