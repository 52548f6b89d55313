package weft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random trees of scopes, tasks, timeouts, shields and cancellations, each made from a seed. {@code
 * -Dweft.seed=…} repeats one.
 */
@Proof
@Timeout(600)
class SeededScheduleTest {
  private static final int SEEDS = RacePartner.rounds(2_000);
  private static final int DEPTH = 4;

  @Test
  void everyTreeEndsAndIsConsistent() throws Exception {
    var only = Long.getLong("weft.seed");
    if (only != null) {
      for (int i = 0; i < 100; i++) new Tree(only).check();
      return;
    }
    long first = ThreadLocalRandom.current().nextLong(1L << 40);
    for (int i = 0; i < SEEDS; i++) new Tree(first + i).check();
  }

  /** A failure that trees throw. */
  private static final class Boom extends Exception {
    Boom() {
      super("boom");
    }
  }

  private static final class Tree {
    private final long seed;
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<CancelScope> scopes = new CopyOnWriteArrayList<>();
    private final List<Task<?>> tasks = new CopyOnWriteArrayList<>();
    private final AtomicInteger alive = new AtomicInteger();

    Tree(long seed) {
      this.seed = seed;
    }

    void check() throws Exception {
      var thrown = new AtomicReference<Throwable>();
      var kind = seed % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      var thread =
          kind.start(() -> {
            thrown.set(Fixtures.thrownBy(() -> node(new SplittableRandom(seed), DEPTH)));
            if (Thread.interrupted()) violations.add("stale interrupt at the end");
            if (Fixtures.thrownBy(() -> Weft.checkpoint()) != null) {
              violations.add("cancelled outside of all scopes");
            }
          });
      if (!thread.join(Duration.ofSeconds(20))) {
        var hung = new AssertionError("seed " + seed + " hangs; its tasks: " + tasks);
        hung.setStackTrace(thread.getStackTrace());
        throw hung;
      }
      var t = thrown.get();
      if (t != null && !expected(t)) violations.add("it threw " + t);
      if (alive.get() != 0) violations.add(alive + " tasks alive at the end");
      for (var task : tasks) if (!task.isDone()) violations.add(task + " is not done at the end");
      if (!violations.isEmpty()) throw new AssertionError("seed " + seed + ": " + violations, t);
    }

    private static boolean expected(Throwable t) {
      return switch (t) {
        case Boom _, TimeoutException _ -> true;
        case TaskCancelledException _ -> true;
        case TaskFailedException e ->
            !(e.getCause() instanceof TaskFailedException) && expected(e.getCause());
        default -> false;
      };
    }

    /** One node of the tree, and what hangs below it. */
    private void node(SplittableRandom random, int depth) throws Exception {
      switch (random.nextInt(depth == 0 ? 7 : 18)) {
        case 0 -> Weft.checkpoint();
        case 1 -> Weft.sleep(soon(random));
        case 2 -> Thread.sleep(soon(random));
        case 3 -> spin(random);
        case 4 -> Weft.sleep(Duration.ZERO);
        case 5 -> {
          if (random.nextInt(4) == 0) throw new Boom();
        }
        case 6 -> cancelSomething(random);
        case 7, 8, 9 -> scope(random, depth);
        case 10 -> supervise(random, depth);
        case 11 -> Weft.timeout(soon(random), () -> nodes(random, depth - 1));
        case 12 -> Weft.moveOnAfter(soon(random), () -> nodes(random, depth - 1));
        case 13 -> Weft.shield(() -> nodes(random, depth - 1));
        case 14 -> cancelScope(random, depth);
        case 15 -> {
          var seeds = List.of(random.split(), random.split(), random.split());
          Weft.gather(seeds, 1 + random.nextInt(3), r -> counted(() -> node(r, depth - 1)));
        }
        case 16 -> {
          var one = random.split();
          var two = random.split();
          Weft.race(
              () -> counted(() -> node(one, depth - 1)), () -> counted(() -> node(two, depth - 1)));
        }
        // leaves only: trees on a bounded pool that wait for other work on it are no fair game
        default -> Weft.toThread(() -> counted(() -> node(random.split(), 0)));
      }
    }

    private void nodes(SplittableRandom random, int depth) throws Exception {
      for (int i = random.nextInt(3); i >= 0; i--) node(random, depth);
    }

    private Object counted(Action<Exception> body) throws Exception {
      alive.incrementAndGet();
      try {
        body.run();
        return "";
      } finally {
        alive.decrementAndGet();
      }
    }

    private void scope(SplittableRandom random, int depth) throws Exception {
      var mine = new AtomicInteger();
      try {
        Weft.scope(s -> {
          startSome(random, depth, s, mine);
          nodes(random, depth - 1);
          if (random.nextInt(8) == 0) s.cancel("the scope, by its body");
        });
      } finally {
        if (mine.get() != 0) violations.add("a task outlived its scope");
      }
    }

    private void supervise(SplittableRandom random, int depth) throws Exception {
      var mine = new AtomicInteger();
      try {
        Weft.supervise(s -> {
          for (var task : startSome(random, depth, s, mine)) task.onDone(o -> {});
          nodes(random, depth - 1);
        });
      } finally {
        if (mine.get() != 0) violations.add("a task outlived its supervising scope");
      }
    }

    private List<Task<?>> startSome(
        RandomGenerator random, int depth, Scope s, AtomicInteger mine) {
      var started = new ArrayList<Task<?>>();
      for (int i = random.nextInt(4); i > 0; i--) {
        var seeds = new SplittableRandom(random.nextLong());
        Action<Exception> body =
            () ->
                counted(() -> {
                  mine.incrementAndGet();
                  try {
                    nodes(seeds, depth - 1);
                  } finally {
                    try {
                      if (seeds.nextInt(3) == 0) Weft.shield(() -> Weft.sleep(soon(seeds)));
                    } finally {
                      mine.decrementAndGet();
                    }
                  }
                });
        started.add(random.nextInt(5) == 0 ? s.background(body) : s.start(body));
      }
      tasks.addAll(started);
      return started;
    }

    private void cancelScope(SplittableRandom random, int depth) throws Exception {
      var scope = new CancelScope();
      scopes.add(scope);
      if (random.nextInt(3) == 0) scope.expireIn(soon(random));
      boolean done = scope.run(() -> nodes(random, depth - 1));
      if (!done && !scope.isCancelled()) violations.add("cut short without a cancellation");
    }

    private void cancelSomething(SplittableRandom random) {
      if (random.nextBoolean() && !scopes.isEmpty()) {
        var scope = scopes.get(random.nextInt(scopes.size()));
        switch (random.nextInt(3)) {
          case 0 -> scope.cancel("a scope, by anybody");
          case 1 -> scope.cancel("with grace", soon(random));
          default -> scope.expireIn(soon(random));
        }
      } else if (!tasks.isEmpty()) {
        tasks.get(random.nextInt(tasks.size())).cancel("a task, by anybody");
      }
    }

    private static Duration soon(RandomGenerator random) {
      return Duration.ofNanos(random.nextInt(200_000));
    }

    private static void spin(RandomGenerator random) {
      for (int i = random.nextInt(2_000); i > 0; i--) Thread.onSpinWait();
    }
  }
}
