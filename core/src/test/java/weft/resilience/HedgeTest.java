package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Body;
import weft.CancelScope;
import weft.Environment;
import weft.Promise;
import weft.Proof;
import weft.RacePartner;
import weft.StepClock;
import weft.Task;
import weft.TaskCancelledException;
import weft.Weft;

/** Attempts that race, on a clock that is moved by hand. */
@Timeout(60)
class HedgeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StepClock clock = new StepClock();
  private final AtomicInteger attempts = new AtomicInteger();
  private final List<String> cancelled = new CopyOnWriteArrayList<>();
  private final List<Promise<String>> answers =
      List.of(new Promise<>(), new Promise<>(), new Promise<>());

  /** Its attempts get the answers one after the other. */
  private String call() throws IOException {
    int n = attempts.getAndIncrement();
    try {
      String answer = answers.get(n).await();
      if (answer.startsWith("fail")) throw new IOException(answer);
      return answer;
    } finally {
      if (!answers.get(n).isDone()) cancelled.add("attempt " + n);
    }
  }

  /** Starts a hedged call, waits until {@code begun} attempts wait for their answer. */
  private void run(Hedge hedge, int begun, java.util.function.Consumer<Task<String>> test) {
    clock
        .environment()
        .run(() ->
            Weft.supervise(s -> {
              Body<String, IOException> body = this::call;
              var task = s.start(() -> hedge.call(body));
              for (int i = 1; i < begun; i++) {
                awaitAttempts(i);
                while (clock.timers() == 0) Thread.onSpinWait();
                clock.advance(SECOND);
              }
              awaitAttempts(begun);
              test.accept(task);
            }));
  }

  private void awaitAttempts(int count) {
    while (attempts.get() < count) Thread.onSpinWait();
  }

  @Test
  void aQuickAnswerNeedsOneAttempt() {
    answers.get(0).complete("quick");
    run(Hedge.after(SECOND), 1, task -> assertThat(task.await()).isEqualTo("quick"));
    assertThat(attempts).hasValue(1);
    assertThat(clock.timers()).isZero();
  }

  @Test
  void theSecondMayWinAndTheFirstIsCancelled() {
    run(
        Hedge.after(SECOND),
        2,
        task -> {
          answers.get(1).complete("second");
          assertThat(task.await()).isEqualTo("second");
        });
    assertThat(cancelled).containsExactly("attempt 0");
  }

  @Test
  void theFirstMayWinAfterAll() {
    run(
        Hedge.after(SECOND),
        2,
        task -> {
          answers.get(0).complete("first");
          assertThat(task.await()).isEqualTo("first");
        });
    assertThat(cancelled).containsExactly("attempt 1");
  }

  @Test
  void moreAttemptsFollowAndTheirNumbersAreTold() {
    var numbers = new CopyOnWriteArrayList<Integer>();
    run(
        Hedge.after(SECOND).attempts(3).onHedge(numbers::add),
        3,
        task -> {
          answers.get(2).complete("third");
          assertThat(task.await()).isEqualTo("third");
        });
    assertThat(numbers).containsExactly(2, 3);
    assertThat(cancelled).containsExactlyInAnyOrder("attempt 0", "attempt 1");
  }

  @Test
  void aFailureWhileAnotherGoesOnIsNotTheEnd() {
    run(
        Hedge.after(SECOND),
        2,
        task -> {
          answers.get(0).complete("failed");
          answers.get(1).complete("second");
          assertThat(task.await()).isEqualTo("second");
        });
  }

  @Test
  void aFailureWhileNoOtherGoesOnIs() {
    answers.get(0).complete("failed");
    run(
        Hedge.after(SECOND).attempts(3),
        1,
        task -> assertThat(catchThrowable(task::await)).hasRootCauseMessage("failed"));
    assertThat(attempts).hasValue(1);
  }

  @Test
  void ifAllFailTheFirstFailureComesOutWithTheOthers() {
    run(
        Hedge.after(SECOND),
        2,
        task -> {
          answers.get(1).complete("failed first");
          while (answers.get(1).outcome().isEmpty()) Thread.onSpinWait();
          answers.get(0).complete("failed later");
          var thrown = catchThrowable(task::await).getCause();
          assertThat(thrown).isInstanceOf(IOException.class);
          assertThat(List.of(thrown.getMessage(), thrown.getSuppressed()[0].getMessage()))
              .containsExactlyInAnyOrder("failed first", "failed later");
        });
  }

  @Test
  void aCancelledCallerLeavesNothingRunning() {
    run(
        Hedge.after(SECOND),
        2,
        task -> {
          task.cancel("no longer wanted");
          while (!task.isDone()) Thread.onSpinWait();
          assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
        });
    assertThat(cancelled).containsExactlyInAnyOrder("attempt 0", "attempt 1");
  }

  @Test
  void inACancelledScopeNothingIsCalled() {
    var scope = new CancelScope();
    scope.cancel("before");
    scope.run(() -> {
      Hedge.after(SECOND).call(attempts::incrementAndGet);
    });
    assertThat(scope.isCancelled()).isTrue();
    assertThat(attempts.get()).isZero();
  }

  @Test
  void anAttemptThatCancelsItselfIsNoHang() {
    assertThat(
            catchThrowable(() ->
                Hedge.after(SECOND)
                    .call(() -> {
                      Thread.currentThread().interrupt(); // from outside, as it were
                      new Promise<Void>().await();
                    })))
        .isInstanceOf(TaskCancelledException.class);
  }

  @Test
  void theErrorOfALoserIsReported() {
    var reported = new CopyOnWriteArrayList<Throwable>();
    Environment.standard()
        .reporter((who, error) -> reported.add(error))
        .run(() -> {
          String winner =
              Hedge.after(Duration.ZERO)
                  .call(() -> {
                    if (attempts.getAndIncrement() > 0) return "second";
                    try {
                      new Promise<Void>().await();
                    } finally {
                      failHard();
                    }
                    return "never";
                  });
          assertThat(winner).isEqualTo("second");
        });
    assertThat(reported).singleElement().isInstanceOf(AssertionError.class);
  }

  private static void failHard() {
    throw new AssertionError("a fault of the program");
  }

  @Proof
  @Test
  void exactlyOneWinsInThousandsOfRaces() {
    var wrong = new AtomicInteger();
    var hedge = Hedge.after(Duration.ofNanos(1_000)).attempts(3);
    for (int i = 0; i < RacePartner.rounds(3_000); i++) {
      var running = new AtomicInteger();
      var failures = new AtomicInteger();
      try {
        String result =
            hedge.call(() -> {
              running.incrementAndGet();
              try {
                if (ThreadLocalRandom.current().nextInt(3) == 0) {
                  failures.incrementAndGet();
                  throw new IOException("at random");
                }
                Weft.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextInt(3_000)));
                return "ok";
              } finally {
                running.decrementAndGet();
              }
            });
        if (!result.equals("ok")) wrong.incrementAndGet();
      } catch (IOException e) {
        if (e.getSuppressed().length + 1 != failures.get()) wrong.incrementAndGet();
      }
      if (running.get() != 0) wrong.incrementAndGet();
    }
    assertThat(wrong).hasValue(0);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Hedge.after(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Hedge.after(SECOND).attempts(0));
  }
}
