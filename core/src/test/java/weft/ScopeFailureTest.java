package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures of the body and of tasks: who is cancelled, and what comes out. */
@Timeout(30)
class ScopeFailureTest {
  private final IOException first = new IOException("first");
  private final IllegalStateException second = new IllegalStateException("second");

  @Test
  void failingChildCancelsItsSiblingsAndTheBody() {
    var siblings = new ArrayList<Task<?>>();
    var body = new AtomicReference<Throwable>();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              siblings.add(s.start((Action<?>) Fixtures::suspendForever));
              siblings.add(s.start((Action<?>) Fixtures::blockForever));
              siblings.add(s.background((Action<?>) Fixtures::suspendForever));
              s.start(
                  "culprit",
                  () -> {
                    throw first;
                  });
              body.set(thrownBy(Fixtures::suspendForever));
            }))
        .withCause(first)
        .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    assertThat(siblings).allSatisfy(t -> assertThat(t.state()).isEqualTo(Task.State.CANCELLED));
    assertThat(body.get())
        .isInstanceOf(CancelledError.class)
        .hasMessageContaining("culprit")
        .hasCause(first);
  }

  @Test
  void failureOfTheBodyComesOutAsItIsAfterTheTasksHaveEnded() {
    var task = new AtomicReference<Task<?>>();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            scope(s -> {
              task.set(s.start((Action<?>) Fixtures::suspendForever));
              throw first;
            }))
        .isSameAs(first);
    assertThat(task.get().state()).isEqualTo(Task.State.CANCELLED);
  }

  @Test
  void failuresOfTwoChildrenPrimaryAndSuppressed() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              var slow =
                  s.start(() -> {
                    try {
                      suspendForever();
                    } finally {
                      fail(second);
                    }
                  });
              untilWaiting(slow);
              s.start(() -> {
                throw first;
              });
            }));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
    assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void failureOfABodyAfterAChildIsSuppressed() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              s.start(() -> {
                throw first;
              });
              try {
                suspendForever();
              } finally {
                fail(second);
              }
            }));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
    assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void failureOfAChildAfterTheBodyIsSuppressedOnTheBodys() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              var task =
                  s.start(() -> {
                    try {
                      suspendForever();
                    } finally {
                      fail(second);
                    }
                  });
              untilWaiting(task);
              throw first;
            }));
    assertThat(thrown).isSameAs(first);
    assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void allFailuresOfManyAreKept() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              for (int i = 0; i < 100; i++) {
                var message = "failure " + i;
                var task =
                    s.start(() -> {
                      try {
                        suspendForever();
                      } catch (CancelledError e) {
                        throw new IOException(message);
                      }
                    });
                untilWaiting(task);
              }
              throw second;
            }));
    assertThat(thrown).isSameAs(second);
    assertThat(thrown.getSuppressed()).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void failuresAreTheOriginalAndThenTheOthers() {
    var others = new IOException[] {new IOException("a"), new IOException("b")};
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              for (var other : others) {
                var task =
                    s.start(() -> {
                      try {
                        suspendForever();
                      } finally {
                        throw other;
                      }
                    });
                untilWaiting(task);
              }
              s.start(() -> {
                throw second;
              });
            }))
        .satisfies(e -> {
          assertThat(e.failures()).startsWith(second);
          assertThat(e.failures()).containsExactlyInAnyOrder(second, others[0], others[1]);
        });
  }

  @Test
  void awaitingTheFailedTaskInTheBodyAddsNothing() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              var task =
                  s.start(() -> {
                    throw first;
                  });
              until(task::isDone);
              shield(() -> task.await());
            }));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  @Test
  void awaitingTheFailedTaskInASiblingAddsNothing() {
    for (int i = 0; i < 500; i++) {
      var thrown =
          thrownBy(() ->
              scope(s -> {
                var task =
                    s.start(() -> {
                      throw first;
                    });
                for (int n = 0; n < 3; n++) s.start(() -> shield(() -> task.await()));
              }));
      assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
      assertThat(thrown.getSuppressed()).isEmpty();
    }
  }

  @Test
  void oneWrapperHoweverDeep() {
    var thrown = thrownBy(() -> nest(20));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  /** Scopes and tasks, one in the other, with a failure at the bottom. */
  private void nest(int depth) {
    scope(s ->
        s.start(() -> {
          if (depth == 0) throw first;
          nest(depth - 1);
        }));
  }

  @Test
  void suppressedFailuresOfInnerScopesComeAlong() {
    var thrown =
        thrownBy(() ->
            scope(s ->
                s.start(() ->
                    scope(inner -> {
                      var slow =
                          inner.start(() -> {
                            try {
                              suspendForever();
                            } finally {
                              fail(second);
                            }
                          });
                      untilWaiting(slow);
                      inner.start(() -> {
                        throw first;
                      });
                    }))));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(first);
    assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void oneExceptionThrownByManyIsReportedOnce() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              for (int i = 0; i < 10; i++) {
                s.start(() -> {
                  throw first;
                });
              }
              throw first;
            }));
    assertThat(thrown instanceof TaskFailedException ? thrown.getCause() : thrown).isSameAs(first);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertThat(first.getSuppressed()).isEmpty();
  }

  @Test
  void bodyThatHandlesTheFailureDoesNotSaveTheScope() {
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              var task =
                  s.start(() -> {
                    throw first;
                  });
              try {
                shield(() -> task.await());
              } catch (TaskFailedException e) {
                return "handled";
              }
              return "";
            }))
        .withCause(first);
  }

  @Test
  void rethrowGivesTheOriginalBackTyped() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> readAll(new FileNotFoundException("gone")))
        .withMessage("gone");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> readAll(second))
        .withCause(second);
  }

  private static void readAll(Exception failure) throws IOException {
    try {
      scope(s ->
          s.start(() -> {
            throw failure;
          }));
    } catch (TaskFailedException e) {
      throw e.rethrow(IOException.class);
    }
  }

  @Test
  void rethrowCarriesTheSuppressedOnes() {
    var thrown =
        thrownBy(() -> {
          try {
            scope(s -> {
              s.start(() -> {
                throw first;
              });
              try {
                suspendForever();
              } finally {
                fail(second);
              }
            });
          } catch (TaskFailedException e) {
            throw e.rethrow(IOException.class);
          }
        });
    assertThat(thrown).isSameAs(first);
    assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void failureDuringTheWaitForTasksComesOut() {
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              s.start(() -> {
                sleep(Duration.ofMillis(1));
                throw first;
              });
              s.start((Action<?>) Fixtures::suspendForever);
              return "the body is done";
            }))
        .withCause(first);
  }

  @Test
  void taskCancelledFromElsewhereIsNoFailure() {
    var value =
        scope(s -> {
          var task = s.start((Action<?>) Fixtures::suspendForever);
          untilWaiting(task);
          task.cancel("by hand");
          assertThat(thrownBy(task::await)).isInstanceOf(TaskCancelledException.class);
          return gather(List.of(1), i -> i);
        });
    assertThat(value).containsExactly(1);
  }

  @Test
  void awaitingACancelledTaskAndNotCatchingFailsTheBody() {
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() ->
            scope(s -> {
              var task = s.start((Action<?>) Fixtures::suspendForever);
              task.cancel("by hand");
              task.await();
            }))
        .withMessage("by hand");
  }

  @Test
  void scopeGoesOnAfterAFailureWasHandledOutside() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      var thrown =
          thrownBy(() ->
              scope(s -> {
                s.start(() -> {
                  throw first;
                });
                blockForever();
              }));
      assertThat(thrown).isInstanceOf(TaskFailedException.class);
      Weft.checkpoint();
      Fixtures.assertNotInterrupted();
      Thread.sleep(0);
    }
  }

  private static void fail(RuntimeException e) {
    throw e;
  }
}
