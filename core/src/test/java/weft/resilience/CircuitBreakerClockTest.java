package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static weft.resilience.CircuitBreaker.State.CLOSED;
import static weft.resilience.CircuitBreaker.State.HALF_OPEN;
import static weft.resilience.CircuitBreaker.State.OPEN;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Action;
import weft.CancelScope;
import weft.CancelledError;
import weft.Environment;
import weft.Promise;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** When a {@link CircuitBreaker} opens and closes, on a clock that is moved by hand. */
@Timeout(30)
class CircuitBreakerClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StepClock clock = new StepClock();
  private final List<String> changes = new ArrayList<>();

  private CircuitBreakerBuilder settings() {
    return CircuitBreaker.builder()
        .name("the service")
        .window(4)
        .minimumCalls(4)
        .openFor(SECOND)
        .probes(2)
        .onStateChange(change -> changes.add(change.from() + " to " + change.to()));
  }

  private void run(Action<?> body) {
    clock
        .environment()
        .run(() -> {
          try {
            body.run();
          } catch (RuntimeException | Error e) {
            throw e;
          } catch (Throwable t) {
            throw new AssertionError(t);
          }
        });
  }

  private static void succeed(CircuitBreaker breaker) {
    assertThat(breaker.<String, RuntimeException>call(() -> "fine")).isEqualTo("fine");
  }

  private static void fail(CircuitBreaker breaker) {
    assertThatThrownBy(() ->
            breaker.call(() -> {
              throw new IOException("failed");
            }))
        .isInstanceOf(IOException.class);
  }

  private static void assertRefuses(CircuitBreaker breaker, Duration left) {
    var called = new AtomicInteger();
    assertThatExceptionOfType(CircuitOpenException.class)
        .isThrownBy(() -> breaker.call(called::incrementAndGet))
        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(left));
    assertThat(called).hasValue(0);
  }

  /** One whose two probes are due. */
  private CircuitBreaker due() {
    var breaker = settings().build();
    breaker.trip();
    clock.advance(SECOND);
    changes.clear();
    return breaker;
  }

  @Test
  void opensWhenTooManyOfTheLastCallsFailed() {
    run(() -> {
      var breaker = settings().build();
      fail(breaker);
      fail(breaker);
      succeed(breaker);
      assertThat(breaker.state()).as("too few calls").isEqualTo(CLOSED);
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(OPEN);
      assertRefuses(breaker, SECOND);
      clock.advance(Duration.ofMillis(300));
      assertRefuses(breaker, Duration.ofMillis(700));
      assertThat(changes).containsExactly("CLOSED to OPEN");
      assertThat(breaker).hasToString("the service, open");
    });
  }

  @Test
  void forgetsCallsThatLeftTheWindow() {
    run(() -> {
      var breaker = settings().failureRate(0.75).build();
      for (int i = 0; i < 20; i++) {
        fail(breaker);
        succeed(breaker);
        fail(breaker);
        succeed(breaker);
      }
      assertThat(breaker).hasToString("the service, closed, 2 of 4 failed");
      fail(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
      fail(breaker);
      assertThat(breaker.state()).isEqualTo(OPEN);
    });
  }

  @Test
  void aWindowInTimeForgetsByTheClock() {
    run(() -> {
      var breaker =
          settings().window(SECOND.multipliedBy(10)).minimumCalls(3).failureRate(1).build();
      fail(breaker);
      fail(breaker);
      clock.advance(SECOND.multipliedBy(9));
      assertThat(breaker.state()).isEqualTo(CLOSED);
      clock.advance(SECOND);
      fail(breaker);
      assertThat(breaker.state()).as("the first two are forgotten").isEqualTo(CLOSED);
      clock.advance(SECOND.multipliedBy(5));
      fail(breaker);
      fail(breaker);
      assertThat(breaker.state()).isEqualTo(OPEN);
    });
  }

  @Test
  void aWindowInTimeForgetsAllAfterALongPause() {
    run(() -> {
      var breaker = settings().window(SECOND).minimumCalls(2).failureRate(1).build();
      fail(breaker);
      clock.advance(Duration.ofDays(1000));
      fail(breaker);
      assertThat(breaker).hasToString("the service, closed, 1 of 1 failed");
    });
  }

  @Test
  void opensWhenTooManyAreSlow() {
    run(() -> {
      var breaker = settings().slowCalls(SECOND, 0.5).build();
      for (int i = 0; i < 4; i++) {
        int call = i;
        breaker.call(() -> clock.advance(call < 2 ? SECOND : SECOND.minusNanos(1)));
      }
      assertThat(breaker.state()).isEqualTo(OPEN);
    });
  }

  @Test
  void closesWhenItsProbesSucceed() {
    run(() -> {
      var breaker = due();
      assertThat(breaker.state()).isEqualTo(OPEN);
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(HALF_OPEN);
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
      assertThat(changes).containsExactly("OPEN to HALF_OPEN", "HALF_OPEN to CLOSED");
    });
  }

  @Test
  void opensAgainWhenAProbeFails() {
    run(() -> {
      var breaker = due();
      succeed(breaker);
      fail(breaker);
      assertThat(breaker.state()).isEqualTo(OPEN);
      assertRefuses(breaker, SECOND);
      clock.advance(SECOND);
      fail(breaker);
      assertThat(breaker.state()).as("one of two is enough").isEqualTo(OPEN);
    });
  }

  @Test
  void letsOnlyItsProbesThrough() {
    run(() -> {
      var breaker = due();
      var gate = new Promise<Boolean>();
      Weft.scope(s -> {
        for (int i = 0; i < 2; i++) {
          var probe = s.start(() -> breaker.call(gate::await));
          while (probe.state() != Task.State.WAITING) Thread.onSpinWait();
        }
        assertRefuses(breaker, Duration.ZERO);
        gate.complete(true);
      });
      assertThat(breaker.state()).isEqualTo(CLOSED);
    });
  }

  @Test
  void aCancelledProbeGivesItsPlaceBack() {
    run(() -> {
      var breaker = due();
      Weft.scope(s -> {
        for (int i = 0; i < 10; i++) {
          Task<Void> probe = s.start(() -> breaker.call(() -> new Promise<Void>().await()));
          while (probe.state() != Task.State.WAITING) Thread.onSpinWait();
          probe.cancel("no longer wanted");
          while (!probe.isDone()) Thread.onSpinWait();
        }
      });
      assertThat(breaker.state()).isEqualTo(HALF_OPEN);
      succeed(breaker);
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
    });
  }

  @Test
  void aCancellationIsNoFailureAndNoSuccess() {
    run(() -> {
      var breaker = settings().build();
      for (int i = 0; i < 10; i++) {
        var scope = new CancelScope();
        scope.run(() ->
            breaker.call(() -> {
              scope.cancel("now");
              Weft.checkpoint();
            }));
      }
      assertThat(breaker).hasToString("the service, closed, 0 of 0 failed");
    });
  }

  @Test
  void whatACancelledCallerThrowsIsNoFailureEither() {
    run(() -> {
      var breaker = settings().build();
      var scope = new CancelScope();
      var thrown =
          catchThrowable(() ->
              scope.run(() ->
                  breaker.call(() -> {
                    scope.cancel("now");
                    throw new IOException("the connection was closed under me");
                  })));
      assertThat(thrown).isInstanceOf(IOException.class);
      assertThat(breaker).hasToString("the service, closed, 0 of 0 failed");
    });
  }

  @Test
  void aTimeoutInsideIsAFailureAndOneOutsideIsNot() {
    run(() -> {
      var breaker = settings().build();
      var timed = breaker.around(CallPolicy.timeout(Duration.ZERO));
      assertThatExceptionOfType(weft.TimeoutException.class)
          .isThrownBy(() -> timed.call(Weft::checkpoint));
      assertThat(breaker).hasToString("the service, closed, 1 of 1 failed");
      var outside = CallPolicy.timeout(Duration.ZERO).around(breaker);
      assertThatExceptionOfType(weft.TimeoutException.class)
          .isThrownBy(() -> outside.call(Weft::checkpoint));
      assertThat(breaker).hasToString("the service, closed, 1 of 1 failed");
    });
  }

  @Test
  void inACancelledScopeNothingIsCalled() {
    run(() -> {
      var breaker = settings().build();
      var scope = new CancelScope();
      scope.cancel("before");
      var called = new AtomicInteger();
      scope.run(() -> {
        breaker.call(called::incrementAndGet);
      });
      assertThat(called).hasValue(0);
      assertThat(breaker).hasToString("the service, closed");
    });
  }

  @Test
  void callsFromBeforeAChangeDoNotCount() {
    run(() -> {
      var breaker = settings().window(1).minimumCalls(1).build();
      var gate = new Promise<Boolean>();
      Weft.supervise(s -> {
        var old =
            s.start(() ->
                breaker.call(() -> {
                  gate.await();
                  throw new IOException("late");
                }));
        while (old.state() != Task.State.WAITING) Thread.onSpinWait();
        breaker.reset();
        gate.complete(true);
        assertThat(catchThrowable(old::await)).hasRootCauseMessage("late");
      });
      assertThat(breaker.state()).isEqualTo(CLOSED);
    });
  }

  @Test
  void onlySomeFailuresCount() {
    run(() -> {
      var breaker = settings().on(IllegalStateException.class).build();
      for (int i = 0; i < 8; i++) fail(breaker);
      assertThat(breaker).as("answers").hasToString("the service, closed, 0 of 4 failed");
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(() ->
                breaker.call(() -> {
                  throw new AssertionError("a fault of the program");
                }))
            .isInstanceOf(AssertionError.class);
      }
      assertThat(breaker).hasToString("the service, closed, 0 of 4 failed");
    });
  }

  @Test
  void aTestOfFailuresThatFailsKeepsNoPlace() {
    run(() -> {
      var breaker =
          settings()
              .probes(1)
              .when(e -> {
                throw new IllegalStateException("bad test");
              })
              .build();
      breaker.trip();
      clock.advance(SECOND);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() ->
                breaker.call(() -> {
                  throw new IOException();
                }))
            .hasMessage("bad test");
      }
      succeed(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
    });
  }

  @Test
  void aListenerThatFailsDisturbsNobody() {
    var reported = new ArrayList<Throwable>();
    Environment.standard()
        .reporter((who, error) -> reported.add(error))
        .run(() -> {
          var breaker =
              CircuitBreaker.builder()
                  .onStateChange(change -> {
                    throw new IllegalStateException("listener");
                  })
                  .build();
          breaker.trip();
          assertThat(breaker.state()).isEqualTo(OPEN);
        });
    assertThat(reported).extracting(Throwable::getMessage).containsExactly("listener");
  }

  @Test
  void retryWaitsUntilItMayClose() {
    run(() -> {
      var breaker = due();
      breaker.trip();
      var retry =
          Retry.fixed(2, Duration.ZERO)
              .delay(e ->
                  e instanceof CircuitOpenException open
                      ? java.util.Optional.of(open.retryAfter())
                      : java.util.Optional.empty());
      Weft.scope(s -> {
        var call = s.start(() -> retry.around(breaker).<String, RuntimeException>call(() -> "ok"));
        while (clock.timers() == 0) Thread.onSpinWait();
        clock.advance(SECOND);
        assertThat(call.await()).isEqualTo("ok");
      });
    });
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> settings().window(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().failureRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().failureRate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().slowCalls(SECOND, 1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().probes(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings().openFor(Duration.ofSeconds(-1)));
  }

  @Test
  void cancellationStaysLoud() {
    run(() -> {
      var scope = new CancelScope();
      var breaker = settings().build();
      boolean done =
          scope.run(() -> {
            try {
              breaker.call(() -> {
                scope.cancel("now");
                throw new IOException("first");
              });
            } catch (IOException e) {
              assertThat(catchThrowable(Weft::checkpoint)).isInstanceOf(CancelledError.class);
              Weft.checkpoint();
            }
          });
      assertThat(done).isFalse();
    });
  }

  /** These ended in an OutOfMemoryError. */
  @Test
  void windowsAndProbesMayBeMoreThanEverComes() {
    run(() -> {
      var most = Integer.MAX_VALUE;
      var breaker = settings().window(most).probes(most).openFor(Duration.ZERO).build();
      succeed(breaker);
      assertThat(breaker).hasToString("the service, closed, 0 of 1 failed");
      breaker.trip();
      succeed(breaker);
      assertThat(breaker).hasToString("the service, half open, 1 of " + most + " tested");
    });
  }

  @Test
  void aLargeWindowForgetsWhatIsOlder() {
    run(() -> {
      var breaker = settings().window(150).minimumCalls(150).failureRate(0.5).build();
      for (int i = 0; i < 74; i++) fail(breaker);
      for (int i = 0; i < 150; i++) succeed(breaker);
      assertThat(breaker).hasToString("the service, closed, 0 of 150 failed");
      for (int i = 0; i < 74; i++) fail(breaker);
      assertThat(breaker.state()).isEqualTo(CLOSED);
      fail(breaker);
      assertThat(breaker.state()).isEqualTo(OPEN);
    });
  }
}
