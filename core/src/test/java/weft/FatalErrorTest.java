package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Fixtures.LONG;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.asCompleted;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.moveOnAfter;
import static weft.Weft.race;
import static weft.Weft.run;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.supervise;
import static weft.Weft.timeout;
import static weft.Weft.toThread;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the program come out wherever they are thrown; nothing hangs. */
@Timeout(60)
class FatalErrorTest {
  /** Ways to throw one. */
  enum Fatal {
    ASSERTION {
      @Override
      Object fail() {
        throw new AssertionError("broken");
      }
    },
    STACK_OVERFLOW {
      @Override
      @SuppressWarnings("InfiniteRecursion")
      Object fail() {
        return fail() + "deeper";
      }
    },
    OUT_OF_MEMORY {
      @Override
      Object fail() {
        throw new OutOfMemoryError("as if");
      }
    },
    LINKAGE {
      @Override
      Object fail() {
        throw new ExceptionInInitializerError("as if");
      }
    },
    OWN {
      @Override
      Object fail() {
        throw new Error("own") {};
      }
    };

    abstract Object fail();

    boolean is(Throwable t) {
      return switch (this) {
        case ASSERTION -> t instanceof AssertionError;
        case STACK_OVERFLOW -> t instanceof StackOverflowError;
        case OUT_OF_MEMORY -> t instanceof OutOfMemoryError;
        case LINKAGE -> t instanceof ExceptionInInitializerError;
        case OWN -> "own".equals(t.getMessage());
      };
    }
  }

  private static void comesOut(Fatal fatal, Action<?> body) {
    var thrown = thrownBy(body);
    var original = thrown instanceof TaskFailedException e ? e.getCause() : thrown;
    assertThat(original).matches(fatal::is, fatal.name());
    Weft.checkpoint();
    Fixtures.assertNotInterrupted();
  }

  @ParameterizedTest
  @EnumSource
  void ofTheBody(Fatal fatal) {
    comesOut(fatal, fatal::fail);
    comesOut(fatal, () -> scope(s -> fatal.fail()));
    comesOut(fatal, () -> supervise(s -> fatal.fail()));
    comesOut(fatal, () -> run(fatal::fail));
    comesOut(fatal, () -> timeout(LONG, fatal::fail));
    comesOut(fatal, () -> moveOnAfter(LONG, fatal::fail));
    comesOut(fatal, () -> shield(fatal::fail));
    comesOut(fatal, () -> new CancelScope().run(fatal::fail));
    comesOut(fatal, () -> Weft.onCancel(() -> {}, fatal::fail));
  }

  @ParameterizedTest
  @EnumSource
  void ofATaskWhileTheBodyWaits(Fatal fatal) {
    comesOut(
        fatal,
        () ->
            scope(s -> {
              s.start(fatal::fail);
              suspendForever();
            }));
    comesOut(fatal, () -> scope(s -> s.start(fatal::fail).await()));
    comesOut(
        fatal,
        () ->
            scope(s -> {
              s.start((Action<?>) Fixtures::suspendForever);
              s.start((Action<?>) Fixtures::blockForever);
              s.start(fatal::fail);
            }));
    comesOut(
        fatal,
        () ->
            scope(s -> {
              s.background(fatal::fail);
              suspendForever();
            }));
  }

  @ParameterizedTest
  @EnumSource
  void ofATaskThatSaysWhenItIsReady(Fatal fatal) {
    comesOut(fatal, () -> scope(s -> s.startReady(ready -> fatal.fail())));
    comesOut(
        fatal,
        () ->
            scope(s -> {
              s.<Integer>startReady(ready -> {
                ready.ready(1);
                fatal.fail();
              });
              suspendForever();
            }));
  }

