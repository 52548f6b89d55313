package weft.bench.core;

import com.zaxxer.hikari.util.ConcurrentBag;
import com.zaxxer.hikari.util.ConcurrentBag.IConcurrentBagEntry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;
import weft.resource.Pool;

/**
 * Borrow from a pool of four and give back: alone, and eight that want one at once. ConcurrentBag
 * is the inside of HikariCP, without what its pool does around it; where virtual threads want more
 * than there is it stalls for seconds, since those who give back spin until a waiter takes it. The
 * fair queue is what one writes by hand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PoolBorrow {
  private static final int SIZE = 4;
  private static final int MANY = 8;

  private static final class Entry implements IConcurrentBagEntry {
    private final AtomicInteger state = new AtomicInteger();

    @Override
    public boolean compareAndSet(int expected, int next) {
      return state.compareAndSet(expected, next);
    }

    @Override
    public void setState(int next) {
      state.set(next);
    }

    @Override
    public int getState() {
      return state.get();
    }
  }

  private final Pool<Object, RuntimeException> pool =
      Pool.builder(Object::new, o -> {}).max(SIZE).build();
  private final GenericObjectPool<Object> commons =
      new GenericObjectPool<>(
          new BasePooledObjectFactory<>() {
            @Override
            public Object create() {
              return new Object();
            }

            @Override
            public PooledObject<Object> wrap(Object object) {
              return new DefaultPooledObject<>(object);
            }
          });
  private final ConcurrentBag<Entry> bag = new ConcurrentBag<>(waiting -> {});

  private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(SIZE, true);

  public PoolBorrow() {
    commons.setMaxTotal(SIZE);
    commons.setMaxIdle(SIZE);
    for (int i = 0; i < SIZE; i++) {
      bag.add(new Entry());
      queue.add(new Object());
    }
  }

  @TearDown
  public void stop() {
    pool.close();
    commons.close();
    bag.close();
  }

  private void weft() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var lease = pool.borrow()) {
        lease.get();
      }
    }
  }

  private void commons() throws Exception {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      var object = commons.borrowObject();
      commons.returnObject(object);
    }
  }

  private void hikari() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      var entry = bag.borrow(30, TimeUnit.SECONDS);
      bag.requite(entry);
    }
  }

  private void queue() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) queue.put(queue.take());
  }

  @Benchmark
  public void weftPoolAlone() {
    weft();
  }

  @Benchmark
  public void commonsPoolAlone() throws Exception {
    commons();
  }

  @Benchmark
  public void hikariBagAlone() throws InterruptedException {
    hikari();
  }

  @Benchmark
  public void fairQueueAlone() throws InterruptedException {
    queue();
  }

  @Benchmark
  @Threads(MANY)
  public void weftPoolContended() {
    weft();
  }

  @Benchmark
  @Threads(MANY)
  public void commonsPoolContended() throws Exception {
    commons();
  }

  @Benchmark
  @Threads(MANY)
  public void fairQueueContended() throws InterruptedException {
    queue();
  }
}
