package weft;

import static java.lang.Thread.currentThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatherTest {
  private final IOException error = new IOException("x");

  private String fetch(int id) throws IOException {
    if (id < 0) throw error;
    return "item " + id;
  }

  @Test
  void resultsAreInTheOrderOfTheItems() throws Exception {
    var done = new CountDownLatch(2);
    List<Integer> results =
        gather(
            List.of(3, 1, 2),
            i -> {
              if (i == 3) done.await();
              done.countDown();
              return i * 10;
            });
    assertThat(results).containsExactly(30, 10, 20);
    assertThat(gather(List.of(1, 2), this::fetch)).containsExactly("item 1", "item 2");
  }

  @Test
  void typedExceptionComesOutAsItIs() {
    // has to compile: the compiler knows that gather throws what fetch throws
    try {
      gather(List.of(1, -1, 2), this::fetch);
      throw new AssertionError();
    } catch (IOException e) {
      assertThat(e).isSameAs(error);
    }
    // and that a function without checked exceptions throws none
    gather(List.of(1), i -> i);
    gather(List.of(1), 1, i -> i);
    gather(() -> 1, () -> 2, Integer::sum);
  }

  @Test
  void twoTypesOfExceptions() {
    Body<Integer, IOException> io =
        () -> {
          throw error;
        };
    Body<Integer, TimeoutException> slow =
        () -> {
          suspendForever();
          return 1;
        };
    try { // has to compile: both types are known
      gather(io, slow, Integer::sum);
    } catch (IOException e) {
      assertThat(e).isSameAs(error);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void twoToFiveTypesAreCombined() {
    String two = gather(() -> 1, () -> "b", (a, b) -> a + b);
    assertThat(two).isEqualTo("1b");
    String three = gather(() -> 1, () -> "b", () -> 'c', (a, b, c) -> "" + a + b + c);
    assertThat(three).isEqualTo("1bc");
    String four =
        gather(() -> 1, () -> "b", () -> 'c', () -> 4L, (a, b, c, d) -> "" + a + b + c + d);
    assertThat(four).isEqualTo("1bc4");
    String five =
        gather(
            () -> 1,
            () -> "b",
            () -> 'c',
            () -> 4L,
            () -> null,
            (a, b, c, d, e) -> "" + a + b + c + d + e);
    assertThat(five).isEqualTo("1bc4null");
  }

  @Test
  void anyNumberOfBodiesOfOneType() {
    List<Integer> values = gather(() -> 1, () -> 2, () -> 3);
    assertThat(values).containsExactly(1, 2, 3);
    assertThat(gather(() -> 1)).containsExactly(1);
  }

  @Test
  void nothingToDo() {
    assertThat(gather(List.<Integer>of(), i -> i)).isEmpty();
    assertThat(gather(List.<Integer>of(), 3, i -> i)).isEmpty();
    assertThat(Weft.<Integer, RuntimeException>gather()).isEmpty();
  }

  @Test
  void nullItemsAndResults() {
    var items = new ArrayList<Integer>();
    items.add(1);
    items.add(null);
    assertThat(gather(items, i -> i)).containsExactly(1, null);
  }

  @Test
  void resultIsUnmodifiable() {
    var results = gather(List.of(1, 2), i -> i);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> results.set(0, 5));
  }

  @Test
  void firstFailureCancelsTheOthersAndCarriesTheirFailures() {
    var second = new IllegalStateException("second");
    var begun = new CountDownLatch(2);
    var ended = new AtomicInteger();
    var thrown =
        thrownBy(() ->
            gather(
                List.of(1, 2, 3),
                i -> {
                  begun.countDown();
                  if (i == 1) {
                    begun.await();
                    throw error;
                  }
                  try {
                    suspendForever();
                  } catch (CancelledError e) {
                    ended.incrementAndGet();
                    if (i == 2) throw second;
                    throw e;
                  }
                  return i;
                }));
    assertThat(thrown).isSameAs(error);
    assertThat(ended.get()).isGreaterThanOrEqualTo(1);
    if (ended.get() == 2) assertThat(thrown.getSuppressed()).containsExactly(second);
  }

  @Test
  void failureOfATaskOfAScopeWithinKeepsItsType() {
    // the compiler knows of no checked exception here: none may come out
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            gather(
                List.of(1),
                i ->
                    scope(s ->
                        s.start(() -> {
                          throw error;
                        }))))
        .withCause(error)
        .satisfies(e -> assertThat(e.getCause().getCause()).isNull());
  }

  @Test
  void limitIsKeptAndAllItemsAreDone() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var items = IntStream.range(0, 200).boxed().toList();
    var results =
        gather(
            items,
            5,
            i -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              sleep(Duration.ZERO);
              running.decrementAndGet();
              return i;
            });
    assertThat(results).isEqualTo(items);
    assertThat(most.get()).isLessThanOrEqualTo(5);
  }

  @Test
  void piecesThatWaitForEachOtherAllBegin() throws InterruptedException {
    int parties = 1_000;
    for (int round = 0; round < 20; round++) {
      var here = new CountDownLatch(parties);
      gather(
          IntStream.range(0, parties).boxed().toList(),
          i -> {
            here.countDown();
            here.await();
            return i;
          });
    }
  }

  @Test
  void interruptThatAPieceLeavesBehindIsNotTheNextOnes() {
    var items = IntStream.range(0, 100).boxed().toList();
    var results =
        gather(
            items,
            1,
            i -> {
              sleep(Duration.ofNanos(1));
              currentThread().interrupt();
              return i;
            });
    assertThat(results).isEqualTo(items);
  }

  @Test
  void limitOfOneIsOneAfterTheOther() {
    var order = Collections.synchronizedList(new ArrayList<Integer>());
    gather(List.of(1, 2, 3, 4), 1, i -> order.add(i));
    assertThat(order).containsExactly(1, 2, 3, 4);
  }

  @Test
  void failureUnderALimitBeginsNoMore() {
    var begun = new AtomicInteger();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            gather(
                IntStream.range(0, 100).boxed().toList(),
                1,
                i -> {
                  begun.incrementAndGet();
                  if (i == 2) throw error;
                  return i;
                }))
        .isSameAs(error);
    assertThat(begun).hasValue(3);
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gather(List.of(1), 0, i -> i))
        .withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> gather(List.of(1), -1, i -> i));
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> gather(null, i -> i));
    assertThatNullPointerException()
        .isThrownBy(() -> gather(List.of(1), (Mapper<Integer, Integer, RuntimeException>) null));
    assertThatNullPointerException()
        .isThrownBy(() -> gather(() -> 1, (Body<Integer, RuntimeException>) null));
    checkpoint();
  }

  @Test
  void outerCancellationCutsIt() {
    var ended = new AtomicInteger();
    boolean done =
        moveOnAfter(
            Duration.ofMillis(5),
            () -> {
              gather(
                  List.of(1, 2, 3),
                  i -> {
                    try {
                      suspendForever();
                    } finally {
                      ended.incrementAndGet();
                    }
                    return i;
                  });
            });
    assertThat(done).isFalse();
    assertThat(ended.get()).isLessThanOrEqualTo(3);
    checkpoint();
  }

  @Test
  void bothAFailureAndAnOuterCancellationTheFailureWins() {
    var scope = new CancelScope();
    var thrown =
        thrownBy(() ->
            scope.run(() -> {
              gather(
                  List.of(1),
                  i -> {
                    scope.cancel("outer");
                    throw error;
                  });
            }));
    assertThat(thrown).isSameAs(error);
  }

  @Test
  void branchThatIsInterruptedFromElsewhereIsNotAResult() {
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() ->
            gather(
                List.of(1, 2),
                i -> {
                  if (i == 1) {
                    Thread.currentThread().interrupt();
                    sleep(Duration.ofHours(1));
                  }
                  return i;
                }));
    checkpoint();
  }

  @Test
  void nested() {
    var table = gather(List.of(1, 2, 3), i -> gather(List.of(1, 2, 3), j -> i * j));
    assertThat(table).containsExactly(List.of(1, 2, 3), List.of(2, 4, 6), List.of(3, 6, 9));
  }

  @Test
  void bodiesWithoutValues() throws IOException {
    var done = new java.util.concurrent.ConcurrentSkipListSet<String>();
    gather(
        () -> {
          done.add("a");
        },
        () -> {
          done.add("b");
        });
    assertThat(done).containsExactly("a", "b");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            gather(
                () -> {
                  throw new IOException("mine");
                },
                () -> suspendForever()));
  }
}
