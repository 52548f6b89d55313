package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Fixtures.LONG;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Weft.checkpoint;
import static weft.Weft.onCancel;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actions on cancellation, for blocking calls that ignore interrupts. */
@Timeout(30)
class OnCancelTest {
  /** A call that ignores interrupts and fails when it is closed. */
  private static final class Stubborn implements AutoCloseable {
    private volatile boolean closed;

    int read() throws IOException {
      until(() -> closed);
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void closesTheResourceAndTheFailureCountsAsTheCancellation() {
    var resource = new Stubborn();
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(
            () -> timeout(Duration.ofMillis(1), () -> onCancel(resource, () -> resource.read())));
    checkpoint();
  }

  @Test
  void failureIsTheCauseOfTheCancellation() throws IOException {
    var resource = new Stubborn();
    var scope = new CancelScope();
    var seen = new AtomicReference<Throwable>();
    scope.run(() -> {
      try {
        onCancel(
            resource,
            () -> {
              scope.cancel("x");
              return resource.read();
            });
      } catch (Throwable t) {
        seen.set(t);
        throw t;
      }
    });
    assertThat(seen.get())
        .isInstanceOf(CancelledError.class)
        .hasMessage("x")
        .cause()
        .hasMessage("closed");
  }

  @Test
  void failureThatFollowsASiblingsIsNoFailureOfCleanUp() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var reading = new CountDownLatch(1);
    var resource = new Stubborn();
    var sibling = new IOException("sibling");
    assertThatThrownBy(() ->
            Environment.standard()
                .reporter((_, error) -> reported.add(error))
                .run(() ->
                    scope(s -> {
                      s.start(() ->
                          onCancel(
                              resource,
                              () -> {
                                reading.countDown();
                                return resource.read();
                              }));
                      reading.await();
                      throw sibling;
                    })))
        .isSameAs(sibling);
    assertThat(reported).isEmpty();
  }

  @Test
  void nothingIsClosedWithoutACancellation() throws IOException {
    var resource = new Stubborn();
    int value = onCancel(resource, () -> 1);
    assertThat(value).isEqualTo(1);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            onCancel(
                resource,
                () -> {
                  throw new IOException("of its own");
                }))
        .withMessage("of its own");
    assertThat(resource.closed).isFalse();
  }

  @Test
  void registrationHoldsUntilItIsClosed() {
    var calls = new AtomicInteger();
    var scope = new CancelScope();
    scope.run(() -> {
      try (var first = onCancel(calls::incrementAndGet)) {
        assertThat(first).isNotNull();
      }
      var second = onCancel(calls::incrementAndGet);
      second.close();
      second.close();
      scope.cancel("x");
    });
    assertThat(calls).hasValue(0);
  }

  @Test
  void registeredInACancelledScopeRunsAtOnce() {
    var ran = new AtomicBoolean();
    var scope = new CancelScope();
    scope.cancel("before");
    scope.run(() -> {
      try (var registration = onCancel(() -> ran.set(true))) {
        until(ran::get);
      }
    });
    assertThat(ran).isTrue();
  }

  @Proof
  @Test
  void closeWaitsForAnActionThatHasBegun() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      var state = new AtomicInteger();
      var scope = new CancelScope();
      scope(s -> {
        s.start(() ->
            scope.run(() -> {
              var registration =
                  onCancel(() -> {
                    state.set(1);
                    Thread.yield();
                    state.set(2);
                  });
              Thread.yield();
              registration.close();
              assertThat(state.get()).isNotEqualTo(1);
            }));
        scope.cancel("race");
      });
    }
  }

  @Test
  void actionRunsOnceAndItsFailureIsReported() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var calls = new AtomicInteger();
    Environment.standard()
        .reporter((who, e) -> reported.add(e))
        .run(() -> {
          var outer = new CancelScope();
          var inner = new CancelScope();
          outer.run(() ->
              inner.run(() -> {
                try (var registration =
                    onCancel(() -> {
                      calls.incrementAndGet();
                      throw new IOException("while closing");
                    })) {
                  inner.cancel("one");
                  outer.cancel("two");
                }
              }));
        });
    assertThat(calls).hasValue(1);
    assertThat(reported).hasSize(1);
  }

  @Test
  void isShieldedAsItsPlaceIs() {
    var ran = new AtomicBoolean();
    var scope = new CancelScope();
    scope.run(() ->
        shield(() -> {
          try (var registration = onCancel(() -> ran.set(true))) {
            scope.cancel("x");
          }
        }));
    assertThat(ran).isFalse();
  }

  @Test
  void cancellationOfATaskFarAboveReachesIt() {
    var resource = new Stubborn();
    scope(s -> {
      var begun = new AtomicBoolean();
      s.start(() ->
          scope(inner ->
              inner.start(() ->
                  onCancel(
                      resource,
                      () -> {
                        begun.set(true);
                        return resource.read();
                      }))));
      until(begun::get);
      s.cancel("end");
    });
    assertThat(resource.closed).isTrue();
  }

  @Test
  void nestedActionsAllRun() {
    var calls = new AtomicInteger();
    var scope = new CancelScope();
    scope.run(() ->
        onCancel(
            calls::incrementAndGet,
            () ->
                onCancel(
                    calls::incrementAndGet,
                    () -> {
                      scope.cancel("x");
                      suspendForever();
                      return 1;
                    })));
    assertThat(calls).hasValue(2);
  }

  @Proof
  @Test
  void registeredWhileTheCancellationComesItStillRuns() {
    for (int i = RacePartner.rounds(5_000); i > 0; i--) {
      var scope = new CancelScope();
      scope(s -> {
        s.start(() ->
            scope.run(() -> {
              var resource = new Stubborn();
              onCancel(resource, () -> resource.read());
            }));
        scope.cancel("race");
      });
    }
  }

  @Test
  void misuse() {
    assertThatNullPointerException().isThrownBy(() -> onCancel(null));
    assertThatNullPointerException().isThrownBy(() -> onCancel(null, () -> 1));
    scope(s -> {
      var outer = onCancel(() -> {});
      var inner = onCancel(() -> {});
      assertThatIllegalStateException().isThrownBy(outer::close);
      s.start(() -> assertThatIllegalStateException().isThrownBy(inner::close)).await();
      inner.close();
      outer.close();
    });
    assertThat(thrownBy(() -> timeout(LONG, () -> checkpoint()))).isNull();
  }

  @Test
  void errorOfTheBodyIsNotTakenForTheCancellation() {
    var error = new AssertionError("a bug");
    var scope = new CancelScope();
    var closed = new CountDownLatch(1);
    assertThatThrownBy(() ->
            scope.run(() ->
                onCancel(
                    closed::countDown,
                    () -> {
                      scope.cancel("x");
                      shield(() -> closed.await());
                      throw error;
                    })))
        .isSameAs(error);
  }

  @Test
  void bodyWithoutAValue() throws IOException {
    var resource = new Stubborn();
    boolean done =
        Weft.moveOnAfter(
            Duration.ofMillis(1),
            () ->
                onCancel(
                    resource,
                    () -> {
                      int unused = resource.read();
                    }));
    assertThat(done).isFalse();
  }
}
