package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.assertj.core.api.Assertions;
import weft.Action;
import weft.CancelScope;
import weft.Promise;
import weft.Scope;
import weft.Task;
import weft.TaskCancelledException;
import weft.TaskFailedException;
import weft.TimeoutException;
import weft.Weft;
import weft.channel.Channel;
import weft.junit.WeftTest;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/**
 * Random trees of scopes, tasks, timeouts, shields, locks and cancellations, each made from a seed
 * and run under its schedule: they end, and leave nothing behind.
 */
class RandomTreesTest {
  private static final int DEPTH = 4;

  private final List<CancelScope> scopes = new ArrayList<>();
  private final List<Task<?>> tasks = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Semaphore permits = new Semaphore(2);
  private final Mutex mutex = new Mutex();
  private final Channel<Integer> channel = Channel.dropOldest(2);
  private int alive;

  private static final class Boom extends Exception {
    Boom() {
      super("boom");
    }
  }

  @WeftTest(seeds = 2_000)
  void endAndLeaveNothingBehind(RandomGenerator random) {
    var thrown = Assertions.catchThrowable(() -> node(random, DEPTH));
    if (thrown != null && !expected(thrown)) throw new AssertionError(thrown);
    assertThat(alive).isZero();
    assertThat(tasks).allMatch(Task::isDone);
    assertThat(violations).isEmpty();
    assertThat(permits.available()).isEqualTo(2);
    assertThat(mutex.isHeld()).isFalse();
    assertThat(Thread.interrupted()).as("an interrupt is left").isFalse();
    Weft.checkpoint();
  }

  private static boolean expected(Throwable t) {
    return switch (t) {
      case Boom _, TimeoutException _, TaskCancelledException _ -> true;
      case TaskFailedException e ->
          !(e.getCause() instanceof TaskFailedException) && expected(e.getCause());
      default -> false;
    };
  }

  private void node(RandomGenerator random, int depth) throws Exception {
    switch (random.nextInt(depth == 0 ? 9 : 20)) {
      case 0 -> Weft.checkpoint();
      case 1 -> Weft.sleep(soon(random));
      case 2 -> permits.with(() -> Weft.sleep(soon(random)));
      case 3 -> mutex.with(() -> Weft.sleep(soon(random)));
      case 4 -> Weft.sleep(Duration.ZERO);
      case 5 -> {
        if (random.nextInt(4) == 0) throw new Boom();
      }
      case 6 -> cancelSomething(random);
      case 7 -> channel.send(random.nextInt());
      case 8 -> Weft.moveOnAfter(soon(random), channel::receive);
      case 9, 10, 11 -> scope(random, depth);
      case 12 -> supervise(random, depth);
      case 13 -> Weft.timeout(soon(random), () -> nodes(random, depth - 1));
      case 14 -> Weft.moveOnAfter(soon(random), () -> nodes(random, depth - 1));
      case 15 -> Weft.shield(() -> nodes(random, depth - 1));
      case 16 -> cancelScope(random, depth);
      case 17 ->
          Weft.gather(
              List.of(1, 2, 3),
              1 + random.nextInt(3),
              i -> {
                counted(() -> node(random, depth - 1));
                return i;
              });
      case 18 ->
          Weft.race(
              () -> counted(() -> node(random, depth - 1)),
              () -> counted(() -> node(random, depth - 1)));
      default -> {
        var promise = new Promise<String>();
        Weft.scope(s -> {
          s.start(() -> {
            try {
              nodes(random, depth - 1);
            } finally {
              promise.complete("over");
            }
          });
          promise.await();
        });
      }
    }
  }

  private void nodes(RandomGenerator random, int depth) throws Exception {
    for (int i = random.nextInt(3); i >= 0; i--) node(random, depth);
  }

  private Object counted(Action<Exception> body) throws Exception {
    alive++;
    try {
      body.run();
      return "";
    } finally {
      alive--;
    }
  }

  private void scope(RandomGenerator random, int depth) throws Exception {
    var mine = new int[1];
    try {
      Weft.scope(s -> {
        startSome(random, depth, s, mine);
        nodes(random, depth - 1);
        if (random.nextInt(8) == 0) s.cancel("the scope, by its body");
      });
    } finally {
      if (mine[0] != 0) violations.add("a task outlived its scope");
    }
  }

  private void supervise(RandomGenerator random, int depth) throws Exception {
    var mine = new int[1];
    try {
      Weft.supervise(s -> {
        for (var task : startSome(random, depth, s, mine)) task.onDone(o -> {});
        nodes(random, depth - 1);
      });
    } finally {
      if (mine[0] != 0) violations.add("a task outlived its supervising scope");
    }
  }

  private List<Task<?>> startSome(RandomGenerator random, int depth, Scope s, int[] mine) {
    var started = new ArrayList<Task<?>>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Action<Exception> body =
          () ->
              counted(() -> {
                mine[0]++;
                try {
                  nodes(random, depth - 1);
                } finally {
                  try {
                    if (random.nextInt(3) == 0) Weft.shield(() -> Weft.sleep(soon(random)));
                  } finally {
                    mine[0]--;
                  }
                }
              });
      started.add(random.nextInt(5) == 0 ? s.background(body) : s.start(body));
    }
    tasks.addAll(started);
    return started;
  }

  private void cancelScope(RandomGenerator random, int depth) throws Exception {
    var scope = new CancelScope();
    scopes.add(scope);
    if (random.nextInt(3) == 0) scope.expireIn(soon(random));
    boolean done = scope.run(() -> nodes(random, depth - 1));
    if (!done && !scope.isCancelled()) violations.add("cut short without a cancellation");
  }

  private void cancelSomething(RandomGenerator random) {
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
    return Duration.ofMillis(random.nextInt(20));
  }
}
