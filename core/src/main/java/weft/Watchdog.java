package weft;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.internal.event.Events;
import weft.internal.frames.Frames;
import weft.internal.loop.Call;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Ready;
import weft.internal.loop.Seat;

/**
 * Looks for long steps of a loop: while somebody has the turn, a timer looks four times in the time
 * that is long, and finds the same step again. In debug mode each step is timed as well, so that
 * none is missed.
 */
final class Watchdog {
  private static final int LOOKS = 4;
  private static final int AGAIN = 10; // times as long, until the next report of the same step

  private static final StackTraceElement[] NOWHERE = {};

  private final EventLoop loop;
  private final Clock clock;
  private final long limit;

  private long seen = -1; // by the timer only
  private long seenAt;
  private long reportAt;
  private volatile long reported = -1;
  private @Nullable Slow slow; // the step that was reported last, until it has ended
  private long begun; // by whoever has the turn

  private record Slow(String name, long thread) {}

  Watchdog(EventLoop loop, Clock clock, Duration limit) {
    this.loop = loop;
    this.clock = clock;
    this.limit = limit.compareTo(Clock.FOREVER) > 0 ? Clock.FOREVER.toNanos() : limit.toNanos();
  }

  /** Called when a step begins and this doesn't look: it does until nobody has the turn. */
  void watch() {
    var unused = Alarm.set(clock, clock.nanoTime() + limit / LOOKS, this::look);
  }

  private void look() {
    var dispatcher = loop.dispatcher();
    boolean on = dispatcher.watchOn();
    long now = clock.nanoTime();
    long step = dispatcher.steps();
    if (step != seen) slowEnded(now - seenAt);
    if (!on) return;
    if (step != seen) {
      seen = step;
      seenAt = now;
      reportAt = now + limit;
    } else if (now - reportAt >= 0) {
      report(dispatcher, step, now - seenAt);
      reportAt = seenAt + AGAIN * (now - seenAt);
    }
    watch();
  }

  private void report(Dispatcher dispatcher, long step, long nanos) {
    var ready = dispatcher.current();
    var thread = ready == null ? null : dispatcher.threadOf(ready);
    if (ready == null || thread == null) return;
    var stack = thread.getStackTrace();
    if (dispatcher.steps() != step) return; // it has just ended
    reported = step;
    slow = new Slow(name(ready), thread.threadId());
    if (Events.blockedLoopIsRecorded()) {
      var frames = Frames.ofInterest(stack);
      var at = frames.isEmpty() ? "" : frames.getFirst().toString();
      Events.blockedLoop(loop.toString(), name(ready), thread.threadId(), nanos, at);
    }
    report("has been blocked for " + words(nanos) + " by " + name(ready), nanos, stack);
  }

  /** Called by the timer, which knows how long it took to a quarter of the limit. */
  private void slowEnded(long nanos) {
    var ended = slow;
    slow = null;
    if (ended == null || loop.isDebug()) return; // in debug mode it is measured
    if (Events.slowStepIsRecorded()) {
      Events.slowStep(loop.toString(), ended.name, ended.thread, nanos);
    }
  }

  private void report(String what, long nanos, StackTraceElement[] stack) {
    var duration = Duration.ofNanos(nanos);
    loop.environment()
        .report(loop.toString(), new BlockedLoopException(loop + " " + what, duration, stack));
  }

  private static String words(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }

  static String name(Ready ready) {
    return switch (ready) {
      case Seat seat -> name(seat);
      case Call call -> call.toString();
    };
  }

  /** What a thread of a loop is called: by its task, or else by its own name. */
  static String name(Seat seat) {
    var name = seat.thread().getName();
    boolean byTask = seat.work() instanceof Task<?> || name.isEmpty();
    return byTask ? seat.work().toString() : "task '" + name + "'";
  }

  /** In debug mode. */
  void stepBegins() {
    begun = clock.nanoTime();
  }

  /** In debug mode. */
  void stepEnded(Ready step) {
    long nanos = clock.nanoTime() - begun;
    if (nanos < limit) return;
    var dispatcher = loop.dispatcher();
    var thread = dispatcher.threadOf(step);
    if (Events.slowStepIsRecorded() && thread != null) {
      var name = name(step);
      // The recorder loses what a thread that carries virtual threads by itself has to say.
      Aside.run(() -> Events.slowStep(loop.toString(), name, thread.threadId(), nanos));
    }
    if (dispatcher.steps() == reported) return;
    report("was blocked for " + words(nanos) + " by " + name(step), nanos, NOWHERE);
  }
}
