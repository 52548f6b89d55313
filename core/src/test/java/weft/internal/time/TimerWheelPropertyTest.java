package weft.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import weft.Proof;

/** The wheel against a plain list of what is due. */
@Proof
class TimerWheelPropertyTest {
  private static final long TICK = 1L << TimerWheel.TICK_BITS;
  private static final long END = Long.MAX_VALUE >> 2; // the horizon of the thread

  /** What the model knows of one entry. */
  private static final class Timer {
    final long when;
    final long added; // the present when it was added
    TimerEntry entry;
    boolean cancelled;
    int fired;

    Timer(long when, long added) {
      this.when = when;
      this.added = added;
    }

    /** The first tick at which it can fire: not before its time, nor within the present tick. */
    long dueTick() {
      return Math.max((when + TICK - 1) / TICK, added / TICK + 1);
    }
  }

  private TimerWheel wheel;
  private List<Timer> timers;
  private long now;

  @BeforeTry
  void begin() {
    wheel = new TimerWheel();
    timers = new ArrayList<>();
    now = 0;
  }

  private Timer add(long when) {
    var timer = new Timer(when, now);
    timer.entry =
        new TimerEntry(
            when,
            () -> {
              timer.fired++;
              assertThat(timer.cancelled).as("cancelled").isFalse();
              assertThat(now).as("not early").isGreaterThanOrEqualTo(when);
            });
    wheel.add(timer.entry);
    timers.add(timer);
    return timer;
  }

  private void cancel(Timer timer) {
    timer.entry.cancel();
    if (timer.fired == 0) timer.cancelled = true;
  }

  private void advance(long to) {
    now = to;
    wheel.advance(now);
    timers.removeIf(t -> {
      boolean due = t.dueTick() <= now / TICK;
      assertThat(t.fired).as("%d at %d", t.when, now).isEqualTo(due && !t.cancelled ? 1 : 0);
      return due;
    });
    long earliest =
        timers.stream().filter(t -> !t.cancelled).mapToLong(Timer::dueTick).min().orElse(-1);
    if (earliest >= 0) {
      assertThat(wheel.next()).isLessThanOrEqualTo(earliest * TICK).isGreaterThan(now);
    }
    if (timers.isEmpty()) assertThat(wheel.next()).isEqualTo(Long.MAX_VALUE);
  }

  /** A span of any order of magnitude, from nothing to decades. */
  private static long span(Random random) {
    return random.nextLong(1L << random.nextInt(61)); // 36 years
  }

  @Property(tries = 400)
  void firesEachOnceNeverEarlyAndNeverLate(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int steps) {
    var random = new Random(seed);
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> add(Math.min(now + span(random), END));
        case 3 -> add(Math.max(0, now - span(random)));
        case 4 -> add(now - now % TICK + TICK * random.nextInt(130)); // on the edges of slots
        case 5 -> {
          if (!timers.isEmpty()) cancel(timers.get(random.nextInt(timers.size())));
        }
        case 6 -> advance(Math.min(now + span(random) / 64, END));
        default -> {
          long next = wheel.next(); // as the thread does: straight to the next work, or just before
          if (next <= END) {
            advance(Math.max(now, next - random.nextInt(2)));
          }
        }
      }
    }
    finish();
  }

  private void finish() {
    int steps = 0;
    while (wheel.next() != Long.MAX_VALUE) {
      assertThat(++steps).as("progress").isLessThan(100_000);
      advance(wheel.next());
    }
    assertThat(timers).allMatch(t -> t.cancelled && t.fired == 0);
    assertThat(wheel.size()).isZero();
  }

  /** From one origin, one jump over everything: what a machine does that was asleep. */
  @Property(tries = 100)
  void firesAllInOneJump(@ForAll long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var timer = add(span(random));
      if (random.nextInt(3) == 0) cancel(timer);
    }
    advance(Long.MAX_VALUE >> 1);
    assertThat(timers).isEmpty();
    assertThat(wheel.size()).isZero();
  }

  /** Cancelled entries are swept out: the wheel never holds much more than what is alive. */
  @Property(tries = 20)
  void holdsLittleMoreThanWhatIsAlive(@ForAll long seed) {
    var random = new Random(seed);
    var alive = new ArrayList<TimerEntry>();
    int most = 0;
    for (int i = 0; i < 60_000; i++) {
      var entry = new TimerEntry(random.nextLong(END), () -> {});
      wheel.add(entry);
      if (random.nextInt(20) == 0) alive.add(entry);
      else entry.cancel();
      most = Math.max(most, alive.size());
      assertThat(wheel.size()).isLessThanOrEqualTo(2 * most + 2 * 4096 + 2);
    }
    Collections.shuffle(alive, random);
    alive.forEach(TimerEntry::cancel);
    wheel.advance(Long.MAX_VALUE >> 1);
    assertThat(wheel.size()).isZero();
  }
}