  @ParameterizedTest
  @EnumSource
  void ofOneOfSeveral(Fatal fatal) {
    comesOut(
        fatal,
        () ->
            gather(
                List.of(1, 2, 3),
                i -> {
                  if (i == 2) return fatal.fail();
                  suspendForever();
                  return i;
                }));
    comesOut(fatal, () -> gather(List.of(1, 2, 3, 4), 2, i -> fatal.fail()));
    comesOut(fatal, () -> gather(fatal::fail, () -> new Promise<Integer>().await(), List::of));
    comesOut(fatal, () -> race(fatal::fail, fatal::fail));
    comesOut(fatal, () -> race(fatal::fail));
    comesOut(
        fatal,
        () ->
            scope(s -> {
              for (var t : asCompleted(List.of(s.start(fatal::fail)))) shield(t::await);
            }));
    var outcomes = gatherSettled(List.of(1, 2), i -> i == 1 ? i : fatal.fail());
    assertThat(outcomes.getFirst()).isEqualTo(new Outcome.Success<>(1));
    comesOut(fatal, () -> outcomes.getLast().get());
  }

  @ParameterizedTest
  @EnumSource
  void ofAnotherThread(Fatal fatal) {
    comesOut(fatal, () -> toThread(fatal::fail));
    comesOut(fatal, () -> runIn(ForkJoinPool.commonPool(), fatal::fail));
    comesOut(fatal, () -> Weft.toThreadAbandoning(fatal::fail));
  }

  @Test
  void winnerOfARaceIsReturnedAndALosersErrorIsReported() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    int won =
        Environment.standard()
            .reporter((who, error) -> reported.add(error))
            .run(() ->
                race(
                    () -> 1,
                    () -> {
                      try {
                        suspendForever();
                      } catch (CancelledError e) {
                        throw new AssertionError("broken clean-up");
                      }
                      return 2;
                    }));
    assertThat(won).isEqualTo(1);
    assertThat(reported).hasSizeLessThanOrEqualTo(1); // none, if it was cancelled before it began
  }

  @Test
  void callbackThatThrowsAnErrorIsReportedAndHarmless() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var error = new AssertionError("in a callback");
    Environment.standard()
        .reporter((who, e) -> reported.add(e))
        .run(() ->
            scope(s -> {
              var gate = new Promise<Integer>();
              var task = s.start(() -> gate.await());
              task.onDone(o -> {
                throw error;
              });
              gate.complete(1);
              assertThat(task.await()).isEqualTo(1);
            }));
    assertThat(reported).containsExactly(error);
  }

  @Test
  void reporterThatThrowsAnErrorHangsNothing() {
    Environment.standard()
        .reporter((who, e) -> {
          throw new AssertionError("a broken reporter");
        })
        .run(() ->
            scope(s -> {
              var gate = new Promise<Integer>();
              var task = s.start(() -> gate.await());
              task.onDone(o -> {
                throw new IllegalStateException("in a callback");
              });
              var woken = s.start(() -> task.await());
              Fixtures.untilWaiting(woken);
              gate.complete(1);
              assertThat(woken.await()).isEqualTo(1);
            }));
  }

  @Test
  void stackOverflowInNestedScopesLeavesTheThreadUsable() throws Exception {
    Fixtures.onPlatform(() -> {
      assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> descend(0));
      Weft.checkpoint();
      assertThat(gather(List.of(1, 2), i -> i + 1)).containsExactly(2, 3);
      assertThat(Weft.timeLeft()).isEmpty();
    });
  }

  private static int descend(int depth) {
    return scope(s -> timeout(LONG, () -> shield(() -> descend(depth + 1) + 1)));
  }

  @Test
  void memoryThatRunsOutWhileATaskEndsDoesNotHangItsScope() {
    var hostile =
        new IOException("x") {
          @Override
          public synchronized Throwable getCause() {
            throw new OutOfMemoryError("injected");
          }
        };
    assertThatThrownBy(() ->
            scope(s -> {
              var task =
                  s.start(() -> {
                    try {
                      suspendForever();
                    } catch (CancelledError e) {
                      throw hostile;
                    }
                  });
              untilWaiting(task);
              task.cancel("x");
            }))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(OutOfMemoryError.class);
  }
}
