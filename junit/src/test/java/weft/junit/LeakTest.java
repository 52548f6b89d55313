package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.supervise;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import weft.Action;
import weft.TimeoutException;
import weft.flow.Flow;
import weft.process.Command;
import weft.process.Subprocess;
import weft.resource.Pool;
import weft.sync.CapacityLimiter;
import weft.sync.Mutex;
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** What a test leaves behind fails it. */
class LeakTest {
  private static List<String> leaks(Action<RuntimeException> body) {
    var error = catchThrowableOfType(LeakError.class, () -> Simulation.fifo().run(body));
    assertThat(error).as("a leak is found").isNotNull();
    assertThatCode(() -> Simulation.fifo().allowingLeaks().run(body)).doesNotThrowAnyException();
    assertThat(error.leaks()).allMatch(leak -> error.getMessage().contains(leak));
    return error.leaks();
  }

  @Test
  void aTidyTestPasses() {
    Simulation.fifo()
        .run(() -> {
          var mutex = Testing.watch(new Mutex());
          mutex.with(() -> sleep(Duration.ofSeconds(1)));
          scope(s -> {
            s.background(() -> sleep(Duration.ofHours(1)));
            s.start(
                    () -> {
                      sleep(Duration.ofHours(1));
                    })
                .cancel("enough");
          });
        });
  }

  @Test
  void aFailureNobodyLookedAt() {
    var boom = new IllegalStateException("boom");
    Action<RuntimeException> body =
        () ->
            supervise(s -> {
              s.start(
                  "careless",
                  () -> {
                    throw boom;
                  });
            });
    assertThat(leaks(body))
        .containsExactly(
            "nobody looked at the failure of task 'careless': java.lang.IllegalStateException: boom");
    assertThat(catchThrowableOfType(LeakError.class, () -> Simulation.fifo().run(body)))
        .satisfies(error -> assertThat(error.getSuppressed()).containsExactly(boom));
  }

  @Test
  void aSwallowedCancellation() {
    assertThat(
            leaks(() ->
                scope(s -> {
                  var task =
                      s.start(
                          "deaf",
                          () -> {
                            try {
                              sleep(Duration.ofHours(1));
                            } catch (Throwable t) {
                              // "never mind"
                            }
                          });
                  sleep(Duration.ofSeconds(1));
                  task.cancel("enough of it");
                })))
        .containsExactly("task 'deaf' swallowed its cancellation: enough of it");
  }

  @Test
  void aCancellationThatIsPassedOnIsNotSwallowed() {
    Simulation.seeds(50)
        .run(() ->
            scope(s -> {
              var tidy =
                  s.start(
                      "tidy",
                      () -> {
                        try {
                          sleep(Duration.ofHours(1));
                        } finally {
                          shield(() -> sleep(Duration.ofSeconds(1)));
                        }
                      });
              var done =
                  s.start(
                      "done just in time",
                      () -> {
                        sleep(Duration.ofSeconds(1));
                        return "done";
                      });
              var inner =
                  s.start(
                      "a timeout of its own",
                      () -> {
                        try {
                          timeout(Duration.ofSeconds(1), () -> sleep(Duration.ofHours(1)));
                        } catch (TimeoutException e) {
                          // what it is for
                        }
                      });
              sleep(Duration.ofSeconds(1));
              for (var task : List.of(tidy, done, inner)) task.cancel("enough");
            }));
  }

  @Test
  void aTaskThatIsAlive() {
    assertThat(
            leaks(() -> {
              var elements = Flow.tick(Duration.ofSeconds(1)).iterate(); // the bug: no try
              assertThat(elements.iterator().next()).isZero();
            }))
        .singleElement()
        .asString()
        .contains("is still alive: waits for ");
  }

  @Test
  void whatTheTestMakesIsWatched() {
    assertThat(
            leaks(() -> {
              new Semaphore(3).acquireMany(2);
              new Mutex().acquire();
              new RwLock().acquireRead();
              new CapacityLimiter<String>(5, 2).acquire("key");
              Pool.<Object, RuntimeException>builder(Object::new, o -> {}).max(2).build().borrow();
              scope(s -> {
                s.start(() -> new Semaphore(1).acquire());
              });
            }))
        .hasSize(6)
        .allMatch(leak -> leak.matches(".* has \\d users? still"));
  }

  @Test
  void whatWasMadeBeforeIsWatchedOnRequest() {
    var mutex = new Mutex();
    assertThat(leaks(() -> Testing.watch(new Semaphore(1)).acquire())).hasSize(1);
    assertThat(
            catchThrowableOfType(
                LeakError.class, () -> Simulation.fifo().run(() -> Testing.watch(mutex).acquire())))
        .isNotNull();
  }

  @Test
  void whatWasHeldBeforeTheWatchIsNoLeak() {
    Simulation.fifo()
        .run(() -> {
          var semaphore = new Semaphore(3);
          var before = semaphore.acquire();
          Testing.watch(semaphore);
          before.close();
          semaphore.acquire();
        });
  }

  @Test
  void aProcessThatWasNotClosed() throws Exception {
    var left = new AtomicReference<Subprocess>();
    var error =
        catchThrowableOfType(
            LeakError.class,
            () -> Simulation.fifo().run(() -> left.set(Command.of("sleep", "1000").start())));
    try (var process = left.get()) {
      assertThat(error.leaks()).containsExactly(process + " was not closed, and runs still");
    }
  }
}
