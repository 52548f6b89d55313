package weft.bench.core;

import java.util.concurrent.SynchronousQueue;
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
import weft.channel.Channel;

/** One producer that waits for one consumer, an element. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Transfers.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RendezvousChannel {
  @Benchmark
  public long weft() throws Exception {
    var channel = Channel.<Integer>rendezvous();
    return Transfers.transfer(1, channel::send, channel::receive);
  }

  @Benchmark
  public long synchronousQueue() throws Exception {
    var queue = new SynchronousQueue<Integer>();
    return Transfers.transfer(1, queue::put, queue::take);
  }

  @Benchmark
  public long jox() throws Exception {
    var channel = com.softwaremill.jox.Channel.<Integer>newRendezvousChannel();
    return Transfers.transfer(1, channel::send, channel::receive);
  }

  @Benchmark
  public long kotlin() {
    return KotlinChannelPeer.INSTANCE.transfer(0, 1, Transfers.ELEMENTS);
  }
}
