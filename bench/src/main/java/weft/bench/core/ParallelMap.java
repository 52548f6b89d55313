package weft.bench.core;

import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;
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
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import weft.bench.Config;
import weft.flow.Flow;

/** An element through a trivial function that may run 64 times at once: what the stage costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ParallelMap.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParallelMap {
  static final int ELEMENTS = 100_000;
  private static final int N = 64;

  @Benchmark
  public int weftMapParallel() {
    return Flow.range(0, ELEMENTS).mapParallel(N, n -> n * 3).fold(0, Integer::sum);
  }

  @Benchmark
  public int weftMapParallelUnordered() {
    return Flow.range(0, ELEMENTS).mapParallelUnordered(N, n -> n * 3).fold(0, Integer::sum);
  }

  @Benchmark
  public int weftBuffer() {
    return Flow.range(0, ELEMENTS).buffer(N).fold(0, Integer::sum);
  }

  @Benchmark
  public int weftFlatMapMerge() {
    return Flow.range(0, ELEMENTS).flatMapMerge(N, n -> Flow.of(n * 3)).fold(0, Integer::sum);
  }

  @Benchmark
  public int javaMapConcurrent() {
    return IntStream.range(0, ELEMENTS)
        .boxed()
        .gather(Gatherers.mapConcurrent(N, n -> n * 3))
        .reduce(0, Integer::sum);
  }

  @Benchmark
  public int reactorFlatMap() {
    return Flux.range(0, ELEMENTS).flatMap(ParallelMap::call, N).reduce(0, Integer::sum).block();
  }

  @Benchmark
  public int reactorFlatMapSequential() {
    return Flux.range(0, ELEMENTS)
        .flatMapSequential(ParallelMap::call, N)
        .reduce(0, Integer::sum)
        .block();
  }

  private static Mono<Integer> call(int n) {
    return Mono.fromCallable(() -> n * 3).subscribeOn(Schedulers.parallel());
  }

  /** On a fixed number of threads: a call that blocks holds up all behind it. */
  @Benchmark
  public int reactorParallelFlux() {
    return Flux.range(0, ELEMENTS)
        .parallel(Runtime.getRuntime().availableProcessors())
        .runOn(Schedulers.parallel())
        .map(n -> n * 3)
        .sequential()
        .reduce(0, Integer::sum)
        .block();
  }

  @Benchmark
  public int kotlinFlatMapMerge() {
    return KotlinParallel.INSTANCE.flatMapMerge(ELEMENTS, N);
  }

  @Benchmark
  public int kotlinBuffer() {
    return KotlinParallel.INSTANCE.buffer(ELEMENTS, N);
  }
}
