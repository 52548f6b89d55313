package weft.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.supervise;
import static weft.inspect.Pictures.holders;
import static weft.inspect.Pictures.names;
import static weft.inspect.Pictures.until;
import static weft.inspect.Pictures.untilWaiting;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.Proof;
import weft.Suspension;
import weft.Task;
import weft.Weft;
import weft.resource.Pool;
import weft.sync.Barrier;
import weft.sync.Mutex;
import weft.sync.RwLock;

/** Tasks that wait for each other are named, and others aren't. */
@Timeout(60)
class DeadlockTest {
  private static List<List<String>> deadlocks(TaskTree tree) {
    return tree.deadlocks().stream().map(deadlock -> names(deadlock.tasks())).toList();
  }

  @Test
  void twoMutexesTakenInDifferentOrders() {
    var a = new Mutex();
    var b = new Mutex();
    var both = new Barrier(2);
    scope(s -> {
      s.start("ann", () -> a.with(() -> both(both, b)));
      s.start("bob", () -> b.with(() -> both(both, a)));
      var tree = until(t -> !t.deadlocks().isEmpty());
      assertThat(deadlocks(tree)).containsExactly(List.of("ann", "bob"));
      assertThat(holders(tree, "ann")).containsExactly("bob");
      assertThat(holders(tree, "bob")).containsExactly("ann");
      var ids = tree.deadlocks().getFirst().tasks().stream().map(TaskInfo::id).toList();
      assertThat(tree.toString())
          .endsWith(
              "deadlock: ann #%1$d waits for bob #%2$d (mutex held by bob, 1 waiting); bob #%2$d waits for ann #%1$d (mutex held by ann, 1 waiting)\n"
                  .formatted(ids.get(0), ids.get(1)));
      s.cancel("seen");
    });
    assertThat(Weft.taskTree().deadlocks()).isEmpty();
  }

  private static void both(Barrier both, Mutex next) {
    both.await();
    next.with(() -> {});
  }

  @Test
  void tasksThatAwaitEachOther() {
    var other = new AtomicReference<Task<Void>>();
    var known = new Promise<Boolean>();
    scope(s -> {
      var first =
          s.start(
              "first",
              () -> {
                known.await();
                other.get().await();
              });
      other.set(s.start("second", () -> first.await()));
      known.complete(true);
      var tree = until(t -> !t.deadlocks().isEmpty());
      assertThat(deadlocks(tree)).containsExactly(List.of("first", "second"));
      s.cancel("seen");
    });
  }

  @Test
  void aTaskThatAwaitsTheOneWhoseScopeItLivesIn() {
    var parent = new AtomicReference<Task<Void>>();
    var known = new Promise<Boolean>();
    scope(s -> {
      parent.set(
          s.start(
              "parent",
              () -> {
                known.await();
                scope(inner -> inner.start("child", () -> parent.get().await()));
              }));
      known.complete(true);
      assertThat(deadlocks(until(t -> !t.deadlocks().isEmpty())))
          .containsExactly(List.of("parent", "child"));
      s.cancel("seen");
    });
  }

  @Test
  void aReaderAndAWriterOfTwoLocks() {
    var a = new RwLock();
    var b = new RwLock();
    var both = new Barrier(2);
    scope(s -> {
      s.start(
          "reader",
          () ->
              a.withRead(() -> {
                both.await();
                b.withWrite(() -> {});
              }));
      s.start(
          "writer",
          () ->
              b.withRead(() -> {
                both.await();
                a.withWrite(() -> {});
              }));
      assertThat(deadlocks(until(t -> !t.deadlocks().isEmpty())))
          .containsExactly(List.of("reader", "writer"));
      s.cancel("seen");
    });
  }

  @Test
  void ofAPoolAllBorrowersHaveToBeStuck() {
    var pool = Pool.builder(Object::new, _ -> {}).max(2).build();
    var mutex = new Mutex();
    var ready = new Barrier(3);
    var go = new Promise<Boolean>();
    scope(s -> {
      s.start(
          "borrower",
          () ->
              pool.use(_ -> {
                ready.await();
                mutex.with(() -> {});
              }));
      s.start(
          "free borrower",
          () ->
              pool.use(_ -> {
                ready.await();
                go.await();
                mutex.with(() -> {});
              }));
      s.start(
          "holder",
          () ->
              mutex.with(() -> {
                ready.await();
                pool.use(_ -> {});
              }));
      var tree = untilWaiting("borrower", "free borrower", "holder");
      until(t -> Pictures.waitsFor(t, "holder").startsWith("pool"));
      assertThat(holders(tree = Weft.taskTree(), "holder"))
          .containsExactlyInAnyOrder("borrower", "free borrower");
      assertThat(tree.deadlocks()).as("one can still give back").isEmpty();
      go.complete(true);
      tree = until(t -> !t.deadlocks().isEmpty());
      assertThat(tree.deadlocks().getFirst().tasks())
          .extracting(TaskInfo::name)
          .hasSize(2)
          .contains("holder");
      s.cancel("seen");
    });
    pool.close();
  }

