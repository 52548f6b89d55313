package weft.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** One task after the other, each awaited: started from inside a virtual thread, as programs do. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SpawnAndJoin.TASKS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SpawnAndJoin {
  static final int TASKS = 10_000;

  @Benchmark
  public void virtualThread() throws InterruptedException {
    Thread.ofVirtual().start(SpawnAndJoin::startThreads).join();
  }

  @Benchmark
  public void kotlinDefault() {
    KotlinPeer.INSTANCE.spawnAndJoin(TASKS);
  }

  private static void startThreads() {
    try {
      for (int i = 0; i < TASKS; i++) Thread.startVirtualThread(() -> {}).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
