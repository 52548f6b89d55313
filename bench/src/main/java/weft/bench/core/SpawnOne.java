package weft.bench.core;

import static weft.Weft.run;
import static weft.Weft.scope;

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

/** Spawn and join, one task at a time. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpawnOne {
  @Benchmark
  public void rawThread() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) Thread.startVirtualThread(() -> {}).join();
  }

  /** All in one scope, each awaited before the next is started. */
  @Benchmark
  public void weftTask() {
    run(() ->
        scope(s -> {
          for (int i = 0; i < Config.OPERATIONS; i++) s.start(() -> {}).await();
        }));
  }

  @Benchmark
  public void kotlinLaunch() {
    KotlinPeer.INSTANCE.spawnOne(Config.OPERATIONS);
  }
}
