package weft.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.StepClock;
import weft.Task;
import weft.TimeoutException;
import weft.Weft;

/** Acquired, used, released: in this order, whatever happens. */
@Timeout(30)
class ResourceTest {
  private final List<String> log = new ArrayList<>();

  private Resource<String, IOException> named(String name) {
    return Resource.<String, IOException>of(
        () -> {
          log.add("+" + name);
          return name;
        },
        n -> {
          Weft.sleep(Duration.ZERO); // a suspension point: would throw unless shielded
          log.add("-" + n);
        });
  }

  private Resource<String, IOException> failing(String name) {
    return Resource.of(
        () -> name,
        n -> {
          log.add("-" + n);
          throw new IOException("release of " + n);
        });
  }

  private static Resource<String, IOException> refusing() {
    return Resource.of(
        () -> {
          throw new IOException("refused");
        },
        n -> {});
  }

  @Test
  void returnsWhatTheBodyReturns() throws IOException {
    int length = named("abc").use(s -> s.length());
    assertThat(length).isEqualTo(3);
    assertThat(log).containsExactly("+abc", "-abc");
  }

  @Test
  void eachUseAcquiresAnew() throws IOException {
    var resource = named("a");
    resource.use(s -> log.add("use"));
    resource.use(s -> log.add("use"));
    assertThat(log).containsExactly("+a", "use", "-a", "+a", "use", "-a");
  }

  @Test
  void withoutCheckedExceptionsNoneIsThrown() {
    var resource = Resource.of(() -> "a", a -> log.add(a));
    String text = resource.use(a -> a + a);
    assertThat(text).isEqualTo("aa");
  }

  @Test
  void closeablesAreClosed() throws IOException {
    Closeable opened = () -> log.add("closed");
    Resource.ofCloseable(() -> opened).use(c -> log.add("used"));
    assertThat(log).containsExactly("used", "closed");
  }

