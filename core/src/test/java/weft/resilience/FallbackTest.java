package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Action;
import weft.Body;
import weft.CancelScope;
import weft.Weft;

/** What stands in for a call that fails, and policies around each other. */
@Timeout(30)
class FallbackTest {
  private static String fail() throws IOException {
    throw new IOException("failed");
  }

  @Test
  void standsInForAFailure() throws IOException {
    assertThat(Fallback.value("other").call(FallbackTest::fail)).isEqualTo("other");
    assertThat(Fallback.<String>of(e -> e.getMessage()).call(FallbackTest::fail))
        .isEqualTo("failed");
    assertThat(Fallback.value("other").call(() -> "own")).isEqualTo("own");
  }

  @Test
  void exceptionsKeepTheirType() {
    try {
      Fallback.value("other").on(IllegalStateException.class).call(FallbackTest::fail);
      throw new AssertionError("nothing was thrown");
    } catch (IOException e) { // known to the compiler
      assertThat(e).hasMessage("failed");
    }
  }

  @Test
  void itsOwnFailureComesOutWithTheFirst() {
    var fallback =
        Fallback.<String>of(e -> {
          throw new IllegalStateException("the cache, too");
        });
    assertThatThrownBy(() -> fallback.call(FallbackTest::fail))
        .hasMessage("the cache, too")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("failed"));
  }

  @Test
  void aCancellationGetsNone() {
    var asked = new AtomicInteger();
    var fallback = Fallback.<Integer>of(e -> asked.incrementAndGet()).when(e -> true);
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          fallback.call(() -> {
            scope.cancel("now");
            Weft.checkpoint();
            return 1;
          });
        });
    assertThat(done).isFalse();
    var other = new CancelScope();
    assertThat(
            catchThrowable(() ->
                other.run(() -> {
                  fallback.call(() -> {
                    other.cancel("now");
                    throw new IOException("it led to this");
                  });
                })))
        .hasMessage("it led to this");
    assertThat(asked).hasValue(0);
  }

  @Test
  void anErrorGetsNoneUnlessAskedFor() throws Throwable {
    Body<String, Error> body =
        () -> {
          throw new AssertionError("a fault");
        };
    assertThat(catchThrowable(() -> Fallback.value("other").call(body)))
        .isInstanceOf(AssertionError.class);
    assertThat(Fallback.value("other").on(AssertionError.class).call(body)).isEqualTo("other");
  }

  @Test
  void theFirstOfAChainIsTheOutermost() throws IOException {
    var calls = new AtomicInteger();
    var log = new ArrayList<String>();
    var breaker =
        CircuitBreaker.builder()
            .window(2)
            .minimumCalls(2)
            .openFor(Duration.ofHours(1))
            .onStateChange(c -> log.add("" + c.to()))
            .build();
    var retry =
        Retry.fixed(5, Duration.ZERO)
            .on(IOException.class)
            .onRetry((n, e) -> log.add("retry " + n));
    var fallback =
        Fallback.<String>of(e -> e.getClass().getSimpleName())
            .around(retry)
            .around(breaker)
            .around(Bulkhead.of(1));
    String result =
        fallback.call(() -> {
          calls.incrementAndGet();
          return fail();
        });
    assertThat(result).isEqualTo("CircuitOpenException");
    assertThat(calls).hasValue(2);
    assertThat(log).containsExactly("retry 1", "OPEN", "retry 2");
    assertThat(fallback)
        .hasToString(
            "fallback around retry around circuit breaker, open around bulkhead with 0 of 1 calls");
  }

  @Test
  void aPolicyOfOthersKeepsTypes() {
    CallPolicy policy =
        Retry.fixed(2, Duration.ZERO).around(CallPolicy.timeout(Duration.ofHours(1)));
    try {
      policy.call(() -> {
        fail();
      });
      throw new AssertionError("nothing was thrown");
    } catch (IOException e) {
      assertThat(e.getSuppressed()).hasSize(1);
    }
    assertThat(policy.<Integer, RuntimeException>call(() -> 1)).isEqualTo(1);
  }

  /** It hid the failure. */
  @Test
  void aTestThatFailsDoesNotHideWhatItWasAskedAbout() {
    Predicate<Throwable> broken =
        failure -> {
          throw new IllegalStateException("the test");
        };
    CallPolicy retry = Retry.fixed(3, Duration.ZERO).when(broken);
    CallPolicy breaker = CircuitBreaker.builder().when(broken).build();
    var fallback = Fallback.value("other").when(broken);
    for (Action<IOException> call :
        List.<Action<IOException>>of(
            () -> retry.call(FallbackTest::fail),
            () -> breaker.call(FallbackTest::fail),
            () -> fallback.call(FallbackTest::fail))) {
      assertThatThrownBy(call::run)
          .hasMessage("the test")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("failed"));
    }
  }
}
