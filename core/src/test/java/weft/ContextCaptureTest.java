package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Weft.gather;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.toThread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Foreign contexts, such as a logger's, that go along with tasks. */
@Timeout(30)
class ContextCaptureTest {
  private final ThreadLocal<String> mdc = new ThreadLocal<>();
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  private ContextCapture capture(ThreadLocal<String> local) {
    return () -> {
      var taken = local.get();
      return () -> {
        var before = local.get();
        local.set(taken);
        return () -> local.set(before);
      };
    };
  }

  private void withMdc(Action<?> body) {
    var thrown = new AtomicReference<Throwable>();
    Environment.standard()
        .capture(capture(mdc))
        .run(() -> {
          mdc.set("request 7");
          thrown.set(Fixtures.thrownBy(body));
        });
    if (thrown.get() != null) throw new AssertionError(thrown.get());
  }

  @Test
  void everyKindOfTaskHasIt() {
    withMdc(() -> {
      scope(s -> {
        assertThat(s.start(() -> mdc.get()).await()).isEqualTo("request 7");
        s.start(() -> assertThat(mdc.get()).isEqualTo("request 7"));
        s.background(() -> assertThat(mdc.get()).isEqualTo("request 7"));
        String ready = s.startReady(r -> r.ready(mdc.get()));
        assertThat(ready).isEqualTo("request 7");
      });
      assertThat(gather(List.of(1, 2), i -> mdc.get())).containsOnly("request 7");
      assertThat(gather(List.of(1, 2, 3), 2, i -> mdc.get())).containsOnly("request 7");
      assertThat(List.of(race(() -> mdc.get()))).containsExactly("request 7");
    });
  }

  @Test
  void threadsOfAPoolAreLeftAsTheyWere() {
    try (var one = Executors.newSingleThreadExecutor()) {
      Environment.standard()
          .capture(capture(mdc))
          .pool(one)
          .run(() -> {
            toThread(() -> mdc.set("the pool's own"));
            one.execute(() -> mdc.set("the pool's own"));
            mdc.set("request 7");
            assertThat(List.of(toThread(() -> mdc.get()))).containsExactly("request 7");
            var after = new Promise<String>();
            one.execute(() -> after.complete(mdc.get()));
            assertThat(after.await()).isEqualTo("the pool's own");
          });
    }
  }

  @Test
  void takenWhenTheTaskIsStartedByTheOneWhoStartsIt() {
    withMdc(() ->
        scope(s -> {
          var gate = new Promise<Integer>();
          var task =
              s.start(() -> {
                gate.await();
                return mdc.get();
              });
          mdc.set("changed later");
          gate.complete(1);
          assertThat(task.await()).isEqualTo("request 7");
        }));
  }

  @Test
  void severalAreClosedInReverseOrderAlsoAfterAFailure() {
    var error = new IOException("x");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            Environment.standard()
                .capture(logging("one"))
                .capture(logging("two"))
                .run(() -> {
                  events.clear(); // of run's own thread
                  scope(s ->
                      s.start(() -> {
                        events.add("body");
                        throw error;
                      }));
                }))
        .withCause(error);
    assertThat(events.subList(0, 7))
        .containsExactly(
            "capture one",
            "capture two",
            "restore one",
            "restore two",
            "body",
            "close two",
            "close one");
  }

  private ContextCapture logging(String name) {
    return () -> {
      events.add("capture " + name);
      return () -> {
        events.add("restore " + name);
        return () -> events.add("close " + name);
      };
    };
  }

  @Test
  void captureThatFailsFailsTheStartAndNothingHangs() {
    var error = new IllegalStateException("no context");
    var armed = new boolean[1];
    ContextCapture broken =
        () -> {
          if (armed[0]) throw error;
          return () -> () -> {};
        };
    Environment.standard()
        .capture(broken)
        .run(() -> {
          armed[0] = true;
          assertThatExceptionOfType(IllegalStateException.class)
              .isThrownBy(() -> scope(s -> s.start(() -> 1)));
          assertThatExceptionOfType(IllegalStateException.class)
              .isThrownBy(() -> gather(List.of(1), i -> i));
          assertThatExceptionOfType(IllegalStateException.class)
              .isThrownBy(() -> toThread(() -> 1));
        });
  }

  @Test
  void restoreThatFailsIsTheFailureOfTheTask() {
    var error = new IllegalStateException("no context");
    var armed = new boolean[1];
    ContextCapture broken =
        () ->
            () -> {
              if (armed[0]) throw error;
              return () -> {};
            };
    Environment.standard()
        .capture(broken)
        .run(() -> {
          armed[0] = true;
          assertThatExceptionOfType(TaskFailedException.class)
              .isThrownBy(() -> scope(s -> s.start(() -> 1)))
              .withCause(error);
          assertThatExceptionOfType(IllegalStateException.class)
              .isThrownBy(() -> gather(List.of(1), i -> i));
        });
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> Environment.standard().capture(null));
  }
}
