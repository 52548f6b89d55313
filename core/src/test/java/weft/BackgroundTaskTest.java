package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that end when the others have ended. */
@Timeout(30)
class BackgroundTaskTest {
  @Test
  void isEndedWhenTheBodyAndTheOtherTasksHaveEnded() {
    var events = Collections.synchronizedList(new ArrayList<String>());
    var helper = new AtomicReference<Task<Void>>();
    scope(s -> {
      var gate = new Promise<Integer>();
      var bodyEnds = new Promise<Integer>();
      helper.set(
          s.background(
              "helper",
              () -> {
                gate.complete(1);
                try {
                  suspendForever();
                } finally {
                  events.add("helper ended");
                }
              }));
      s.start(() -> {
        gate.await();
        bodyEnds.await();
        sleep(Duration.ofMillis(1));
        events.add("task ended");
      });
      events.add("body ended");
      bodyEnds.complete(1);
    });
    assertThat(events).containsExactly("body ended", "task ended", "helper ended");
    assertThat(helper.get().state()).isEqualTo(Task.State.CANCELLED);
  }

  @Test
  void cleansUpBeforeTheScopeEnds() {
    var events = Collections.synchronizedList(new ArrayList<String>());
    scope(s -> {
      var begun = new Promise<Integer>();
      s.background(() -> {
        begun.complete(1);
        try {
          suspendForever();
        } finally {
          shield(() -> sleep(Duration.ofMillis(1)));
          events.add("cleaned up");
        }
      });
      begun.await();
    });
    assertThat(events).containsExactly("cleaned up");
  }

  @Test
  void scopeWithAValueAndOnlyBackgroundTasks() {
    int value =
        scope(s -> {
          s.background((Action<?>) Fixtures::suspendForever);
          s.background((Action<?>) Fixtures::blockForever);
          return 3;
        });
    assertThat(value).isEqualTo(3);
  }

  @Test
  void itsFailureCancelsTheScope() {
    var error = new IOException("x");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              s.background(() -> {
                throw error;
              });
              suspendForever();
            }))
        .withCause(error);
  }

  @Test
  void itsFailureWhileItIsEndedComesOut() {
    var error = new IOException("while ending");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            scope(s -> {
              var begun = new Promise<Integer>();
              s.background(() -> {
                begun.complete(1);
                try {
                  suspendForever();
                } catch (CancelledError e) {
                  throw error;
                }
              });
              begun.await();
              return 1;
            }))
        .withCause(error);
  }

  @Test
  void oneThatEndsByItselfHoldsNothingUp() {
    scope(s -> {
      var task = s.background(() -> {});
      task.await();
    });
  }

  @Test
  void mayStartTasksWhileTheScopeLastsAndNoneAfter() {
    var late = new AtomicReference<Throwable>();
    var early = new Promise<Integer>();
    scope(s -> {
      var begun = new Promise<Integer>();
      s.background(() -> {
        s.start(() -> early.complete(1));
        begun.complete(1);
        try {
          suspendForever();
        } finally {
          late.set(thrownBy(() -> s.start(() -> 1)));
        }
      });
      begun.await();
    });
    assertThat(early.isDone()).isTrue();
    assertThat(late.get()).isInstanceOf(IllegalStateException.class);
  }

  @Proof
  @Test
  void manyRacingWithTheEnd() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      scope(s -> {
        s.background((Action<?>) Fixtures::suspendForever);
        s.background(() -> {});
        s.start(() -> s.background((Action<?>) Fixtures::suspendForever));
      });
    }
  }

  @Test
  void inSupervisingScopes() {
    var value =
        Weft.<Integer, RuntimeException>supervise(s -> {
          s.background((Action<?>) Fixtures::suspendForever);
          return s.start(() -> 1).await();
        });
    assertThat(value).isEqualTo(1);
  }
}
