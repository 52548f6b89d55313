package weft.bench.core;

import static weft.Weft.scope;

import java.util.concurrent.SynchronousQueue;
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
import weft.bench.Config;
import weft.flow.Flow;
import weft.flow.Iteration;

/** An element from a generator to a plain loop. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(FlowIterate.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FlowIterate {
  static final int ELEMENTS = 10_000;

  private static Flow<Integer> generator() {
    return Flow.generate(out -> {
      for (int i = 0; i < ELEMENTS; i++) out.emit(i);
    });
  }

  /** As much ahead as {@code iterate()} is. */
  private static final int AHEAD = 32;

  @Benchmark
  public int weftIterate() {
    return sum(generator().iterate());
  }

  /** Generator and loop run in turns. */
  @Benchmark
  public int weftInTurns() {
    return sum(generator().iterate(0));
  }

  private static int sum(Iteration<Integer> numbers) {
    int sum = 0;
    try (numbers) {
      for (int n : numbers) sum += n;
    }
    return sum;
  }

  /** What one writes by hand: another thread, and a hand-over for each element. */
  @Benchmark
  public int synchronousQueue() throws InterruptedException {
    var queue = new SynchronousQueue<Integer>();
    var producer =
        Thread.startVirtualThread(() -> {
          try {
            for (int i = 0; i < ELEMENTS; i++) queue.put(i);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    int sum = 0;
    for (int i = 0; i < ELEMENTS; i++) sum += queue.take();
    producer.join();
    return sum;
  }

  /** No other thread: the elements exist, or can be computed by an iterator. */
  @Benchmark
  public int plainIterator() {
    int sum = 0;
    for (var n = IntStream.range(0, ELEMENTS).boxed().iterator(); n.hasNext(); ) sum += n.next();
    return sum;
  }

  @Benchmark
  public int kotlinProduceIn() {
    return KotlinFlows.INSTANCE.pulled(ELEMENTS, AHEAD);
  }

  @Benchmark
  public int kotlinRendezvous() {
    return KotlinFlows.INSTANCE.pulled(ELEMENTS, 0);
  }

  /** Opening and closing, for an element. */
  @Benchmark
  @OperationsPerInvocation(1)
  public int weftOpenAndLeave() {
    try (var numbers = generator().iterate()) {
      for (int n : numbers) return n;
    }
    throw new AssertionError("there is an element");
  }

  /** What a thread costs that is started and joined. */
  @Benchmark
  @OperationsPerInvocation(1)
  public int weftScopeOfOne() {
    return scope(s -> s.start(() -> 1).await());
  }
}
