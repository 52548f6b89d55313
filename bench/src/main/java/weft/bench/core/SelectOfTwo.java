package weft.bench.core;

import static com.softwaremill.jox.Select.select;

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
import weft.channel.Select;

/** One consumer that selects from two channels, each with a producer; an element. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Transfers.ELEMENTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectOfTwo {
  @Param({"0", "100"})
  public int capacity;

  private Channel<Integer> channel() {
    return capacity == 0 ? Channel.rendezvous() : Channel.buffered(capacity);
  }

  private com.softwaremill.jox.Channel<Integer> jox() {
    return capacity == 0
        ? com.softwaremill.jox.Channel.newRendezvousChannel()
        : com.softwaremill.jox.Channel.newBufferedChannel(capacity);
  }

  @Benchmark
  public long weft() throws Exception {
    var one = channel();
    var two = channel();
    return Transfers.transfer(
        one::send, two::send, () -> Select.select(one.onReceive(), two.onReceive()));
  }

  @Benchmark
  public long joxSelect() throws Exception {
    var one = jox();
    var two = jox();
    return Transfers.transfer(
        one::send, two::send, () -> select(one.receiveClause(), two.receiveClause()));
  }

  @Benchmark
  public long kotlin() {
    return KotlinChannelPeer.INSTANCE.select(capacity, Transfers.ELEMENTS);
  }
}
