package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;

/** How loops begin and end, and what is refused. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopLifeTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private int count; // confined to the loop

  @Test
  void runReturnsWhatTheBodyReturnsAndThrowsWhatItThrows() {
    int value = EventLoop.run(() -> 42);
    assertThat(value).isEqualTo(42);
    var error = new IOException("x");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            EventLoop.run(() -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @Test
  void theBodyAndAllItsTasksAreOnTheLoop() throws Throwable {
    var seen = new ArrayList<EventLoop>();
    loops.run(() -> {
      var loop = EventLoop.current();
      seen.add(loop);
      scope(s ->
          s.start(() -> {
            seen.add(EventLoop.current());
            Weft.gather(List.of(1, 2), i -> seen.add(EventLoop.current()));
            assertThat(Thread.currentThread().isVirtual()).isTrue();
          }));
      assertThat(loop.isCurrent()).isTrue();
    });
    assertThat(seen).hasSize(4);
    assertThat(seen.stream().distinct()).hasSize(1);
    assertThat(seen.getFirst().isCurrent()).isFalse();
    assertThat(seen.getFirst().isClosed()).isTrue();
  }

  @Test
  void aLoopInALoopIsRefused() throws Throwable {
    loops.run(() ->
        assertThatIllegalStateException()
            .isThrownBy(() -> EventLoop.run(() -> 1))
            .withMessageContaining("event loop already"));
  }

  @Test
  void outsideOfALoopThereIsNoCurrentOne() throws Throwable {
    assertThatIllegalStateException()
        .isThrownBy(EventLoop::current)
        .withMessageContaining("EventLoop.run");
    Weft.run(() -> assertThatIllegalStateException().isThrownBy(EventLoop::current));
    loops.run(() ->
        toThread(() -> {
          assertThatIllegalStateException().isThrownBy(EventLoop::current);
        }));
  }

  @Test
  void runInATaskThatIsNoLoops() throws Throwable {
    int value = Weft.run(() -> EventLoop.run(() -> Weft.run(() -> 7)));
    assertThat(value).isEqualTo(7);
  }

  @Test
  void submitFromManyThreads() throws Exception {
    try (var loop = loops.open()) {
      var threads = new ArrayList<Thread>();
      var tasks = new ArrayList<Task<?>>();
      for (int t = 0; t < 8; t++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 500; i++) {
                    var task =
                        loop.submit(() -> {
                          int seen = count;
                          Thread.onSpinWait();
                          count = seen + 1;
                          sleep(Duration.ZERO);
                          count++;
                        });
                    synchronized (tasks) {
                      tasks.add(task);
                    }
                  }
                }));
      }
      for (var thread : threads) thread.join();
      tasks.forEach(Task::await);
      int total = loop.submit(() -> count).await();
      assertThat(total).isEqualTo(8 * 500 * 2);
    }
  }

  @Test
  void aSubmittedTaskIsATaskWithAFuture() throws Exception {
    try (var loop = loops.open()) {
      assertThat(loop.submit("adder", () -> 1 + 1).name()).isEqualTo("adder");
      int value = loop.submit(() -> 3).toFuture().get();
      assertThat(value).isEqualTo(3);
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() ->
              loop.submit(
                      (Action<?>)
                          () -> {
                            throw new IOException("x");
                          })
                  .toFuture()
                  .get())
          .withCauseInstanceOf(IOException.class);
      assertThat(loops.reported).isEmpty();
    }
  }

  @Test
  void aFailureThatNobodyLooksAtIsReportedAndEndsNothing() {
    var loop = loops.open();
    loop.submit(
        (Action<?>)
            () -> {
              throw new IOException("unseen");
            });
    int value = loop.submit(() -> 5).await();
    assertThat(value).isEqualTo(5);
    loop.close();
    assertThat(loops.reported).singleElement().isInstanceOf(IOException.class);
  }

  @Test
  void closeWaitsForTheTasksAndRefusesNewOnes() throws Exception {
    var loop = loops.open();
    var go = new Promise<Void>();
    var order = new ArrayList<String>();
    var task =
        loop.submit(() -> {
          go.await();
          order.add("task");
          EventLoop.current().callSoon(() -> order.add("callback"));
          sleep(Duration.ZERO);
        });
    Fixtures.untilWaiting(task);
    var closer = Thread.ofPlatform().start(loop::close);
    Fixtures.until(() -> {
      try {
        loop.submit(() -> {});
        return false;
      } catch (IllegalStateException e) {
        return true;
      }
    });
    assertThat(loop.isClosed()).isFalse();
    assertThat(closer.isAlive()).isTrue();
    go.complete(null);
    closer.join();
    assertThat(order).containsExactly("task", "callback");
    assertThat(loop.isClosed()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> loop.callSoon(() -> {}))
        .withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> loop.submit(() -> {}));
    assertThatIllegalStateException().isThrownBy(() -> loop.callLater(Duration.ZERO, () -> {}));
    loop.close();
  }

  @Test
  void closeFromInsideReturnsAtOnce() {
    var loop = loops.open();
    var order = new ArrayList<String>();
    var task =
        loop.submit(() -> {
          loop.close();
          order.add("closed");
          assertThatIllegalStateException().isThrownBy(() -> loop.submit(() -> {}));
          sleep(Duration.ofMillis(1));
          order.add("end");
        });
    task.await();
    loop.close();
    assertThat(order).containsExactly("closed", "end");
    assertThat(loop.isClosed()).isTrue();
  }

  @Test
  void closeFromACallback() {
    var loop = loops.open();
    loop.callSoon(loop::close);
    Fixtures.until(loop::isClosed);
    loop.close();
  }

  @Test
  void oneWhoIsCancelledWhileClosingCancelsTheTasks() {
    var loop = loops.open();
    var task = loop.submit(() -> Fixtures.suspendForever());
    Fixtures.untilWaiting(task);
    var scope = new CancelScope();
    scope.cancel("enough");
    assertThat(scope.run((Action<RuntimeException>) loop::close)).isFalse();
    assertThat(loop.isClosed()).isTrue();
    assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
  }

  @Test
  void cancelEndsTheTasks() {
    var loop = loops.open();
    var cleaned = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      loop.submit(() -> {
        try {
          Fixtures.suspendForever();
        } finally {
          cleaned.incrementAndGet();
        }
      });
    }
    loop.submit(() -> {}).await();
    assertThat(loop.cancel("enough")).isTrue();
    assertThat(loop.cancel("again")).isFalse();
    loop.close();
    assertThat(cleaned).hasValue(100);
  }

  @Test
  void aProgramsEndCancelsWhatWasSubmitted() throws Throwable {
    var order = new ArrayList<String>();
    var leaked = new AtomicReference<EventLoop>();
    loops.run(() -> {
      var loop = EventLoop.current();
      leaked.set(loop);
      loop.submit(() -> {
        try {
          Fixtures.suspendForever();
        } finally {
          order.add("cancelled");
        }
      });
      loop.callLater(Duration.ofHours(1), () -> order.add("never"));
      assertThatIllegalStateException().isThrownBy(loop::close);
      assertThatIllegalStateException().isThrownBy(() -> loop.cancel("x"));
      sleep(Duration.ZERO);
      order.add("end");
    });
    assertThat(order).containsExactly("end", "cancelled");
    assertThatIllegalStateException().isThrownBy(() -> leaked.get().submit(() -> {}));
  }

  @Test
  void theThreadsOfALoopEnd() throws Exception {
    var seen = new AtomicReference<Thread>();
    for (int i = 0; i < 20; i++) {
      try (var loop = loops.open()) {
        var called = new CountDownLatch(1);
        loop.callSoon(() -> {
          seen.set(Thread.currentThread());
          called.countDown();
        });
        called.await();
      }
      seen.get().join(Duration.ofSeconds(30));
      assertThat(seen.get().isAlive()).isFalse();
    }
  }

  @Test
  void loopsAreIndependent() {
    try (var one = loops.open();
        var other = loops.open()) {
      var there = one.submit(() -> other.submit(EventLoop::current).await());
      assertThat(there.await()).isSameAs(other);
      var nested =
          one.submit(() -> {
            try (var third = loops.open()) {
              return third.submit(() -> EventLoop.current() == third).await();
            }
          });
      assertThat(nested.await()).isTrue();
    }
  }

  @Test
  void badOptionsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventLoop.options().slowStep(Duration.ZERO))
        .withMessageContaining("PT0S");
  }

  @Test
  void aScopeThatWasOpenedElsewhereKeepsItsTasksElsewhere() {
    scope(s -> {
      loops.run(() -> {
        var task = s.start(() -> Environment.current().loop() == null);
        assertThat(task.await()).isTrue();
      });
    });
  }
}
