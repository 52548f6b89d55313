package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock and the threads that tasks run on. */
@Timeout(30)
class EnvironmentTest {
  /** Virtual threads, of which the one with number {@code bad}, from 0, is special. */
  private static ThreadFactory exceptFor(int bad, ThreadFactory special) {
    var count = new AtomicInteger();
    var factory = Thread.ofVirtual().factory();
    return r -> (count.getAndIncrement() == bad ? special : factory).newThread(r);
  }

  private static void with(ThreadFactory threads, Action<RuntimeException> body) {
    Environment.standard().threads(threads).run(body);
  }

  @Test
  void sleepIsOnTheInjectedClock() {
    var clock = new ManualClock();
    clock
        .environment()
        .run(() ->
            scope(s -> {
              var task = s.start(() -> sleep(Duration.ofDays(365)));
              clock.awaitTimers(1);
              clock.advance(Duration.ofDays(364));
              assertThat(task.isDone()).isFalse();
              clock.advance(Duration.ofDays(1));
              task.await();
            }));
  }

  @Test
  void currentIsThatOfTheTask() {
    var environment = new ManualClock().environment();
    assertThat(Environment.current()).isSameAs(Environment.standard());
    environment.run(() -> {
      assertThat(Environment.current()).isSameAs(environment);
      scope(s -> {
        assertThat(s.start(Environment::current).await()).isSameAs(environment);
        s.startReady(ready -> {
          assertThat(Environment.current()).isSameAs(environment);
          ready.ready(1);
        });
      });
      assertThat(gather(List.of(1), i -> Environment.current())).containsExactly(environment);
      Environment there = Weft.toThread(Environment::current);
      assertThat(there).isSameAs(environment);
      assertThat(environment.clock()).isInstanceOf(ManualClock.class);
    });
    assertThat(Environment.current()).isSameAs(Environment.standard());
    assertThat(Clock.system()).isSameAs(Environment.standard().clock());
  }

  @Test
  void anEnvironmentWithinAnother() {
    var clock = new ManualClock();
    Weft.run(() -> {
      clock.environment().run(() -> assertThat(Environment.current().clock()).isSameAs(clock));
      assertThat(Environment.current()).isSameAs(Environment.standard());
    });
  }

  @Test
  void platformThreads() {
    with(
        Thread.ofPlatform().factory(),
        () -> {
          assertThat(Thread.currentThread().isVirtual()).isFalse();
          scope(s -> {
            var task = s.start("named", Thread::currentThread);
            assertThat(task.await().isVirtual()).isFalse();
            assertThat(task.await().getName()).isEqualTo("named");
            var blocked = s.start(() -> blockForever());
            var suspended = s.start(() -> suspendForever());
            Fixtures.untilWaiting(suspended);
            suspended.cancel("x");
            blocked.cancel("x");
            assertThat(thrownBy(suspended::await)).isInstanceOf(TaskCancelledException.class);
            assertThat(thrownBy(blocked::await)).isInstanceOf(TaskCancelledException.class);
          });
          assertThat(gather(List.of(1, 2, 3), i -> i)).containsExactly(1, 2, 3);
          assertThat(List.of(race(() -> 1))).containsExactly(1);
          assertThat(moveOnAfter(Duration.ofMillis(1), () -> suspendForever())).isFalse();
        });
  }

  @Test
  void threadsThatWrapTheirWork() {
    var wrapped = new AtomicInteger();
    with(
        r ->
            Thread.ofVirtual()
                .unstarted(() -> {
                  wrapped.incrementAndGet();
                  r.run();
                }),
        () -> scope(s -> assertThat(s.start(() -> 1).await()).isEqualTo(1)));
    assertThat(wrapped).hasValue(2);
  }

  @Test
  void factoryThatGivesNoThread() {
    with(exceptFor(1, r -> null), () -> refusedInAScope(IllegalStateException.class));
    with(exceptFor(2, r -> null), () -> refusedInAGather(IllegalStateException.class));
    assertThatIllegalStateException().isThrownBy(() -> with(r -> null, () -> {}));
  }

  @Test
  void factoryThatThrows() {
    ThreadFactory broken =
        r -> {
          throw new UnsupportedOperationException("no threads");
        };
    with(exceptFor(1, broken), () -> refusedInAScope(UnsupportedOperationException.class));
    with(exceptFor(2, broken), () -> refusedInAGather(UnsupportedOperationException.class));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> with(broken, () -> {}));
  }

  @Test
  void threadThatCannotBeStarted() {
    ThreadFactory broken =
        r ->
            new Thread(r) {
              @Override
              public void start() {
                throw new OutOfMemoryError("unable to create native thread, as if");
              }
            };
    with(exceptFor(1, broken), () -> refusedInAScope(OutOfMemoryError.class));
    with(exceptFor(2, broken), () -> refusedInAGather(OutOfMemoryError.class));
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> with(broken, () -> {}));
  }

  /** The first task can't be started: the body learns of it, and the scope can go on. */
  private static void refusedInAScope(Class<? extends Throwable> type) {
    scope(s -> {
      assertThatExceptionOfType(type).isThrownBy(() -> s.start(() -> 1));
      assertThat(s.start(() -> 2).await()).isEqualTo(2);
    });
  }

  /** The second branch can't be started: the first is cancelled, and nothing hangs. */
  private static void refusedInAGather(Class<? extends Throwable> type) {
    assertThatExceptionOfType(type)
        .isThrownBy(() ->
            gather(
                List.of(1, 2, 3),
                i -> {
                  suspendForever();
                  return i;
                }));
    Weft.checkpoint();
    assertThat(gather(List.of(1, 2), i -> i)).containsExactly(1, 2);
  }

  @Test
  void startReadyThatCannotBeStarted() {
    with(
        exceptFor(1, r -> null),
        () ->
            scope(s -> {
              assertThatIllegalStateException()
                  .isThrownBy(() -> s.startReady(ready -> ready.ready(1)));
              int value = s.startReady(ready -> ready.ready(2));
              assertThat(value).isEqualTo(2);
            }));
  }

  @Test
  void exceptionsOfRunAreTyped() {
    assertThatExceptionOfType(java.io.IOException.class)
        .isThrownBy(() ->
            new ManualClock()
                .environment()
                .run(() -> {
                  throw new java.io.IOException("x");
                }));
  }

  @Test
  void nullsAreRefused() {
    var environment = Environment.standard();
    assertThatNullPointerException().isThrownBy(() -> environment.clock(null));
    assertThatNullPointerException().isThrownBy(() -> environment.threads(null));
    assertThatNullPointerException().isThrownBy(() -> environment.reporter(null));
    assertThatNullPointerException().isThrownBy(() -> environment.pool(null));
    assertThatNullPointerException().isThrownBy(() -> environment.run((Body<?, ?>) null));
  }
}
