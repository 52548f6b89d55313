package weft.bench.core;

import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import weft.EventLoop;
import weft.internal.carrier.VirtualThreads;
import weft.internal.loop.Tuning;
import weft.internal.loop.Tuning.Carrier;

/**
 * What one switch costs between tasks of an event loop, on either carrier, against a bare yield of
 * two virtual threads on an executor of our own; and what a callback and a timer cost.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LoopSwitch.SWITCHES)
@Fork(value = 3, jvmArgsAppend = "--add-opens=java.base/java.lang=ALL-UNNAMED")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoopSwitch {
  static final int SWITCHES = 200_000;

  @Benchmark
  public void bareYield() {
    var queue = new ArrayDeque<Runnable>();
    for (int t = 0; t < 2; t++) {
      VirtualThreads.unstarted(
              queue::add,
              () -> {
                for (int i = 0; i < SWITCHES / 2; i++) Thread.yield();
              })
          .start();
    }
    for (var next = queue.poll(); next != null; next = queue.poll()) next.run();
  }

  @Benchmark
  public void ownCarrier() {
    on(Carrier.OWN, loop -> yields());
  }

  @Benchmark
  public void baton() {
    on(Carrier.BATON, loop -> yields());
  }

  @Benchmark
  public void callSoonOwnCarrier() {
    on(Carrier.OWN, LoopSwitch::calls);
  }

  @Benchmark
  public void callSoonBaton() {
    on(Carrier.BATON, LoopSwitch::calls);
  }

  @Benchmark
  public void timersOwnCarrier() {
    on(Carrier.OWN, LoopSwitch::timers);
  }

  @Benchmark
  public void timersBaton() {
    on(Carrier.BATON, LoopSwitch::timers);
  }

  @Benchmark
  public void kotlinYields() {
    KotlinPeer.INSTANCE.switchOnLoop(SWITCHES);
  }

  /** What a callback is without a loop: a task for a thread. */
  @Benchmark
  public void callsOfSingleThread() throws InterruptedException {
    var done = new CountDownLatch(SWITCHES);
    try (var executor = Executors.newSingleThreadExecutor()) {
      executor.submit(() -> {
        for (int i = 0; i < SWITCHES; i++) executor.execute(done::countDown);
      });
      done.await();
    }
  }

  @Benchmark
  public void timersOfSingleThread() throws InterruptedException {
    var done = new CountDownLatch(SWITCHES);
    try (var executor = Executors.newSingleThreadScheduledExecutor()) {
      executor.submit(() -> {
        for (int i = 0; i < SWITCHES; i++) {
          executor.schedule(done::countDown, i * 7L % SWITCHES, TimeUnit.NANOSECONDS);
        }
      });
      done.await();
    }
  }

  private static void on(Carrier carrier, Consumer<EventLoop> work) {
    ScopedValue.where(Tuning.CURRENT, Tuning.STANDARD.on(carrier))
        .run(() -> EventLoop.run(() -> work.accept(EventLoop.current())));
  }

  private static void yields() {
    scope(s -> {
      for (int t = 0; t < 2; t++) {
        s.start(() -> {
          for (int i = 0; i < SWITCHES / 2; i++) sleep(Duration.ZERO);
        });
      }
    });
  }

  private static void calls(EventLoop loop) {
    var done = new weft.Promise<Boolean>();
    var left = new int[] {SWITCHES};
    for (int i = 0; i < SWITCHES; i++) {
      loop.callSoon(() -> {
        if (--left[0] == 0) done.complete(true);
      });
    }
    done.await();
  }

  private static void timers(EventLoop loop) {
    var done = new weft.Promise<Boolean>();
    var left = new int[] {SWITCHES};
    var when = loop.time();
    for (int i = 0; i < SWITCHES; i++) {
      loop.callAt(
          when.plusNanos(i * 7L % SWITCHES),
          () -> {
            if (--left[0] == 0) done.complete(true);
          });
    }
    done.await();
  }
}
