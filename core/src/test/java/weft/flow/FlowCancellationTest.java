package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.Promise;
import weft.Weft;

/** A flow is cancelled with the one who runs it, wherever it is. */
@Timeout(60)
class FlowCancellationTest {
  private final List<String> log = new ArrayList<>();
  private CancelScope scope = new CancelScope();

  private int cancelledAt(int n) {
    if (n == 3) {
      scope.cancel("enough");
      new Promise<Void>().await();
    }
    return n;
  }

  private Flow<Integer> source() {
    return Flow.range(0, 100)
        .onEnd(() -> log.add("end"))
        .recover(Throwable.class, e -> -1)
        .onError(e -> log.add("error"))
        .recoverWith(Throwable.class, e -> Flow.of(-2));
  }

  @Test
  void noOperatorHandlesACancellation() {
    List<Function<Flow<Integer>, Flow<?>>> places =
        List.of(
            f -> f.map(this::cancelledAt),
            f -> f.filter(n -> cancelledAt(n) >= 0),
            f -> f.flatMap(n -> Flow.of(n).map(this::cancelledAt)),
            f -> f.transform((n, out) -> out.emit(cancelledAt(n))),
            f -> f.onEach(this::cancelledAt),
            f -> f.takeWhile(n -> cancelledAt(n) >= 0),
            f -> f.zip(Flow.range(0, 9).map(this::cancelledAt), Integer::sum),
            f ->
                f.map(n -> {
                  if (n == 3) {
                    scope.cancel("enough");
                    return new SynchronousQueue<Integer>().take(); // an interrupt ends it
                  }
                  return n;
                }));
    for (var place : places) {
      log.clear();
      scope = new CancelScope();
      CountedThreads.run(() -> {
        boolean done =
            scope.run(() ->
                place
                    .apply(source())
                    .map(e -> (Object) e)
                    .recover(Throwable.class, e -> "handled")
                    .forEach(e -> assertThat(e).isNotEqualTo("handled")));
        assertThat(done).isFalse();
      });
      assertThat(log).containsExactly("end");
    }
  }

  @Test
  void sourcesThatNeverSuspendAreCancelled() {
    for (var endless :
        List.<Flow<Integer>>of(
            Flow.generate(out -> {
              while (true) out.emit(1);
            }),
            Flow.repeat(() -> 1),
            Flow.iterate(1, n -> n),
            Flow.range(0, Integer.MAX_VALUE),
            Flow.from(
                (Iterable<Integer>) () -> java.util.stream.Stream.generate(() -> 1).iterator()))) {
      var count = new int[1];
      var scope = new CancelScope();
      boolean done =
          scope.run(() ->
              endless.forEach(n -> {
                if (++count[0] == 1_000) scope.cancel("enough");
              }));
      assertThat(done).isFalse();
      assertThat(count[0]).isBetween(1_000, 1_064);
    }
  }

  @Test
  void nothingIsOpenedInACancelledScope() {
    var scope = new CancelScope();
    scope.cancel("before");
    boolean done =
        scope.run(() ->
            Flow.using(
                    () -> {
                      log.add("open");
                      return (AutoCloseable) () -> {};
                    },
                    resource -> Flow.of(1))
                .drain());
    assertThat(done).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  void aTimeoutAroundARunEndsIt() {
    assertThatThrownBy(() ->
            Weft.timeout(
                Duration.ofMillis(5),
                () ->
                    Flow.repeat(() -> 1)
                        .onEach(n -> Weft.sleep(Duration.ofMillis(1)))
                        .onEnd(() -> log.add("end"))
                        .drain()))
        .isInstanceOf(weft.TimeoutException.class);
    assertThat(log).containsExactly("end");
  }

  @Test
  void aFailureOfCleanUpWinsOverTheCancellation() {
    var failure = new IOException("clean-up");
    var scope = new CancelScope();
    assertThatThrownBy(() ->
            scope.run(() ->
                Flow.range(0, 9)
                    .onEnd(() -> {
                      throw failure;
                    })
                    .forEach(n -> {
                      scope.cancel("enough");
                      Weft.checkpoint();
                    })))
        .isInstanceOf(weft.TaskFailedException.class)
        .hasCause(failure);
  }

  @Test
  void aGeneratorThatSwallowsItMeetsItAgain() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() ->
            Flow.generate(
                    out -> {
                      scope.cancel("enough");
                      for (int i = 0; i < 3; i++) {
                        try {
                          out.emit(i);
                        } catch (CancelledError e) {
                          log.add("cancelled");
                        }
                      }
                      Weft.checkpoint();
                    })
                .forEach(e -> log.add("element")));
    assertThat(done).isFalse();
    assertThat(log).containsExactly("cancelled", "cancelled", "cancelled");
  }
}
