package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.LONG;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.await;
import static weft.Weft.checkpoint;
import static weft.Weft.firstCompleted;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.supervise;
import static weft.Weft.timeout;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing is kept of what has ended, been cancelled or timed out. */
@Proof
@Timeout(60)
class RetentionTest {
  private static final int MANY = 20_000;

  /** How many objects of Weft are alive, those of tests and the timer's spent entries aside. */
  private static long alive() throws Exception {
    // by reflection, since Weft's module, as part of which this is compiled, has no need for JMX
    var name = Class.forName("javax.management.ObjectName");
    var histogram =
        (String)
            Class.forName("javax.management.MBeanServer")
                .getMethod("invoke", name, String.class, Object[].class, String[].class)
                .invoke(
                    Class.forName("java.lang.management.ManagementFactory")
                        .getMethod("getPlatformMBeanServer")
                        .invoke(null),
                    name.getConstructor(String.class)
                        .newInstance("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(f -> f.length >= 4 && f[3].startsWith("weft."))
        .filter(f -> !f[3].contains("Test") && !f[3].endsWith("TimerEntry"))
        .mapToLong(f -> Long.parseLong(f[1]))
        .sum();
  }

  /** Runs {@code body}, which makes many things, and checks that few are left. */
  private static void leavesLittle(Action<?> body) throws Exception {
    assertThat(thrownBy(body)).isNull(); // loads classes, fills pools
    long before = alive();
    assertThat(thrownBy(body)).isNull();
    assertThat(alive() - before).as("more objects of Weft alive").isLessThan(1_000);
  }

  private static void isCollected(WeakReference<?> reference) {
    until(() -> {
      System.gc();
      return reference.get() == null;
    });
  }

  @Test
  void timeoutsThatDidNotFire() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < MANY; i++) timeout(LONG, () -> checkpoint());
    });
  }

  @Test
  void timeoutsThatFired() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < 20_000; i++) moveOnAfter(Duration.ZERO, () -> sleep(LONG));
    });
  }

  @Test
  void cancelledSleeps() throws Exception {
    leavesLittle(() ->
        scope(s -> {
          for (int i = 0; i < MANY; i++) s.start(() -> sleep(LONG));
          s.cancel("end");
        }));
    leavesLittle(() ->
        scope(s -> {
          for (int i = 0; i < 500; i++) {
            var sleeper = s.start(() -> sleep(LONG));
            untilWaiting(sleeper);
            sleeper.cancel("x");
          }
        }));
  }

  @Test
  void cancelledWaitsForAPromiseThatStaysOpen() throws Exception {
    var promise = new Promise<Integer>();
    leavesLittle(() -> {
      for (int i = 0; i < 20_000; i++) moveOnAfter(Duration.ZERO, () -> promise.await());
      scope(s -> {
        for (int i = 0; i < 2_000; i++) {
          var task = s.start(() -> promise.await());
          untilWaiting(task);
          task.cancel("x");
        }
      });
    });
    assertThat(promise.isDone()).isFalse();
  }

  @Test
  void firstCompletedOverATaskThatGoesOn() throws Exception {
    scope(s -> {
      var longTask = s.start(() -> new Promise<Integer>().await());
      leavesLittle(() -> {
        for (int i = 0; i < 5_000; i++) {
          var quick = s.start(() -> 1);
          firstCompleted(List.of(longTask, quick));
        }
      });
      s.cancel("end");
    });
  }

  @Test
  void awaitedFutures() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < 5_000; i++) {
        moveOnAfter(Duration.ZERO, () -> await(new CompletableFuture<>()));
        await(CompletableFuture.completedFuture(i));
      }
    });
  }

  @Test
  void tasksOfAScopeThatGoesOn() throws Exception {
    supervise((Scope s) ->
        leavesLittle(() -> {
          var ended = new AtomicInteger();
          for (int i = 0; i < MANY; i++) {
            s.start(() -> checkpoint()).onDone(o -> ended.incrementAndGet());
          }
          until(() -> ended.get() == MANY);
        }));
    supervise((Scope s) ->
        leavesLittle(() -> {
          for (int i = 0; i < 10_000; i++) {
            thrownBy(
                s.start(() -> {
                  throw new IOException("x");
                })
                    ::await);
          }
        }));
  }

  @Test
  void cancellationsWithALongGrace() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < 10_000; i++) {
        scope(s -> {
          s.start((Action<?>) Fixtures::suspendForever);
          s.cancel("x", LONG);
        });
      }
    });
  }

  @Test
  void cancelScopesWithADeadlineMovedAfterTheirEnd() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < MANY; i++) {
        var scope = CancelScope.expiringIn(LONG);
        scope.run(() -> checkpoint());
        scope.expireIn(LONG);
      }
    });
  }

  @Test
  void gatherRaceAndThreads() throws Exception {
    leavesLittle(() -> {
      for (int i = 0; i < 5_000; i++) {
        gather(List.of(1, 2), n -> n);
        race(() -> 1, () -> 2);
        Fixtures.onVirtual(() -> scope(s -> s.start(() -> 1)));
      }
    });
  }

  @Test
  void handleKeepsTheResultAndNotTheBody() {
    var kept = new AtomicReference<Task<Integer>>();
    var reference = startWith(kept);
    isCollected(reference);
    assertThat(kept.get().await()).isEqualTo(1);
  }

  private static WeakReference<Object> startWith(AtomicReference<Task<Integer>> kept) {
    var payload = new Object();
    scope(s -> {
      kept.set(s.start(() -> payload.hashCode() == 0 ? 2 : 1));
    });
    return new WeakReference<>(payload);
  }

  @Test
  void bodyOfATimedOutTaskIsCollected() {
    isCollected(timedOut());
  }

  private static WeakReference<Object> timedOut() {
    var payload = new Object();
    scope(s ->
        s.start(() -> {
          boolean done =
              moveOnAfter(
                  Duration.ofMillis(1),
                  () -> {
                    sleep(LONG);
                    until(() -> payload.hashCode() != 0);
                  });
          assertThat(done).isFalse();
        }));
    return new WeakReference<>(payload);
  }

  @Test
  void valueOfAPlainThreadsBindingIsCollected() {
    isCollected(bound());
  }

  private static WeakReference<Object> bound() {
    var payload = new Object();
    Local<Object> local = Local.unbound();
    local.with(payload, () -> scope(s -> s.start(() -> local.get())));
    return new WeakReference<>(payload);
  }
}