  @Test
  void isReleasedAfterAFailure() {
    assertThatThrownBy(() ->
            named("a")
                .use(a -> {
                  throw new IllegalStateException("body");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("body");
    assertThat(log).containsExactly("+a", "-a");
  }

  @Test
  void laterFailuresAreSuppressedOnTheFirst() {
    var both = failing("a").flatMap(a -> failing("b"));
    var thrown =
        catchThrowable(() ->
            both.use(x -> {
              throw new IOException("body");
            }));
    assertThat(thrown).hasMessage("body");
    assertThat(thrown.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("release of b", "release of a");
  }

  @Test
  void aReleaseThatFailsComesOutAfterASuccess() {
    var both = failing("a").flatMap(a -> failing("b"));
    var thrown = catchThrowable(() -> both.use(x -> log.add("used")));
    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("release of b");
    assertThat(thrown.getSuppressed()).hasSize(1);
    assertThat(log).containsExactly("used", "-b", "-a");
  }

  @Test
  void anErrorThatComesTwiceIsNoProblem() {
    var same = new IOException("the same");
    Resource<String, IOException> resource =
        Resource.of(
            () -> "a",
            a -> {
              throw same;
            });
    assertThatThrownBy(() ->
            resource.use(a -> {
              throw same;
            }))
        .isSameAs(same);
  }

  @Test
  void partsAreReleasedInReverse() throws IOException {
    var all =
        named("a")
            .and(named("b"), (a, b) -> a + b)
            .flatMap(ab -> named(ab + "c").map(c -> c + "!"))
            .and(named("d"), (abc, d) -> abc + d);
    all.use(text -> log.add(text));
    assertThat(log).containsExactly("+a", "+b", "+abc", "+d", "abc!d", "-d", "-abc", "-b", "-a");
  }

  @Test
  void whatIsAcquiredOfAWholeThatFailsIsReleased() {
    var whole = named("a").flatMap(a -> named("b")).flatMap(b -> refusing());
    assertThatThrownBy(() -> whole.use(x -> log.add("never"))).hasMessage("refused");
    assertThat(log).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void aMappingThatFailsReleases() {
    var mapped =
        named("a")
            .map(a -> {
              throw new IOException("mapping");
            });
    assertThatThrownBy(() -> mapped.use(x -> log.add("never"))).hasMessage("mapping");
    assertThat(log).containsExactly("+a", "-a");
  }

  @Test
  void whatIsAcquiredOfAWholeThatIsCancelledIsReleased() throws IOException {
    var scope = new CancelScope();
    var whole =
        named("a")
            .flatMap(a -> named("b"))
            .flatMap(b -> {
              scope.cancel("half-way");
              return named("c");
            });
    boolean done =
        scope.run(() -> {
          whole.use(x -> log.add("never"));
        });
    assertThat(done).isFalse();
    assertThat(log).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void releaseIsShielded() throws IOException {
    var scope = new CancelScope();
    boolean done =
        scope.run(() ->
            named("a")
                .use(a -> {
                  scope.cancel("now");
                  Weft.checkpoint();
                }));
    assertThat(done).isFalse();
    assertThat(log).containsExactly("+a", "-a");
  }

  @Test
  void inACancelledScopeNothingIsAcquired() throws IOException {
    var scope = new CancelScope();
    scope.cancel("before");
    boolean done =
        scope.run(() -> {
          named("a").use(a -> log.add("never"));
        });
    assertThat(done).isFalse();
    assertThat(log).isEmpty();
  }

  @Test
  void aReleaseThatFailsAfterACancellationIsNotLost() {
    var scope = new CancelScope();
    var thrown =
        catchThrowable(() ->
            scope.run(() ->
                failing("a")
                    .use(a -> {
                      scope.cancel("now");
                      Weft.checkpoint();
                    })));
    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("release of a");
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(CancelledError.class);
  }

  /** Runs a use whose release hangs, and returns what it throws after the clock was moved. */
  private Throwable hang(
      Function<Resource<String, RuntimeException>, Resource<String, RuntimeException>> change,
      Duration limit) {
    var clock = new StepClock();
    var thrown = new ArrayList<Throwable>();
    var hanging =
        change.apply(
            Resource.of(
                () -> "a",
                a -> {
                  log.add("begins");
                  Weft.sleep(Duration.ofDays(1));
                  log.add("never");
                }));
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              Task<Void> task =
                  s.start(() -> {
                    thrown.add(
                        catchThrowable(() ->
                            Resource.of(() -> "outer", log::add)
                                .flatMap(x -> hanging)
                                .use(a -> {})));
                  });
              while (task.state() != Task.State.WAITING || clock.timers() < 2) Thread.onSpinWait();
              clock.advance(limit.minusNanos(1));
              assertThat(task.isDone()).isFalse();
              clock.advance(Duration.ofNanos(1));
              task.await();
            }));
    return thrown.getFirst();
  }

  @Test
  void aReleaseThatHangsIsCutShortAndTheNextFollows() {
    assertThat(hang(r -> r, Duration.ofSeconds(10)))
        .isInstanceOf(TimeoutException.class)
        .hasMessage("not done within 10 s");
    assertThat(log).containsExactly("begins", "outer");
  }

  @Test
  void theTimeForAReleaseCanBeSet() {
    assertThat(hang(r -> r.releaseWithin(Duration.ofMillis(5)), Duration.ofMillis(5)))
        .isInstanceOf(TimeoutException.class);
    assertThat(
            hang(
                r -> r.releaseWithin(Duration.ofSeconds(1)).releaseWithin(Duration.ofMinutes(1)),
                Duration.ofMinutes(1)))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void aTransactionKnowsHowItEnded() throws IOException {
    var transaction =
        Resource.<String, IOException>build(stack -> {
          var c = stack.enter(named("c"));
          stack.onSuccess(() -> log.add("commit"));
          stack.onFailure(() -> log.add("rollback"));
          return c;
        });
    transaction.use(c -> log.add("used"));
    assertThat(log).containsExactly("+c", "used", "commit", "-c");
    log.clear();
    assertThatThrownBy(() ->
            transaction.use(c -> {
              throw new IOException("body");
            }))
        .hasMessage("body");
    assertThat(log).containsExactly("+c", "rollback", "-c");
  }

  @Test
  void nullIsNoResource() {
    assertThatThrownBy(() -> Resource.of(() -> null, x -> {}).use(x -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("null");
  }
}
