package weft.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;
import static weft.Weft.toThreadAbandoning;
import static weft.inspect.Pictures.has;
import static weft.inspect.Pictures.names;
import static weft.inspect.Pictures.task;
import static weft.inspect.Pictures.until;
import static weft.inspect.Pictures.untilWaiting;
import static weft.inspect.Pictures.waitsFor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Promise;
import weft.Proof;
import weft.Weft;
import weft.channel.Channel;
import weft.flow.Flow;

/** What a picture of the program shows. */
@Timeout(60)
class TaskTreeTest {
  private final Promise<String> never = new Promise<>();

  @Test
  void aTaskIsBelowTheOneInWhoseScopeItLives() {
    scope(s -> {
      s.start("outer", () -> scope(inner -> inner.start("inner", never::await)));
      s.start("other", never::await);
      var tree = untilWaiting("outer", "inner", "other");
      var outer = task(tree, "outer");
      assertThat(names(tree.children(outer))).containsExactly("inner");
      assertThat(task(tree, "inner").in()).isEqualTo("scope");
      assertThat(waitsFor(tree, "outer")).isEqualTo("scope, 1 task");
      var here = tree.tasks().get(outer.parent());
      assertThat(here.id()).isEqualTo(Thread.currentThread().threadId());
      assertThat(here.isRoot()).isTrue();
      assertThat(here.virtual()).isFalse();
      assertThat(outer.virtual()).isTrue();
      assertThat(names(tree.children(here))).containsExactly("outer", "other");
      assertThat(waitsFor(tree, "other")).isEqualTo("promise");
      s.cancel("seen");
    });
  }

  @Test
  void scopesInOneBodyFollowEachOther() {
    scope(a -> {
      a.start("of a", never::await);
      scope(b -> {
        b.start("of b", never::await);
        var tree = untilWaiting("of a", "of b");
        assertThat(task(tree, "of a").parent()).isEqualTo(task(tree, "of b").parent());
        assertThat(task(tree, "of a").index()).isLessThan(task(tree, "of b").index());
        b.cancel("seen");
      });
      a.cancel("seen");
    });
  }

  @Test
  void aRunningTaskIsRunningAndABlockedOneTellsWhere() throws Exception {
    var stop = new AtomicBoolean();
    var queue = new SynchronousQueue<String>();
    scope(s -> {
      s.start(
          "spinner",
          () -> {
            while (!stop.get()) Weft.checkpoint();
          });
      s.start("blocked", queue::take);
      var tree =
          until(t ->
              has(t, "blocked")
                  && task(t, "blocked").state() == TaskState.BLOCKED
                  && has(t, "spinner")
                  && task(t, "spinner").state() == TaskState.RUNNING);
      var calls = task(tree, "blocked").stack().stream().map(StackTraceElement::toString).toList();
      assertThat(calls).anyMatch(call -> call.contains("SynchronousQueue.take"));
      assertThat(task(tree, "blocked").waitsFor()).isEmpty();
      stop.set(true);
      queue.put("end");
    });
  }

  @Test
  void theStackIsThatOfTheUsersCode() {
    scope(s -> {
      s.start("deep", () -> waitsHere());
      var stack = task(untilWaiting("deep"), "deep").stack();
      assertThat(stack.getFirst().getMethodName()).isEqualTo("waitsHere");
      assertThat(stack).allMatch(f -> f.getClassName().startsWith(TaskTreeTest.class.getName()));
      assertThat(Weft.taskTree().tasks()).isNotEmpty();
      assertThat(weft.Debug.taskTree(0).tasks()).allMatch(task -> task.stack().isEmpty());
      s.cancel("seen");
    });
  }

  private void waitsHere() {
    never.await();
  }

  @Test
  void gatheredWorkIsShownPieceByPiece() {
    scope(s -> {
      s.start("gatherer", () -> gather(List.of(1, 2), _ -> never.await()));
      var tree = until(t -> has(t, "gatherer") && task(t, "gatherer").waitsFor().isPresent());
      assertThat(waitsFor(tree, "gatherer")).isEqualTo("gather, 2 tasks");
      assertThat(names(tree.children(task(tree, "gatherer"))))
          .containsExactly("piece 0 of gather", "piece 1 of gather");
      s.cancel("seen");
    });
  }

  @Test
  void deadlinesAndCancellationsAreShown() {
    var scope = new CancelScope();
    scope(s -> {
      s.start("limited", () -> timeout(Duration.ofHours(1), never::await));
      s.start("cancelled", () -> scope.run(() -> shield(never::await)));
      var tree = untilWaiting("limited", "cancelled");
      var left = task(tree, "limited").timeLeft().orElseThrow();
      assertThat(left).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
      assertThat(task(tree, "limited").cancelled()).isEmpty();
      assertThat(task(tree, "cancelled").timeLeft()).isEmpty();
      assertThat(task(tree, "cancelled").cancelled()).as("behind a shield").isEmpty();
      never.complete("end");
    });
    var wakeUp = new CountDownLatch(1);
    scope(s -> {
      var task =
          s.start(
              "unhearing",
              () -> {
                try {
                  never2().await();
                } finally {
                  while (wakeUp.getCount() > 0) Thread.onSpinWait();
                }
              });
      untilWaiting("unhearing");
      task.cancel("enough of it");
      var tree = until(t -> task(t, "unhearing").state() == TaskState.RUNNING);
      assertThat(task(tree, "unhearing").cancelled()).hasValue("enough of it");
      wakeUp.countDown();
    });
  }

