package weft.bench.soak;

import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import weft.TaskFailedException;
import weft.Weft;
import weft.http.Http;
import weft.web.Web;

/**
 * Mixed load for as long as asked for, with random cancellation and faults, to see whether anything
 * grows or gets stuck: a line of numbers every so often, a verdict at the end, exit code 1 if it is
 * bad.
 *
 * <p>{@code Soak MINUTES [SEED]}
 */
public final class Soak {
  private static final int WORKERS_OF_A_LOAD = 8;
  private static final Duration STUCK = Duration.ofSeconds(30);

  private final LongAdder done = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
  private final List<Sample> samples = new ArrayList<>();
  private final RandomGenerator random;

  private Soak(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println("say how many minutes: ./weft bench soak 60 [SEED]");
      System.exit(2);
    }
    double minutes = Double.parseDouble(arguments[0]);
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.println("seed " + seed + ", " + minutes + " minutes");
    System.exit(new Soak(seed).run(Duration.ofSeconds(Math.round(minutes * 60))) ? 0 : 1);
  }

  /** Returns whether all was well. */
  private boolean run(Duration length) throws Exception {
    System.out.println(Sample.HEADS);
    Weft.run(() -> {
      try (var http = Http.open();
          var sql = new SqlLoad()) {
        Web.server(WebLoad.routes())
            .serve(server -> {
              var web = new WebLoad(http, server);
              soak(length, List.of(new TaskLoad(), web, sql), web, sql);
            });
        var wrong = sql.check();
        if (!wrong.isEmpty()) findings.add(wrong);
      }
    });
    findings.addAll(Verdict.of(samples));
    if (samples.size() < 6) System.out.println("too short to see whether anything grows");
    findings.stream().distinct().limit(20).forEach(f -> System.out.println("FOUND " + f));
    System.out.println(findings.isEmpty() ? "all is flat, nothing was found" : "not good");
    return findings.isEmpty();
  }

  private void soak(Duration length, List<Load> loads, WebLoad web, SqlLoad sql)
      throws IOException {
    var interval = length.toMinutes() >= 10 ? Duration.ofMinutes(1) : length.dividedBy(10);
    scope(s -> {
      for (var load : loads) {
        for (int w = 0; w < WORKERS_OF_A_LOAD; w++) {
          var seed = random.nextLong();
          s.background(
              () -> work(load, RandomGeneratorFactory.of("L64X128MixRandom").create(seed)));
        }
      }
      long ticks = length.dividedBy(interval);
      for (int tick = 1; tick <= ticks; tick++) {
        sleep(interval);
        var sample = Sample.now(web.connections(), sql.connections());
        samples.add(sample);
        System.out.println(sample.line(tick, done.sum(), cancelled.sum(), faults.sum()));
      }
    });
  }

  /** Again and again, until it is cancelled itself. */
  private void work(Load load, RandomGenerator random) {
    while (true) {
      long start = System.nanoTime();
      try {
        var limit = Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(1, 20) : 10_000);
        boolean inTime = moveOnAfter(limit, () -> load.once(random));
        (inTime ? done : cancelled).increment();
      } catch (InjectedFault e) {
        faults.increment();
      } catch (TaskFailedException e) {
        if (e.getCause() instanceof InjectedFault) faults.increment();
        else findings.add(load.getClass().getSimpleName() + ": " + e);
      } catch (Exception e) {
        findings.add(load.getClass().getSimpleName() + ": " + e);
      }
      if (System.nanoTime() - start > STUCK.toNanos()) {
        findings.add(
            load.getClass().getSimpleName() + " took longer than " + STUCK.toSeconds() + " s");
      }
    }
  }
}
