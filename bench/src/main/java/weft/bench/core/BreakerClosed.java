package weft.bench.core;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;
import weft.resilience.CircuitBreaker;

/** What a closed circuit breaker adds to a call: alone, and eight callers of one breaker. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BreakerClosed {
  private static final int MANY = 8;

  private final CircuitBreaker breaker = CircuitBreaker.builder().window(100).build();
  private final io.github.resilience4j.circuitbreaker.CircuitBreaker peer =
      io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
          "peer", CircuitBreakerConfig.custom().slidingWindowSize(100).build());
  private volatile int work;

  private void weft() {
    for (int i = 0; i < Config.OPERATIONS; i++) breaker.call(() -> work = 1);
  }

  private void resilience4j() {
    for (int i = 0; i < Config.OPERATIONS; i++) peer.executeSupplier(() -> work = 1);
  }

  @Benchmark
  public void plainCall() {
    for (int i = 0; i < Config.OPERATIONS; i++) work = 1;
  }

  @Benchmark
  public void weftBreakerAlone() {
    weft();
  }

  @Benchmark
  public void resilience4jAlone() {
    resilience4j();
  }

  @Benchmark
  @Threads(MANY)
  public void weftBreakerContended() {
    weft();
  }

  @Benchmark
  @Threads(MANY)
  public void resilience4jContended() {
    resilience4j();
  }
}
