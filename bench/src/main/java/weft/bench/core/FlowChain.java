package weft.bench.core;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import weft.bench.Config;
import weft.flow.Flow;

/** An element through map and filter, from a range and from a generator. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FlowChain.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowChain {
  static final int ELEMENTS = 100_000;

  @Benchmark
  public int weftRange() {
    return Flow.range(0, ELEMENTS).map(n -> n * 3).filter(n -> n % 2 == 0).fold(0, Integer::sum);
  }

  @Benchmark
  public int javaStream() {
    return IntStream.range(0, ELEMENTS)
        .boxed()
        .map(n -> n * 3)
        .filter(n -> n % 2 == 0)
        .reduce(0, Integer::sum);
  }

  @Benchmark
  public int reactorRange() {
    return Flux.range(0, ELEMENTS)
        .map(n -> n * 3)
        .filter(n -> n % 2 == 0)
        .reduce(0, Integer::sum)
        .block();
  }

  @Benchmark
  public int kotlinRange() {
    return KotlinFlows.INSTANCE.range(ELEMENTS);
  }

  @Benchmark
  public int weftGenerate() {
    return Flow.<Integer>generate(
            out -> {
              for (int i = 0; i < ELEMENTS; i++) out.emit(i);
            })
        .map(n -> n * 3)
        .filter(n -> n % 2 == 0)
        .fold(0, Integer::sum);
  }

  @Benchmark
  public int kotlinBuilder() {
    return KotlinFlows.INSTANCE.builder(ELEMENTS);
  }
}
