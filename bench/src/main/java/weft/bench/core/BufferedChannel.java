package weft.bench.core;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;
import weft.channel.Channel;
import weft.channel.WorkQueue;

/** A hundred places between one producer or a hundred and one consumer, an element. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Transfers.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BufferedChannel {
  private static final int CAPACITY = 100;

  @Param({"1", "100"})
  public int producers;

  @Benchmark
  public long weft() throws Exception {
    var channel = Channel.<Integer>buffered(CAPACITY);
    return Transfers.transfer(producers, channel::send, channel::receive);
  }

  @Benchmark
  public long weftWorkQueue() throws Exception {
    var queue = WorkQueue.<Integer>bounded(CAPACITY);
    return Transfers.transfer(producers, queue::put, queue::take);
  }

  @Benchmark
  public long arrayBlockingQueue() throws Exception {
    var queue = new ArrayBlockingQueue<Integer>(CAPACITY);
    return Transfers.transfer(producers, queue::put, queue::take);
  }

  @Benchmark
  public long linkedBlockingQueue() throws Exception {
    var queue = new LinkedBlockingQueue<Integer>(CAPACITY);
    return Transfers.transfer(producers, queue::put, queue::take);
  }

  @Benchmark
  public long jox() throws Exception {
    var channel = com.softwaremill.jox.Channel.<Integer>newBufferedChannel(CAPACITY);
    return Transfers.transfer(producers, channel::send, channel::receive);
  }

  @Benchmark
  public long kotlin() {
    return KotlinChannelPeer.INSTANCE.transfer(CAPACITY, producers, Transfers.ELEMENTS);
  }
}