  private static Promise<String> never2() {
    return new Promise<>();
  }

  @Test
  void backgroundTasksAreNotWaitedFor() {
    scope(outer -> {
      outer.start(
          "owner",
          () ->
              scope(s -> {
                s.background("heart", () -> sleep(Duration.ofHours(1)));
                s.start("normal", never::await);
              }));
      var tree = untilWaiting("owner", "heart", "normal");
      assertThat(task(tree, "heart").background()).isTrue();
      assertThat(task(tree, "normal").background()).isFalse();
      assertThat(waitsFor(tree, "owner")).isEqualTo("scope, 1 task");
      assertThat(waitsFor(tree, "heart")).isEqualTo("a timer");
      outer.cancel("seen");
    });
  }

  @Test
  void aProgramIsBelowTheThreadThatRunsIt() throws Exception {
    var channel = Channel.<Integer>rendezvous();
    var thread = Thread.ofPlatform().name("starter").start(() -> run(channel::receive));
    var tree =
        until(t ->
            has(t, "starter")
                && task(t, "starter").waitsFor().isPresent()
                && !t.children(task(t, "starter")).isEmpty()
                && t.children(task(t, "starter")).getFirst().waitsFor().isPresent());
    var main = tree.children(task(tree, "starter")).getFirst();
    assertThat(main.name()).isEqualTo("main");
    assertThat(main.virtual()).isTrue();
    assertThat(main.in()).isEqualTo("work on another thread");
    assertThat(waitsFor(tree, "starter")).isEqualTo("work on another thread");
    channel.send(1);
    thread.join();
    assertThat(has(Weft.taskTree(), "starter")).isFalse();
  }

  @Test
  void aThreadThatHasLeftWeftIsNotShown() {
    scope(_ -> {});
    var own = Thread.currentThread().threadId();
    assertThat(Weft.taskTree().tasks()).noneMatch(task -> task.id() == own);
    scope(_ ->
        assertThat(Weft.taskTree().tasks())
            .filteredOn(task -> task.id() == own)
            .singleElement()
            .satisfies(task -> assertThat(task.state()).isEqualTo(TaskState.RUNNING)));
  }

  @Test
  void workThatWasAbandonedIsStillShown() throws Exception {
    var stop = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var abandoned = new CancelScope();
    abandoned.run(() ->
        toThreadAbandoning(
            task -> Thread.ofPlatform().name("left alone").start(task),
            () -> {
              begun.countDown();
              abandoned.cancel("no longer wanted");
              while (stop.getCount() > 0) Thread.onSpinWait();
              return 0;
            }));
    begun.await();
    assertThat(Weft.taskTree().tasks())
        .anyMatch(task -> task.isRoot() && task.name().equals("work on another thread"));
    stop.countDown();
    until(tree -> !has(tree, "work on another thread"));
  }

  @Proof
  @Test
  void aGeneratorIsShownWhileItsConsumerDoesSomethingElse() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          for (int i = 0; ; i++) {
            if (i == 100_000) scope(s -> s.start("below the generator", never::await));
            out.emit(i);
          }
        });
    scope(s -> {
      s.start(
          "consumer",
          () -> {
            for (int i : flow.buffer(1).iterate()) if (i < 0) break;
          });
      var tree = untilWaiting("below the generator");
      assertThat(tree.tasks()).anyMatch(task -> task.name().equals("below the generator"));
      s.cancel("seen");
    });
  }

  @Test
  void aPrimitiveThatFailsToDescribeItselfSpoilsNothing() {
    var broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no words");
          }
        };
    scope(s -> {
      s.start("waits for a broken one", () -> new weft.Suspension(broken).await());
      assertThat(waitsFor(untilWaiting("waits for a broken one"), "waits for a broken one"))
          .contains("its toString failed: java.lang.IllegalStateException");
      s.cancel("seen");
    });
  }

  @Proof
  @Test
  void aDeepTreeIsNoTroubleForTheStack() {
    nest(
        2_000,
        () -> {
          var tree = Weft.taskTree(); // each level is a task
          assertThat(tree.tasks().size()).isGreaterThan(2_000);
          assertThat(tree.toFullText()).hasLineCount(tree.tasks().size() + 1);
          assertThat(tree.toJson()).endsWith("]}");
        });
  }

  private static void nest(int depth, Runnable innermost) {
    scope(s -> {
      s.start(() -> {
        if (depth > 0) nest(depth - 1, innermost);
        else innermost.run();
      });
    });
  }

  @Proof
  @Test
  void tenThousandTasksAreCountedByKind() {
    scope(s -> {
      for (int i = 0; i < 10_000; i++) s.start("clerk " + i, never::await);
      var tree =
          until(t ->
              t.kinds().getFirst().name().equals("clerk *")
                  && t.kinds().getFirst().waiting() == 10_000);
      var kind = tree.kinds().getFirst();
      assertThat(kind).isEqualTo(new TaskKind("clerk *", 10_000, 0, 0, 0, 10_000, "promise"));
      assertThat(tree.toString()).contains("… 9,997 more like clerk 0 #");
      assertThat(tree.states()).containsEntry(TaskState.WAITING, 10_000 + othersWaiting(tree));
      s.cancel("seen");
    });
  }

  private static int othersWaiting(TaskTree tree) {
    return (int)
        tree.tasks().stream()
            .filter(task -> task.state() == TaskState.WAITING)
            .filter(task -> !task.kind().equals("clerk *"))
            .count();
  }
}
