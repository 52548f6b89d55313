package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import weft.StepClock;
import weft.Weft;
import weft.channel.ClosedException;
import weft.channel.WorkQueue;

/** A flow that runs in a task while a test gives it elements and moves its clock. */
final class Timeline {
  private final StepClock clock = new StepClock();
  private final WorkQueue<String> elements = WorkQueue.unbounded();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
  private volatile boolean done;
  private volatile int taken; // by the stage, which the source has given them to
  private volatile @Nullable RuntimeException failure;

  /** Runs {@code stage} on what {@link #give} gives while {@code script} runs. */
  static void run(
      Function<Flow<String>, Flow<?>> stage, java.util.function.Consumer<Timeline> script) {
    var line = new Timeline();
    line.clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              s.start(() -> line.collect(stage));
              try {
                script.accept(line);
              } finally {
                s.cancel("the test is over");
              }
            }));
  }

  private void collect(Function<Flow<String>, Flow<?>> stage) {
    try {
      stage.apply(Flow.<String>generate(this::source)).forEach(e -> seen.add(e + "@" + millis()));
    } catch (RuntimeException e) {
      thrown.set(e);
    } finally {
      done = true;
    }
  }

  private void source(Emitter<? super String> out) {
    try {
      while (true) {
        var next = elements.take();
        out.emit(next);
        taken++;
      }
    } catch (ClosedException e) {
      if (failure != null) throw failure;
    }
  }

  private long millis() {
    return clock.nanoTime() / 1_000_000;
  }

  void give(String element) {
    elements.put(element);
  }

  /** Waits until the stage has got {@code n} elements. */
  void untilTaken(int n) {
    until(() -> taken == n);
  }

  /** Ends the source. */
  void end() {
    elements.close();
  }

  void fail(RuntimeException with) {
    failure = with;
    elements.close();
  }

  void advance(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  /** Waits until the next timer is due at {@code millis}. */
  void untilTimerAt(long millis) {
    until(() -> clock.next() == millis * 1_000_000);
  }

  void untilNoTimer() {
    until(() -> clock.timers() == 0);
  }

  /** Waits until exactly this has come out, each as {@code element@milliseconds}. */
  void untilSeen(String... expected) {
    until(() -> seen.size() >= expected.length);
    assertThat(seen).containsExactly(expected);
  }

  void assertSeen(String... expected) {
    assertThat(seen).containsExactly(expected);
  }

  @Nullable Throwable untilDone() {
    until(() -> done);
    return thrown.get();
  }

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("it never came true");
      Thread.yield();
    }
  }
}
