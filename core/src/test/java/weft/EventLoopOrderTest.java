package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;

/** In what order callbacks and tasks run; where nothing else is said, as in asyncio. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EventLoopOrderTest {
  @Parameter Carrier carrier;

  private final List<String> log = new ArrayList<>(); // confined to the loop
  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private Action<RuntimeException> say(String word) {
    return () -> log.add(word);
  }

  /** Lets all that is in line run, and what that put in line. */
  private static void settle() {
    for (int i = 0; i < 10; i++) sleep(Duration.ZERO);
  }

  @Test
  void callbacksRunInTheOrderOfTheCalls() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      for (int i = 0; i < 1_000; i++) loop.callSoon(say("" + i));
      assertThat(log).isEmpty();
      sleep(Duration.ZERO);
      assertThat(log).hasSize(1_000).startsWith("0", "1").endsWith("998", "999");
    });
  }

  @Test
  void callbacksAndTasksStandInOneLine() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      scope(s -> {
        s.start(say("task 1"));
        loop.callSoon(say("callback 1"));
        s.start(say("task 2"));
        loop.callSoon(say("callback 2"));
        log.add("body");
      });
      assertThat(log).containsExactly("body", "task 1", "callback 1", "task 2", "callback 2");
    });
  }

  @Test
  void whatACallbackAsksForComesAfterWhatIsInLine() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      loop.callSoon(() -> {
        log.add("first");
        loop.callSoon(say("of the first"));
      });
      loop.callSoon(say("second"));
      settle();
      assertThat(log).containsExactly("first", "second", "of the first");
    });
  }

  @Test
  void tasksResumeInTheOrderInWhichTheyWereWoken() throws Throwable {
    loops.run(() -> {
      scope(s -> {
        var gates = new ArrayList<Promise<Void>>();
        for (int i = 0; i < 100; i++) {
          var gate = new Promise<Void>();
          gates.add(gate);
          int number = i;
          s.start(() -> {
            gate.await();
            log.add("" + number);
          });
        }
        sleep(Duration.ZERO);
        for (int i = 99; i >= 0; i--) gates.get(i).complete(null);
        assertThat(log).isEmpty();
      });
      assertThat(log).hasSize(100).startsWith("99", "98").endsWith("1", "0");
    });
  }

  @Test
  void yieldingTasksTakeTurns() throws Throwable {
    loops.run(() -> {
      scope(s -> {
        for (var name : List.of("a", "b", "c")) {
          s.start(() -> {
            for (int i = 0; i < 3; i++) {
              log.add(name);
              sleep(Duration.ZERO);
            }
          });
        }
      });
      assertThat(String.join("", log)).isEqualTo("abcabcabc");
    });
  }

  @Test
  void whatNeedNotWaitGoesOn() throws Throwable {
    loops.run(() -> {
      scope(s -> {
        var done = new Promise<Integer>();
        done.complete(1);
        s.start(say("task"));
        done.await();
        log.add("body");
      });
      assertThat(log).containsExactly("body", "task");
    });
  }

  @Test
  void timersRunInTheOrderOfTheirTimes() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var done = new Promise<Boolean>();
      var base = loop.time().plus(Duration.ofMillis(5)); // nearer together than the timer's ticks
      for (int i = 99; i >= 0; i--) loop.callAt(base.plusNanos(i), say("" + i));
      loop.callAt(base.plusNanos(100), () -> done.complete(true));
      done.await();
      assertThat(log).hasSize(100).startsWith("0", "1", "2").endsWith("98", "99");
    });
  }

  @Test
  void timersOfTheSameTimeRunInTheOrderOfTheCalls() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var when = loop.time().plus(Duration.ofMillis(5));
      var done = new Promise<Boolean>();
      for (int i = 0; i < 100; i++) loop.callAt(when, say("" + i));
      loop.callAt(when, () -> done.complete(true));
      done.await();
      assertThat(log).hasSize(100).startsWith("0", "1", "2").endsWith("98", "99");
    });
  }

  @Test
  void sleepersOfTheSameTimeWakeInTheOrderInWhichTheyFellAsleep() throws Throwable {
    var clock = new ManualClock();
    loops = new Loops(carrier, clock);
    try (var loop = loops.open()) {
      var tasks = new ArrayList<Task<?>>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        tasks.add(
            loop.submit(() -> {
              sleep(Duration.ofMillis(10));
              log.add("" + number);
            }));
      }
      tasks.forEach(Fixtures::untilWaiting);
      clock.advanceMillis(10);
      tasks.forEach(Task::await);
      assertThat(log).hasSize(50).startsWith("0", "1", "2").endsWith("48", "49");
    }
  }

  /** asyncio puts timers that are due into line when a round begins. */
  @Test
  void whatIsDueAlreadyRunsAfterWhatIsInLine() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      loop.callAt(loop.time().minusSeconds(1), say("past"));
      loop.callLater(Duration.ZERO, say("now"));
      loop.callLater(Duration.ofSeconds(-5), say("negative"));
      loop.callSoon(say("soon 1"));
      loop.callSoon(say("soon 2"));
      settle();
      assertThat(log).containsExactly("soon 1", "soon 2", "past", "now", "negative");
    });
  }

  @Test
  void aTimerThatIsSetAgainAndAgainStarvesNobody() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var again =
          new Action<RuntimeException>() {
            int times;

            @Override
            public void run() {
              if (++times < 1_000) loop.callLater(Duration.ZERO, this);
            }
          };
      loop.callLater(Duration.ZERO, again);
      sleep(Duration.ZERO);
      sleep(Duration.ZERO);
      assertThat(again.times).isLessThan(5);
      while (again.times < 1_000) sleep(Duration.ZERO);
    });
  }

  @Test
  void aCallbackThatIsCancelledDoesNotRun() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var soon = loop.callSoon(say("soon"));
      var later = loop.callLater(Duration.ofMillis(1), say("later"));
      var due = new AtomicReference<LoopHandle>();
      loop.callSoon(soon::cancel); // too late
      loop.callSoon(() -> due.get().cancel());
      due.set(loop.callLater(Duration.ZERO, say("due"))); // in line at any time, behind these
      later.cancel();
      later.cancel();
      sleep(Duration.ofMillis(20));
      assertThat(log).containsExactly("soon");
      assertThat(soon.isCancelled()).isFalse();
      assertThat(later.isCancelled()).isTrue();
      assertThat(due.get().isCancelled()).isTrue();
      assertThat(soon.when()).isEmpty();
      assertThat(later.when()).isPresent();
    });
  }

  @Test
  void oneMayCancelAnother() throws Throwable {
    loops.run(() -> {
      var loop = EventLoop.current();
      var handles = new ArrayList<LoopHandle>();
      loop.callSoon(() -> handles.get(0).cancel());
      handles.add(loop.callSoon(say("cancelled")));
      loop.callSoon(say("last"));
      settle();
      assertThat(log).containsExactly("last");
    });
  }
}
