package weft.bench.core;

import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;

/** A hundred tasks on all cores that let each other go first: the time of one turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ParallelSwitch.TASKS * ParallelSwitch.EACH)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParallelSwitch {
  static final int TASKS = 100;
  static final int EACH = 1_000;

  @Benchmark
  public void weft() {
    scope(s -> {
      for (int t = 0; t < TASKS; t++) {
        s.start(() -> {
          for (int i = 0; i < EACH; i++) sleep(Duration.ZERO);
        });
      }
    });
  }

  @Benchmark
  public void threads() {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < TASKS; t++) {
        executor.execute(() -> {
          for (int i = 0; i < EACH; i++) Thread.yield();
        });
      }
    }
  }

  @Benchmark
  public void kotlin() {
    KotlinPeer.INSTANCE.switchParallel(TASKS, EACH);
  }
}
