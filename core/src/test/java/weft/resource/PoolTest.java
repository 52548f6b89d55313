package weft.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Promise;
import weft.Proof;
import weft.RacePartner;
import weft.Task;
import weft.Weft;

/** Lending, order, failures, cancellation and the end, without time. */
@Timeout(60)
class PoolTest {
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> disposed = new CopyOnWriteArrayList<>();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();

  private PoolBuilder<String, IOException> settings() {
    Resource<String, IOException> numbered =
        Resource.of(() -> "" + made.incrementAndGet(), disposed::add);
    return Pool.builder(numbered).onError(errors::add);
  }

  private static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.onSpinWait();
  }

  @Test
  void lendsWhatCameBackLast() throws IOException {
    var pool = settings().build();
    var one = pool.borrow();
    var two = pool.borrow();
    assertThat(List.of(one.get(), two.get())).containsExactly("1", "2");
    two.close();
    one.close();
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("1");
    assertThat(made).hasValue(2);
    assertThat(pool.statistics()).isEqualTo(new PoolStatistics(10, 2, 2, 0, 0, 2, 0, 0));
    assertThat(pool).hasToString("pool, 2 of 10 in it, 2 idle, 0 waiting");
  }

  @Test
  void withoutCheckedExceptionsNoneIsThrown() {
    var pool = Pool.builder(() -> "a", a -> {}).build();
    String text = pool.use(a -> a + a);
    assertThat(text).isEqualTo("aa");
  }

  @Test
  void aLeaseIsGivenBackOnce() throws IOException {
    var pool = settings().build();
    var lease = pool.borrow();
    lease.close();
    lease.close();
    lease.invalidate();
    assertThatIllegalStateException().isThrownBy(lease::get);
    assertThat(pool.statistics().idle()).isEqualTo(1);
    assertThat(disposed).isEmpty();
  }

  @Test
  void aBrokenOneIsDisposedOf() throws IOException {
    var pool = settings().build();
    pool.borrow().invalidate();
    assertThat(disposed).containsExactly("1");
    assertThat(pool.statistics().size()).isZero();
  }

  @Test
  void tryBorrowDoesNotWait() throws IOException {
    var pool = settings().max(1).build();
    var lease = pool.tryBorrow().orElseThrow();
    assertThat(pool.tryBorrow()).isEmpty();
    lease.close();
    assertThat(pool.tryBorrow()).isPresent();
  }

  @Test
  void theCreationsFailureComesOutAndThePlaceIsFree() {
    var pool =
        Pool.builder(
                Resource.<String, IOException>of(
                    () -> {
                      throw new IOException("no connection");
                    },
                    x -> {}))
            .max(1)
            .build();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(pool::borrow).isInstanceOf(IOException.class).hasMessage("no connection");
    }
    assertThat(pool.statistics().size()).isZero();
  }

  @Test
  void aFailedCreationPassesTheRightToCreateOn() {
    var gate = new Promise<Boolean>();
    var attempts = new AtomicInteger();
    var pool =
        Pool.builder(
                Resource.<String, IOException>of(
                    () -> {
                      if (attempts.incrementAndGet() > 1) return "second";
                      gate.await();
                      throw new IOException("first");
                    },
                    x -> {}))
            .max(1)
            .build();
    Weft.supervise(s -> {
      var first = s.start(() -> pool.borrow());
      untilWaiting(first);
      var second = s.start(() -> pool.borrow().get());
      untilWaiting(second);
      gate.complete(true);
      assertThat(second.await()).isEqualTo("second");
      assertThat(catchThrowable(first::await)).hasRootCauseMessage("first");
    });
  }

  @Test
  void aCancelledCreationPassesTheRightToCreateOn() {
    var attempts = new AtomicInteger();
    var pool =
        Pool.builder(
                Resource.<String, IOException>of(
                    () -> {
                      if (attempts.incrementAndGet() == 1) new Promise<Void>().await();
                      return "second";
                    },
                    x -> {}))
            .max(1)
            .build();
    Weft.scope(s -> {
      var first = s.start(() -> pool.borrow());
      untilWaiting(first);
      var second = s.start(() -> pool.borrow().get());
      untilWaiting(second);
      first.cancel("no longer wanted");
      assertThat(second.await()).isEqualTo("second");
    });
    assertThat(pool.statistics().size()).isEqualTo(1);
  }

  @Test
  void severalAreCreatedAtOnce() {
    var together = new AtomicInteger();
    var all = new Promise<Boolean>();
    var pool =
        Pool.builder(
                Resource.of(
                    () -> {
                      if (together.incrementAndGet() == 3) all.complete(true);
                      return all.await();
                    },
                    x -> {}))
            .max(3)
            .build();
    Weft.scope(s -> {
      for (int i = 0; i < 3; i++) s.start(() -> pool.borrow());
    });
    assertThat(pool.statistics().leased()).isEqualTo(3);
  }

  @Test
  void oneThatIsNotWellIsReplaced() throws IOException {
    var sick = new ArrayList<String>();
    var pool =
        settings()
            .validate(s -> {
              if (s.equals("3")) throw new IOException("test");
              return !sick.contains(s);
            })
            .build();
    pool.borrow().close();
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("1");
    sick.add("1");
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("2");
    sick.add("2");
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("3");
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("4");
    assertThat(disposed).containsExactly("1", "2", "3");
    assertThat(errors).isEmpty();
  }

  @Test
  void oneWhoseValidationIsCancelledIsDisposedOf() throws IOException {
    var scope = new CancelScope();
    var pool =
        settings()
            .validate(s -> {
              scope.cancel("now");
              Weft.checkpoint();
              return true;
            })
            .build();
    pool.borrow().close();
    assertThat(scope.run(() -> pool.borrow())).isEmpty();
    assertThat(disposed).containsExactly("1");
    assertThat(pool.statistics().size()).isZero();
  }

  @Test
  void aCancelledBorrowerLeavesAHealthyOneToOthers() throws IOException {
    var pool = settings().validate(s -> true).max(1).build();
    var lease = pool.borrow();
    Weft.scope(s -> {
      var first = s.start(() -> pool.borrow());
      untilWaiting(first);
      var second = s.start(() -> pool.borrow().get());
      untilWaiting(second);
      first.cancel("leaves");
      lease.close();
      assertThat(second.await()).isEqualTo("1");
    });
    assertThat(disposed).isEmpty();
  }

  @Test
  void isResetWhenItComesBack() throws IOException {
    var resets = new ArrayList<String>();
    var pool =
        settings()
            .reset(s -> {
              resets.add(s);
              if (resets.size() == 2) throw new IOException("reset");
            })
            .build();
    pool.use(s -> {});
    pool.use(s -> {});
    assertThat(pool.<String, RuntimeException>use(s -> s)).isEqualTo("2");
    assertThat(resets).containsExactly("1", "1", "2");
    assertThat(disposed).containsExactly("1");
    assertThat(errors).extracting(Throwable::getMessage).containsExactly("reset");
  }

  @Test
  void aFailedUseKeepsTheObject() throws IOException {
    var pool = settings().build();
    assertThatThrownBy(() ->
            pool.use(s -> {
              throw new IllegalArgumentException("body");
            }))
        .hasMessage("body");
    assertThat(pool.statistics().idle()).isEqualTo(1);
  }

  @Test
  void aCancelledUseDoesNot() throws IOException {
    var pool = settings().build();
    var scope = new CancelScope();
    scope.run(() ->
        pool.use(s -> {
          scope.cancel("now");
          Weft.checkpoint();
        }));
    assertThat(disposed).containsExactly("1");
  }

  @Test
  void whatBreaksOneCanBeSaid() throws IOException {
    var pool = settings().brokenIf(IllegalArgumentException.class::isInstance).build();
    assertThatThrownBy(() ->
            pool.use(s -> {
              throw new IllegalArgumentException("broken");
            }))
        .hasMessage("broken");
    assertThat(disposed).containsExactly("1");
    var scope = new CancelScope();
    scope.run(() ->
        pool.use(s -> {
          scope.cancel("now");
          Weft.checkpoint();
        }));
    assertThat(pool.statistics().idle()).isEqualTo(1);
  }

  @Test
  void aDisposalThatFailsIsReported() throws IOException {
    Resource<String, IOException> bad =
        Resource.of(
            () -> "a",
            a -> {
              throw new IOException("disposal");
            });
    var reported = new ArrayList<Throwable>();
    weft.Environment.standard()
        .reporter((who, error) -> reported.add(error))
        .run(() -> {
          var pool = Pool.builder(bad).name("the pool").build();
          pool.borrow().invalidate();
          assertThat(pool.statistics().size()).isZero();
        });
    assertThat(reported)
        .singleElement()
        .satisfies(e ->
            assertThat(e)
                .hasMessage("could not dispose of an object of the pool")
                .hasRootCauseMessage("disposal"));
  }

  @Proof
  @Test
  void thoseWhoWaitAreServedInOrder() throws IOException {
    for (int seed = 0; seed < RacePartner.rounds(200); seed++) {
      var random = new Random(seed);
      var pool = settings().max(1).build();
      var held = pool.borrow();
      var order = new CopyOnWriteArrayList<Integer>();
      var expected = new ArrayList<Integer>();
      Weft.supervise(s -> {
        var tasks = new ArrayList<Task<Void>>();
        for (int i = 0; i < 8; i++) {
          int n = i;
          tasks.add(
              s.start(() -> {
                try (var lease = pool.borrow()) {
                  order.add(n);
                  if (n % 3 == 0) lease.invalidate(); // then the place goes on, without an object
                }
              }));
          untilWaiting(tasks.getLast());
        }
        for (int i = 0; i < tasks.size(); i++) {
          if (random.nextInt(3) > 0) {
            expected.add(i);
            continue;
          }
          tasks.get(i).cancel("leaves the line");
          while (!tasks.get(i).isDone()) Thread.onSpinWait();
        }
        held.close();
      });
      assertThat(order).isEqualTo(expected);
      assertThat(pool.statistics().leased()).isZero();
    }
  }

  @Test
  void closingRefusesAndDisposes() throws IOException {
    var pool = settings().max(2).build();
    var one = pool.borrow();
    pool.borrow().close();
    Weft.supervise(s -> {
      var two = pool.borrow();
      var waiting = s.start(() -> pool.borrow());
      untilWaiting(waiting);
      two.close();
      waiting.await().close();
      var closing = s.start(() -> pool.closeWithin(Duration.ofHours(1)));
      while (disposed.isEmpty()) Thread.onSpinWait();
      assertThatExceptionOfType(PoolClosedException.class).isThrownBy(pool::borrow);
      assertThat(closing.isDone()).isFalse();
      assertThat(one.get()).isEqualTo("1"); // still usable
      one.close();
      assertThat(closing.await()).isTrue();
    });
    assertThat(disposed).containsExactly("2", "1");
    pool.close();
  }

  @Test
  void closingRefusesThoseWhoWait() throws IOException {
    var pool = settings().max(1).build();
    var lease = pool.borrow();
    Weft.supervise(s -> {
      var waiting = s.start(() -> pool.borrow());
      untilWaiting(waiting);
      var closing = s.start(pool::close);
      assertThat(catchThrowable(waiting::await)).hasCauseInstanceOf(PoolClosedException.class);
      lease.close();
      closing.await();
    });
  }

  @Test
  void closingWaitsShielded() throws IOException {
    var pool = settings().max(1).build();
    var lease = pool.borrow();
    Weft.scope(s -> {
      var closing = s.start(pool::close);
      untilWaiting(closing);
      closing.cancel("in vain");
      s.start(lease::close);
      while (!closing.isDone()) Thread.onSpinWait();
    });
    assertThat(disposed).containsExactly("1");
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> settings().max(0));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().min(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> settings().min(3).max(2).build());
    assertThatIllegalArgumentException().isThrownBy(() -> settings().maxIdle(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings().borrowWithin(Duration.ofSeconds(-1)));
  }

  @Test
  void inACancelledScopeNothingIsBorrowed() throws IOException {
    var pool = settings().build();
    pool.borrow().close();
    var scope = new CancelScope();
    scope.cancel("before");
    assertThat(scope.run(() -> pool.borrow())).isEmpty();
    assertThat(scope.isCancelled()).isTrue();
    assertThat(pool.statistics().idle()).isEqualTo(1);
  }
}