  /** The maintainer waits for work, not for what is lent. */
  @Test
  void aPoolWithAMaintainerIsNoDeadlock() {
    var pool = Pool.builder(Object::new, _ -> {}).max(1).build();
    scope(s -> {
      s.start(
          "keeper",
          () ->
              pool.use(_ -> {
                scope(inner -> inner.start("maintainer", pool::maintain));
              }));
      var tree = untilWaiting("keeper", "maintainer");
      assertThat(tree.deadlocks()).isEmpty();
      assertThat(Pictures.waitsFor(tree, "maintainer")).startsWith("work to do in ");
      s.cancel("seen");
    });
    pool.close();
  }

  @Test
  void aBackgroundTaskThatWaitsForItsOwnersLockIsNoDeadlock() {
    var mutex = new Mutex();
    scope(outer -> {
      outer.start(
          "owner",
          () ->
              mutex.with(() ->
                  scope(s -> {
                    s.background("in the background", () -> mutex.with(() -> {}));
                    s.start("worker", () -> new Promise<Void>().await());
                  })));
      var tree = untilWaiting("owner", "in the background", "worker");
      assertThat(tree.deadlocks()).isEmpty();
      outer.cancel("seen");
    });
  }

  @Test
  void manyInARing() {
    int size = 50;
    var locks = java.util.stream.IntStream.range(0, size).mapToObj(_ -> new Mutex()).toList();
    var all = new Barrier(size);
    scope(s -> {
      for (int i = 0; i < size; i++) {
        var own = locks.get(i);
        var next = locks.get((i + 1) % size);
        s.start("philosopher " + i, () -> own.with(() -> both(all, next)));
      }
      s.start("onlooker", () -> locks.getFirst().with(() -> {}));
      var tree = until(t -> !t.deadlocks().isEmpty() && Pictures.has(t, "onlooker"));
      assertThat(tree.deadlocks()).hasSize(1);
      assertThat(tree.deadlocks().getFirst().tasks()).hasSize(size);
      s.cancel("seen");
    });
  }

  /** A primitive of a user's own, made of suspensions. */
  private static final class Baton implements Held {
    private final Thread holder;

    Baton(Thread holder) {
      this.holder = holder;
    }

    @Override
    public Collection<Thread> holders() {
      return List.of(holder);
    }

    @Override
    public String toString() {
      return "baton";
    }
  }

  @Test
  void whatAUserMadeTakesPart() {
    var first = new Promise<Thread>();
    var second = new Promise<Thread>();
    scope(s -> {
      s.start(
          "runner",
          () -> {
            first.complete(Thread.currentThread());
            new Suspension(new Baton(second.await())).await();
          });
      s.start(
          "next runner",
          () -> {
            second.complete(Thread.currentThread());
            new Suspension(new Baton(first.await())).await();
          });
      var tree = until(t -> !t.deadlocks().isEmpty());
      assertThat(deadlocks(tree)).containsExactly(List.of("runner", "next runner"));
      s.cancel("seen");
    });
  }

  @Test
  void aHolderThatFailsToSayIsNobody() {
    Held broken =
        () -> {
          throw new IllegalStateException("not now");
        };
    scope(s -> {
      s.start("waiter", () -> new Suspension(broken).await());
      assertThat(holders(untilWaiting("waiter"), "waiter")).isEmpty();
      s.cancel("seen");
    });
  }

  @Test
  void aLockWhoseHolderHasEndedSaysSo() {
    var mutex = new Mutex();
    scope(s -> {
      s.start("forgetful", mutex::acquire).await();
      s.start("heir", () -> mutex.with(() -> {}));
      var holder = Pictures.task(untilWaiting("heir"), "heir").waitsFor().orElseThrow().holders();
      assertThat(holder).extracting(Wait.Holder::name).containsExactly("forgetful");
      until(t -> Pictures.task(t, "heir").waitsFor().orElseThrow().holders().getFirst().ended());
      s.cancel("seen");
    });
  }

  /** Locks go round and round: at no time is anybody stuck. */
  @Proof
  @Test
  void busyLocksAreNoDeadlock() {
    var locks = List.of(new Mutex(), new Mutex(), new Mutex());
    var end = new java.util.concurrent.atomic.AtomicBoolean();
    supervise(s -> {
      for (int i = 0; i < 6; i++) {
        int first = i % 3;
        s.start(
            "busy " + i,
            () -> {
              var low = locks.get(Math.min(first, (first + 1) % 3));
              var high = locks.get(Math.max(first, (first + 1) % 3));
              while (!end.get()) low.with(() -> high.with(() -> {}));
            });
      }
      int wrong = 0;
      for (int i = 0; i < 1_000; i++) wrong += Weft.taskTree().deadlocks().size();
      end.set(true);
      assertThat(wrong).isZero();
    });
  }
}
