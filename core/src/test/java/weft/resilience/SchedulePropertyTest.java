package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import weft.Clock;
import weft.Proof;
import weft.StepClock;

/** Schedules against arithmetic; the clock goes on only where a wait has been served. */
@Proof
class SchedulePropertyTest {
  private static final long MOST = Clock.FOREVER.toNanos();
  private static final int COUNT = 60;

  private final StepClock clock = new StepClock();

  /** The first waits of a schedule, each of which is served. */
  private List<Long> waits(Schedule schedule) {
    var waits = new ArrayList<Long>();
    clock
        .environment()
        .run(() -> {
          var run = schedule.start();
          for (int i = 0; i < COUNT; i++) {
            var next = run.next();
            if (next.isEmpty()) {
              assertThat(run.next()).isEmpty(); // for good
              break;
            }
            waits.add(next.get().toNanos());
            if (next.get().toNanos() < MOST / COUNT) clock.jump(next.get());
          }
        });
    return waits;
  }

  private static long cut(BigInteger nanos) {
    return nanos.min(BigInteger.valueOf(MOST)).longValueExact();
  }

  @Property(tries = 200)
  void exponentialDoubles(@ForAll @LongRange(min = 0, max = 1L << 50) long first) {
    var waits = waits(Schedule.exponential(Duration.ofNanos(first)));
    assertThat(waits).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(waits.get(i)).isEqualTo(cut(BigInteger.valueOf(first).shiftLeft(i)));
    }
  }

  @Property(tries = 200)
  void fibonacciAdds(@ForAll @LongRange(min = 0, max = 1L << 50) long first) {
    var waits = waits(Schedule.fibonacci(Duration.ofNanos(first)));
    var before = BigInteger.ZERO;
    var now = BigInteger.valueOf(first);
    for (long wait : waits) {
      assertThat(wait).isEqualTo(cut(now));
      var next = before.add(now);
      before = now;
      now = next;
    }
  }

  @Property(tries = 200)
  void decorrelatedJitterStaysWithinThreeTimesTheLast(
      @ForAll @LongRange(min = 1, max = 1L << 40) long first,
      @ForAll @LongRange(min = 0, max = 1L << 45) long longest,
      @ForAll long seed) {
    var schedule =
        Schedule.decorrelatedJitter(
            Duration.ofNanos(first), Duration.ofNanos(longest), () -> new SplittableRandom(seed));
    var waits = waits(schedule);
    long last = first;
    for (long wait : waits) {
      assertThat(wait)
          .isBetween(Math.min(first, longest), Math.min(longest, Math.max(first, last * 3)));
      last = wait;
    }
    assertThat(waits(schedule)).as("of the same seed").isEqualTo(waits);
  }

  @Property(tries = 200)
  void jitterShortensByAPartAtMost(
      @ForAll @LongRange(min = 0, max = 1L << 50) long delay,
      @ForAll @IntRange(max = 100) int percent,
      @ForAll long seed) {
    double part = percent / 100.0;
    var schedule =
        Schedule.fixed(Duration.ofNanos(delay)).jitter(part, () -> new SplittableRandom(seed));
    for (long wait : waits(schedule)) {
      assertThat(wait).isBetween((long) (delay * (1 - part)) - 1, delay);
    }
  }

  @Property(tries = 300)
  void limitsCount(@ForAll("schedules") List<Schedule> some, @ForAll @IntRange(max = 70) int n) {
    var whole = waits(some.getFirst());
    assertThat(waits(some.getFirst().times(n)))
        .isEqualTo(whole.subList(0, Math.min(n, whole.size())));
  }

  @Property(tries = 300)
  void withinEndsBeforeItsTimeIsOver(
      @ForAll("schedules") List<Schedule> some, @ForAll @LongRange(max = 100_000) long total) {
    var whole = waits(some.getFirst());
    long sum = 0;
    int fit = 0;
    while (fit < whole.size() && sum + whole.get(fit) <= total) sum += whole.get(fit++);
    assertThat(waits(some.getFirst().within(Duration.ofNanos(total))))
        .isEqualTo(whole.subList(0, fit));
  }

  @Property(tries = 300)
  void maximumCuts(
      @ForAll("schedules") List<Schedule> some, @ForAll @LongRange(max = 3_000) long most) {
    assertThat(waits(some.getFirst().maxDelay(Duration.ofNanos(most))))
        .isEqualTo(waits(some.getFirst()).stream().map(wait -> Math.min(wait, most)).toList());
  }

  @Property(tries = 300)
  void thenAppends(@ForAll("schedules") List<Schedule> some) {
    var expected = new ArrayList<>(waits(some.get(0)));
    expected.addAll(waits(some.get(1)));
    assertThat(waits(some.get(0).then(some.get(1))))
        .isEqualTo(expected.subList(0, Math.min(COUNT, expected.size())));
  }

  @Property(tries = 300)
  void andGoesOnAsLongAsBoth(@ForAll("schedules") List<Schedule> some) {
    var a = waits(some.get(0));
    var b = waits(some.get(1));
    var expected = new ArrayList<Long>();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      expected.add(Math.max(a.get(i), b.get(i)));
    }
    assertThat(waits(some.get(0).and(some.get(1)))).isEqualTo(expected);
  }

  @Property(tries = 300)
  void orGoesOnAsLongAsOne(@ForAll("schedules") List<Schedule> some) {
    var a = waits(some.get(0));
    var b = waits(some.get(1));
    var expected = new ArrayList<Long>();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      expected.add(
          i >= a.size() ? b.get(i) : i >= b.size() ? a.get(i) : Math.min(a.get(i), b.get(i)));
    }
    assertThat(waits(some.get(0).or(some.get(1)))).isEqualTo(expected);
  }

  /** Two that don't look at the clock. */
  @Provide
  Arbitrary<List<Schedule>> schedules() {
    Arbitrary<Duration> delays = Arbitraries.longs().between(0, 5_000).map(Duration::ofNanos);
    Arbitrary<Supplier<SplittableRandom>> randoms =
        Arbitraries.longs().map(seed -> () -> new SplittableRandom(seed));
    var endless =
        Arbitraries.oneOf(
            delays.map(Schedule::fixed),
            delays.map(Schedule::exponential),
            delays.map(Schedule::fibonacci),
            Arbitraries.integers()
                .between(1, 9)
                .map(k -> Schedule.of(n -> Duration.ofNanos(n * 997 % (k * 100)))),
            randoms.map(r -> Schedule.fixed(Duration.ofNanos(5_000)).jitter(0.5, r)),
            randoms.map(r ->
                Schedule.decorrelatedJitter(Duration.ofNanos(10), Duration.ofNanos(5_000), r)));
    var limited = endless.flatMap(s -> Arbitraries.integers().between(0, 20).map(n -> s.times(n)));
    return Arbitraries.oneOf(endless, limited).list().ofSize(2);
  }
}
