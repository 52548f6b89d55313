package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.supervise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scopes in which failures stay with their task. */
@Timeout(30)
class SuperviseTest {
  private final IOException error = new IOException("x");
  private final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  private void reporting(ScopeAction<RuntimeException> body) {
    Environment.standard()
        .reporter((who, e) -> {
          names.add(who);
          reported.add(e);
        })
        .run(() -> supervise(body));
  }

  private Task<Object> failing(Scope s) {
    return s.start(
        "failing",
        () -> {
          throw error;
        });
  }

  @Test
  void failureCancelsNobody() {
    reporting(s -> {
      var task = failing(s);
      until(task::isDone);
      checkpoint();
      assertThat(s.start(() -> 1).await()).isEqualTo(1);
      assertThatExceptionOfType(TaskFailedException.class).isThrownBy(task::await).withCause(error);
    });
    assertThat(reported).isEmpty();
  }

  @Test
  void failureThatNobodyLookedAtIsReportedWhenTheScopeEnds() {
    reporting(s -> {
      until(failing(s)::isDone);
      assertThat(reported).isEmpty();
    });
    assertThat(reported).containsExactly(error);
    assertThat(names.getFirst()).contains("failing");
  }

  @Test
  void everyWayToLookCounts() {
    reporting(s -> {
      thrownBy(failing(s)::await);
      var two = failing(s);
      until(() -> two.outcome().isPresent());
      failing(s).onDone(o -> {});
      failing(s).toFuture();
      for (var t : Weft.asCompleted(List.of(failing(s)))) assertThat(t.isDone()).isTrue();
    });
    assertThat(reported).isEmpty();
  }

  @Test
  void askingForTheStateIsNoLook() {
    reporting(s -> {
      var task = failing(s);
      until(() -> task.isDone() && task.state() == Task.State.FAILED);
    });
    assertThat(reported).containsExactly(error);
  }

  @Test
  void awaiterThatWasCutShortHasSeenNothing() {
    reporting(s -> {
      var gate = new Promise<Integer>();
      var task =
          s.start(() -> {
            gate.await();
            throw error;
          });
      var impatient = s.start(() -> task.await());
      untilWaiting(impatient);
      impatient.cancel("tired of waiting");
      until(impatient::isDone);
      gate.complete(1);
    });
    assertThat(reported).containsExactly(error);
  }

  @Test
  void manyFailuresAreReportedEachOnce() {
    reporting(s -> {
      for (int i = 0; i < 1_000; i++) {
        var message = "failure " + i;
        s.start(() -> {
          throw new IOException(message);
        });
      }
    });
    assertThat(reported).hasSize(1_000).doesNotHaveDuplicates();
  }

  @Test
  void cancelledTasksAreNotReported() {
    reporting(s -> {
      s.start((Action<?>) Fixtures::suspendForever);
      s.cancel("end");
    });
    assertThat(reported).isEmpty();
  }

  @Test
  void failureOfTheBodyEndsAll() {
    var tasks = new ArrayList<Task<?>>();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            supervise(s -> {
              tasks.add(s.start((Action<?>) Fixtures::suspendForever));
              throw error;
            }))
        .isSameAs(error);
    assertThat(tasks).allMatch(t -> t.state() == Task.State.CANCELLED);
  }

  @Test
  void failureOfATaskThatTheBodyAwaitsIsTheBodys() {
    var tasks = new ArrayList<Task<?>>();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            supervise(s -> {
              tasks.add(s.start((Action<?>) Fixtures::suspendForever));
              failing(s).await();
              suspendForever();
            }))
        .withCause(error)
        .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    assertThat(tasks).allMatch(t -> t.state() == Task.State.CANCELLED);
  }

  @Test
  void fatalErrorsAreReportedToo() {
    var fatal = new AssertionError("broken");
    reporting(s ->
        s.start(() -> {
          throw fatal;
        }));
    assertThat(reported).containsExactly(fatal);
  }

  @Test
  void brokenReporterBreaksNothing() {
    Environment.standard()
        .reporter((who, e) -> {
          throw new IllegalStateException("a broken reporter");
        })
        .run(() -> supervise(this::failing));
  }
}
