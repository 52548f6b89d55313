package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.await;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.moveOnAfter;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.supervise;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.channel.Broadcast;
import weft.channel.Channel;
import weft.channel.Select;
import weft.channel.State;
import weft.channel.WorkQueue;
import weft.flow.Flow;
import weft.internal.loop.Tuning.Carrier;
import weft.resilience.Retry;
import weft.resource.Pool;
import weft.resource.Resource;
import weft.sync.Barrier;
import weft.sync.Event;
import weft.sync.Mutex;
import weft.sync.RateLimiter;
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** All building blocks work on a loop as elsewhere, and at scale. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopBlocksTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private int count; // confined to the loop

  /** Fails if another task of the loop runs between the two reads. */
  private void step() {
    int seen = count;
    Thread.onSpinWait();
    count = seen + 1;
  }

  @Test
  void channels() throws Throwable {
    for (var channel :
        List.of(
            Channel.<Integer>rendezvous(),
            Channel.<Integer>buffered(7),
            Channel.<Integer>unlimited())) {
      var got = new ArrayList<Integer>();
      loops.run(() ->
          scope(s -> {
            s.start(() -> {
              for (int i = 0; i < 2_000; i++) channel.send(i);
              channel.close();
            });
            for (int i : channel) got.add(i);
          }));
      assertThat(got).isEqualTo(IntStream.range(0, 2_000).boxed().toList());
    }
  }

  @Test
  void selectAndQueuesAndBroadcasts() throws Throwable {
    loops.run(() -> {
      var a = Channel.<Integer>rendezvous();
      var b = Channel.<Integer>rendezvous();
      var work = WorkQueue.<Integer>unbounded();
      var state = new State<>(0);
      try (var broadcast = Broadcast.<Integer>create()) {
        var subscription = broadcast.subscribe(10);
        scope(s -> {
          s.start(() -> {
            for (int i = 0; i < 100; i++) {
              a.send(1);
              b.send(1);
            }
          });
          for (int i = 0; i < 200; i++) {
            int one = Select.select(a.onReceive(x -> x), b.onReceive(x -> x));
            count += one;
          }
          assertThat(count).isEqualTo(200);
          s.background(() -> {
            while (true) {
              int n = work.take();
              if (n > 0) work.put(n - 1);
              state.set(state.get() + 1);
              work.done(n);
            }
          });
          work.put(50);
          work.join();
          assertThat(state.await(x -> x == 51)).isEqualTo(51);
          s.start(() -> broadcast.send(5));
          assertThat(subscription.receive()).isEqualTo(5);
        });
      }
    });
  }

  @Test
  void locksAndLimits() throws Throwable {
    loops.run(() -> {
      var mutex = new Mutex();
      var condition = mutex.condition();
      var semaphore = new Semaphore(3);
      var rw = new RwLock();
      var barrier = new Barrier(10);
      var event = new Event();
      var rate = RateLimiter.of(100_000, Duration.ofSeconds(1));
      scope(s -> {
        for (int i = 0; i < 10; i++) {
          int own = i;
          s.start(() -> {
            event.await();
            barrier.await();
            for (int k = 0; k < 50; k++) {
              mutex.with(() -> {
                step();
                sleep(Duration.ZERO);
                condition.signalAll();
              });
              semaphore.with(() -> sleep(Duration.ZERO));
              if (own == 0) rw.withWrite(() -> sleep(Duration.ZERO));
              else rw.withRead(() -> sleep(Duration.ZERO));
              rate.acquire();
            }
          });
        }
        s.start(() -> mutex.with(() -> condition.awaitUntil(() -> count >= 250)));
        event.set();
      });
      assertThat(count).isEqualTo(500);
      assertThat(semaphore.available()).isEqualTo(3);
    });
  }

  @Test
  void manyAtOnce() throws Throwable {
    loops.run(() -> {
      assertThat(
              gather(
                  IntStream.range(0, 500).boxed().toList(),
                  i -> {
                    sleep(Duration.ofNanos(1_000));
                    step();
                    return i;
                  }))
          .hasSize(500);
      assertThat(count).isEqualTo(500);
      assertThat(gatherSettled(List.of(1, 0), i -> 1 / i)).hasSize(2);
      assertThat(
              Weft.<String>race(
                  () -> "quick",
                  () -> {
                    sleep(Duration.ofHours(1));
                    return "slow";
                  }))
          .isEqualTo("quick");
      supervise(s -> {
        var failing = s.start(() -> List.of().getFirst());
        assertThat(Weft.firstCompleted(List.of(failing)).outcome()).isPresent();
      });
      assertThat(moveOnAfter(Duration.ofMillis(1), () -> sleep(Duration.ofHours(1)))).isFalse();
      shield(() -> sleep(Duration.ofNanos(1)));
      scope(s -> {
        int port =
            s.startReady(ready -> {
              ready.ready(80);
              sleep(Duration.ofMillis(1));
            });
        assertThat(port).isEqualTo(80);
      });
    });
  }

  @Test
  void otherThreadsAndFutures() throws Throwable {
    try (var executor = Executors.newFixedThreadPool(2)) {
      loops.run(() -> {
        var loop = EventLoop.current();
        for (int i = 0; i < 300; i++) {
          int value = i;
          assertThat(toThread(() -> value).intValue()).isEqualTo(value);
          assertThat(runIn(executor, () -> value).intValue()).isEqualTo(value);
          assertThat(await(CompletableFuture.supplyAsync(() -> value))).isEqualTo(value);
          assertThat(await(loop.submit(() -> value).toFuture())).isEqualTo(value);
        }
      });
    }
  }

  @Test
  void flowsAndResources() throws Throwable {
    loops.run(() -> {
      var squares =
          Flow.from(IntStream.range(0, 300).boxed().toList())
              .mapParallel(
                  8,
                  i -> {
                    sleep(Duration.ofNanos(1_000));
                    step();
                    return i * i;
                  })
              .filter(i -> i % 2 == 0)
              .toList();
      assertThat(squares).hasSize(150).startsWith(0, 4, 16);
      assertThat(count).isEqualTo(300);
      int sum = 0;
      for (int i : Flow.from(List.of(1, 2, 3)).iterate()) sum += i;
      assertThat(sum).isEqualTo(6);
      assertThat(Flow.from(List.of(1, 2, 3, 4)).batch(2, Duration.ofSeconds(1)).toList())
          .hasSize(2);
      var attempts = new ArrayList<Integer>();
      int value =
          Retry.exponential(3, Duration.ofNanos(1_000))
              .on(IllegalStateException.class)
              .call(() -> {
                attempts.add(1);
                if (attempts.size() < 3) throw new IllegalStateException("again");
                return 9;
              });
      assertThat(value).isEqualTo(9);
      try (var pool = Pool.builder(Resource.of(() -> new int[1], r -> {})).max(3).build()) {
        scope(s -> {
          for (int i = 0; i < 30; i++) {
            s.start(() ->
                pool.use(r -> {
                  sleep(Duration.ZERO);
                  r[0]++;
                }));
          }
        });
      }
    });
  }

  @Proof
  @Test
  void aHundredThousandTasks() throws Throwable {
    int tasks = 100_000;
    loops.run(() -> {
      scope(s -> {
        for (int i = 0; i < tasks; i++) {
          s.start(() -> {
            step();
            sleep(Duration.ofMillis(1));
            step();
          });
        }
      });
      assertThat(count).isEqualTo(2 * tasks);
    });
  }

  @Proof
  @Test
  void aHundredThousandCallbacksAndTimers() throws Throwable {
    int calls = 100_000;
    loops.run(() -> {
      var loop = EventLoop.current();
      var done = new Promise<Void>();
      for (int i = 0; i < calls; i++) {
        loop.callSoon(this::step);
        var kept = loop.callLater(Duration.ofNanos(i % 1_000 * 1_000L), this::step);
        if (i % 2 == 0) kept.cancel();
      }
      loop.callLater(Duration.ofMillis(2), () -> done.complete(null));
      done.await();
      assertThat(count).isEqualTo(calls + calls / 2);
    });
  }
}
