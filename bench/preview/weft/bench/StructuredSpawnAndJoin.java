package weft.bench;

import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** As {@link SpawnAndJoin}, with a scope of the JDK's preview around each task. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SpawnAndJoin.TASKS)
@Fork(value = 3, jvmArgsAppend = "--enable-preview")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class StructuredSpawnAndJoin {
  @Benchmark
  public void structuredTaskScope() throws InterruptedException {
    Thread.ofVirtual().start(StructuredSpawnAndJoin::openScopes).join();
  }

  private static void openScopes() {
    try {
      for (int i = 0; i < SpawnAndJoin.TASKS; i++) {
        try (var scope = StructuredTaskScope.open()) {
          scope.fork(() -> {});
          scope.join();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
