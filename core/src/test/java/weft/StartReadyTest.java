package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.scope;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that say when they are ready. */
@Timeout(30)
class StartReadyTest {
  @Test
  void returnsWhatTheTaskIsReadyWithWhileItGoesOn() {
    var events = Collections.synchronizedList(new ArrayList<String>());
    scope(s -> {
      var gate = new Promise<Integer>();
      int port =
          s.startReady(
              "server",
              ready -> {
                events.add("listening");
                ready.ready(8080);
                gate.await();
                events.add("stopped");
              });
      events.add("port " + port);
      gate.complete(1);
    });
    assertThat(events).containsExactly("listening", "port 8080", "stopped");
  }

  @Test
  void failureBeforeIsTheStartersAlone() {
    var error = new IOException("port in use");
    int value =
        scope(s -> {
          var other = s.start(() -> new Promise<Integer>().await());
          assertThatExceptionOfType(TaskFailedException.class)
              .isThrownBy(() ->
                  s.startReady(ready -> {
                    throw error;
                  }))
              .withCause(error);
          checkpoint();
          assertThat(other.isDone()).isFalse();
          other.cancel("end");
          return 1;
        });
    assertThat(value).isEqualTo(1);
  }

  @Test
  void failureBeforeThatTheStarterLetsOutIsWrappedOnce() {
    var error = new IOException("port in use");
    var thrown =
        thrownBy(() ->
            scope(s ->
                s.startReady(ready -> {
                  throw error;
                })));
    assertThat(thrown).isInstanceOf(TaskFailedException.class).hasCause(error);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  @Test
  void failureAfterIsTheScopes() {
    var error = new IOException("later");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              s.<Integer>startReady(ready -> {
                ready.ready(1);
                throw error;
              });
              suspendForever();
            }))
        .withCause(error);
  }

  @Test
  void endWithoutAWordIsAnError() {
    scope(s ->
        assertThatExceptionOfType(TaskCancelledException.class)
            .isThrownBy(() -> s.startReady("silent", ready -> {}))
            .withMessageContaining("silent"));
  }

  @Test
  void readyTwiceIsAnErrorOfTheTask() {
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s ->
                s.<Integer>startReady(ready -> {
                  ready.ready(1);
                  ready.ready(2);
                })))
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void nullIsAValue() {
    scope(s -> {
      Object nothing = s.startReady(ready -> ready.ready(null));
      assertThat(nothing).isNull();
    });
  }

  @Test
  void cancelledStarterCancelsTheTask() throws InterruptedException {
    var ended = new AtomicReference<Throwable>();
    scope(s -> {
      var begun = new CountDownLatch(1);
      var starter =
          s.start(() ->
              s.startReady(ready -> {
                begun.countDown();
                ended.set(thrownBy(Fixtures::suspendForever));
              }));
      begun.await();
      untilWaiting(starter);
      starter.cancel("no more patience");
    });
    assertThat(ended.get()).isInstanceOf(CancelledError.class);
  }

  @Test
  void readyWithNobodyWaitingAnyMoreIsNoFailure() throws InterruptedException {
    // the task is at work, far from a suspension point, when the one who waits for it is cancelled
    scope(s -> {
      var begun = new CountDownLatch(1);
      var gone = new CountDownLatch(1);
      var starter =
          s.start(() ->
              s.startReady(ready -> {
                begun.countDown();
                Weft.shield(() -> {
                  gone.await();
                  ready.ready("too late");
                });
              }));
      begun.await();
      untilWaiting(starter);
      starter.cancel("no more patience");
      until(starter::isDone);
      gone.countDown();
    });
  }

  @Test
  void cancelledScopeEndsTheWait() {
    scope(s -> {
      var starter = s.start(() -> s.startReady(ready -> suspendForever()));
      untilWaiting(starter);
      s.cancel("end");
    });
  }

  @Test
  void startedInACancelledScope() {
    scope(s -> {
      s.cancel("before");
      assertThat(thrownBy(() -> s.startReady(ready -> ready.ready(1))))
          .isInstanceOfAny(CancelledError.class, TaskCancelledException.class);
    });
  }

  @Test
  void fromAThreadThatIsNoTask() throws Exception {
    var port = new AtomicReference<Integer>();
    var thread = new AtomicReference<Thread>();
    scope(s -> {
      var gate = new Promise<Integer>();
      thread.set(
          Thread.ofPlatform()
              .start(() -> {
                port.set(s.startReady(ready -> ready.ready(7)));
                gate.complete(1);
              }));
      gate.await();
    });
    thread.get().join();
    assertThat(port.get()).isEqualTo(7);
  }
}
