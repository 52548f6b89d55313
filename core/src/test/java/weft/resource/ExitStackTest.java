package weft.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/** All that was collected is released, the last first. */
@Timeout(30)
class ExitStackTest {
  private final List<String> log = new ArrayList<>();

  private Resource<String, RuntimeException> named(String name) {
    return Resource.of(
        () -> name,
        n -> {
          Weft.sleep(Duration.ZERO);
          log.add(n);
        });
  }

  @Test
  void closesInReverse() {
    try (var stack = new ExitStack<RuntimeException>()) {
      assertThat(stack.enter(named("resource"))).isEqualTo("resource");
      assertThat(stack.enter("object", log::add)).isEqualTo("object");
      stack.defer(() -> log.add("action"));
      assertThat(log).isEmpty();
      assertThat(stack).hasToString("exit stack of 3");
    }
    assertThat(log).containsExactly("action", "object", "resource");
  }

  @Test
  void exceptionsKeepTheirType() {
    class Closed {
      void close() throws IOException {
        throw new IOException("close");
      }
    }
    try (var stack = new ExitStack<IOException>()) {
      stack.enter(new Closed(), Closed::close);
    } catch (IOException e) {
      log.add(e.getMessage());
    }
    assertThat(log).containsExactly("close");
  }

  @Test
  void laterFailuresAreSuppressedOnTheFirstAndNothingIsLeftOut() {
    var stack = new ExitStack<IOException>();
    for (int i = 0; i < 3; i++) {
      int n = i;
      stack.defer(() -> {
        throw new IOException("exit " + n);
      });
    }
    var thrown = catchThrowable(stack::close);
    assertThat(thrown).hasMessage("exit 2");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("exit 1", "exit 0");
    assertThat(catchThrowable(stack::close)).isNull();
  }

  @Test
  void aClosedStackTakesNothing() {
    var stack = new ExitStack<RuntimeException>();
    stack.close();
    assertThatIllegalStateException().isThrownBy(() -> stack.defer(() -> log.add("never")));
    assertThatIllegalStateException()
        .isThrownBy(() -> stack.enter(Resource.of(() -> log.add("never"), x -> {})));
    assertThatIllegalStateException().isThrownBy(stack::popAll);
    assertThat(log).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> stack.enter("released", log::add));
    assertThat(log).containsExactly("released");
  }

  @Test
  void aResourceThatComesTooLateIsReleased() {
    var stack = new ExitStack<RuntimeException>();
    var slow =
        Resource.of(
            () -> {
              stack.close();
              return "late";
            },
            log::add);
    assertThatIllegalStateException().isThrownBy(() -> stack.enter(slow));
    assertThat(log).containsExactly("late");
  }

  @Test
  void whatIsAddedWhileItClosesIsTakenToo() {
    var stack = new ExitStack<RuntimeException>();
    stack.defer(() -> stack.defer(() -> log.add("added")));
    stack.close();
    assertThat(log).containsExactly("added");
  }

  @Test
  void aPartOfAResourceThatFailsDoesNotStay() {
    Resource<String, RuntimeException> broken =
        named("part")
            .flatMap(p -> {
              throw new IllegalArgumentException("broken");
            });
    try (var stack = new ExitStack<RuntimeException>()) {
      assertThatThrownBy(() -> stack.enter(broken)).hasMessage("broken");
      assertThat(log).containsExactly("part");
    }
    assertThat(log).containsExactly("part");
  }

  private ExitStack<RuntimeException> openAll(boolean fail) {
    try (var stack = new ExitStack<RuntimeException>()) {
      stack.enter(named("a"));
      stack.enter(named("b"));
      if (fail) throw new IllegalArgumentException("the last step");
      return stack.popAll();
    }
  }

  @Test
  void popAllKeepsWhatWasAcquiredStepByStep() {
    var kept = openAll(false);
    assertThat(log).isEmpty();
    kept.close();
    assertThat(log).containsExactly("b", "a");
    log.clear();
    assertThatThrownBy(() -> openAll(true)).hasMessage("the last step");
    assertThat(log).containsExactly("b", "a");
  }

  @Test
  void closingIsShielded() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          try (var stack = new ExitStack<RuntimeException>()) {
            stack.enter(named("a"));
            stack.enter(named("b"));
            scope.cancel("now");
            Weft.checkpoint();
          }
        });
    assertThat(done).isFalse();
    assertThat(log).containsExactly("b", "a");
  }

  private ExitStack<IOException> knowing() {
    var stack = new ExitStack<IOException>();
    stack.onSuccess(() -> log.add("success"));
    stack.onFailure(() -> log.add("failure"));
    return stack;
  }

  @Test
  void knowsHowItsBodyEnded() throws IOException {
    int one = knowing().use(stack -> 1);
    assertThat(one).isEqualTo(1);
    assertThat(log).containsExactly("success");
    log.clear();
    assertThat(
            catchThrowable(() ->
                knowing()
                    .use(stack -> {
                      throw new IllegalArgumentException("body");
                    })))
        .hasMessage("body");
    assertThat(log).containsExactly("failure");
  }

  @Test
  void inATryStatementOneHasToSayThatItSucceeded() throws IOException {
    try (var stack = knowing()) {
      stack.succeeded();
    }
    assertThat(log).containsExactly("success");
    log.clear();
    try (var stack = knowing()) {
      assertThat(stack).isNotNull();
    }
    assertThat(log).containsExactly("failure");
  }

  @Test
  void anExitThatFailsIsNoSuccessForThoseBefore() {
    var stack = knowing();
    assertThat(
            catchThrowable(() ->
                stack.use(s -> {
                  s.defer(() -> {
                    throw new IOException("exit");
                  });
                })))
        .hasMessage("exit");
    assertThat(log).containsExactly("failure");
  }

  @Proof
  @Test
  void whatRacesWithClosingIsReleasedOnceOrRefused() {
    var wrong = new AtomicInteger();
    var refused = new AtomicInteger();
    try (var partner = new RacePartner()) {
      int rounds = RacePartner.rounds(5_000);
      for (int i = 0; i < rounds; i++) {
        var stack = new ExitStack<RuntimeException>();
        var released = new AtomicInteger();
        Runnable enter =
            () -> {
              RacePartner.jitter();
              try {
                stack.enter("a", a -> released.incrementAndGet());
              } catch (IllegalStateException e) {
                refused.incrementAndGet();
              }
            };
        Runnable close =
            () -> {
              RacePartner.jitter();
              stack.close();
            };
        boolean first = i % 2 == 0;
        partner.start(first ? close : enter);
        (first ? enter : close).run();
        partner.await();
        if (released.get() != 1) wrong.incrementAndGet();
      }
      assertThat(wrong).hasValue(0);
      assertThat(refused.get()).isBetween(1, rounds - 1);
    }
  }
}
