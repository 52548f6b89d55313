package weft.bench.core;

import static weft.Weft.gather;
import static weft.Weft.scope;

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
import org.openjdk.jmh.infra.Blackhole;
import weft.bench.Config;

/** A scope with two children that do nothing, again and again. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScopeOfTwo {
  @Benchmark
  public void rawThreads() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      var one = Thread.startVirtualThread(() -> {});
      var two = Thread.startVirtualThread(() -> {});
      one.join();
      two.join();
    }
  }

  @Benchmark
  public void weftScope() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      scope(s -> {
        s.start(() -> {});
        s.start(() -> {});
      });
    }
  }

  @Benchmark
  public void weftGather(Blackhole blackhole) {
    for (int i = 0; i < Config.OPERATIONS; i++) blackhole.consume(gather(() -> 1, () -> 2));
  }

  @Benchmark
  public void executor() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        executor.execute(() -> {});
        executor.execute(() -> {});
      }
    }
  }

  @Benchmark
  public void kotlinCoroutineScope() {
    KotlinPeer.INSTANCE.scopeOfTwo(Config.OPERATIONS);
  }
}
