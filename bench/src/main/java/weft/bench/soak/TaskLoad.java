package weft.bench.soak;

import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import weft.TaskFailedException;
import weft.channel.Channel;
import weft.flow.Flow;
import weft.sync.Mutex;

/** Scopes, gathers, channels, flows and locks. */
final class TaskLoad implements Load {
  private final Mutex mutex = new Mutex();

  @Override
  public void once(RandomGenerator random) throws Exception {
    switch (random.nextInt(4)) {
      case 0 -> gathers(random);
      case 1 -> channels(random);
      case 2 -> flows(random);
      default -> locks(random);
    }
  }

  private static void gathers(RandomGenerator random) throws InjectedFault {
    int longest = random.nextInt(1, 3_000);
    boolean fails = random.nextInt(20) == 0;
    gather(
        IntStream.range(0, 100).boxed().toList(),
        i -> {
          sleep(Duration.ofNanos(i * 10L * longest));
          if (fails && i == 50) throw new InjectedFault();
          return i;
        });
  }

  private static void channels(RandomGenerator random) {
    var channel =
        random.nextBoolean() ? Channel.<Integer>rendezvous() : Channel.<Integer>buffered(10);
    scope(s -> {
      for (int producer = 0; producer < 5; producer++) {
        s.start(() -> {
          for (int i = 0; i < 100; i++) channel.send(i);
        });
      }
      for (int i = 0; i < 500; i++) channel.receive();
    });
  }

  private static void flows(RandomGenerator random) throws InjectedFault {
    int taken = random.nextInt(1, 500);
    int sum = 0;
    try (var doubled = Flow.range(0, 1_000).mapParallel(8, i -> 2 * i).iterate()) {
      for (int each : doubled) {
        sum += each;
        if (each >= 2 * taken) break;
      }
    }
    if (sum != taken * (taken + 1)) throw new IllegalStateException("a flow lost elements");
    Load.faults(random);
  }

  private void locks(RandomGenerator random) throws Exception {
    try {
      scope(s -> {
        for (int i = 0; i < 10; i++) {
          s.start(() -> {
            try (var _ = mutex.acquire()) {
              Thread.yield();
            }
          });
        }
        Load.faults(random);
      });
    } catch (TaskFailedException e) {
      throw e.rethrow(InjectedFault.class);
    }
  }
}
