package weft.internal.time;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import weft.internal.lock.Backoff;

/**
 * Has busy carriers take in what comes from outside.
 *
 * <p>A carrier runs the virtual threads of its own queue first, and whom they unpark it puts into
 * that queue. So tasks that wake each other without end keep all others out for ever: those whom a
 * timer, a socket or a platform thread wakes, and new ones. Therefore a scout comes from outside
 * now and then. While it is overdue, whom virtual threads would wake is held back, so that the
 * queues run empty; the scout, once it is in, gives others a moment to come, too, and lets them go.
 * No time is lost by that, since the carriers have something to do as long as it isn't.
 *
 * <p>Source: the JDK's {@code ForkJoinPool.runWorker}, which takes from the other queues only after
 * its own. Go's scheduler looks at its global queue once in 61 rounds for the same reason.
 */
public final class Intake {
  private static final long PATIENCE = 10_000_000; // ns, until a scout is overdue
  private static final long OPEN = 100_000; // ns for others, once the scout is in
  private static final long LONGEST = 100_000_000; // ns to hold back, whatever happens

  /** How things are, by the timer's thread. */
  private enum State {
    QUIET,
    SCOUTING,
    HOLDING
  }

  private static State state = State.QUIET;
  private static long since; // the state is what it is; others read it racily

  private static volatile boolean asked; // for another scout
  private static @Nullable Thread scout; // by the timer's thread
  private static volatile boolean sent;
  private static volatile boolean in;
  private static volatile boolean holding;
  private static final ConcurrentLinkedQueue<Thread> HELD = new ConcurrentLinkedQueue<>();

  private Intake() {}

  /** Unparks {@code thread}; a moment later, perhaps, if this and the caller are virtual. */
  public static void unpark(@Nullable Thread thread) {
    if (holding) unparkLater(thread);
    else LockSupport.unpark(thread);
  }

  /** Lets others run, as {@link Thread#yield} does, but also those outside. */
  public static void giveWay() {
    var thread = Thread.currentThread();
    if (!holding || !thread.isVirtual()) {
      Thread.yield();
    } else if (thread.isInterrupted()) {
      Backoff.nap(OPEN); // a park would end at once
    } else {
      unparkLater(thread);
      LockSupport.park();
    }
  }

  private static void unparkLater(@Nullable Thread thread) {
    if (thread == null || !thread.isVirtual() || !Thread.currentThread().isVirtual()) {
      LockSupport.unpark(thread);
      return;
    }
    HELD.add(thread);
    if (!holding) unparkHeld(); // who ended it may not have seen this one
  }

  /** Asks for a scout; returns whether {@link #watch} is to be called for that. */
  static boolean ask(long now) {
    if (asked || now - since < PATIENCE) return false;
    asked = true;
    return true;
  }

  /**
   * Does what is due; called by the timer's thread.
   *
   * @param now in nanoseconds from any origin
   * @param woken whether that thread has woken somebody since the last call
   * @return nanoseconds until the next call; {@code Long.MAX_VALUE} if none is needed
   */
  static long watch(long now, boolean woken) {
    if (woken) asked = true;
    long passed = now - since;
    return switch (state) {
      case QUIET -> {
        if (!asked) yield Long.MAX_VALUE;
        if (passed < PATIENCE) yield PATIENCE - passed;
        asked = false;
        send();
        yield enter(State.SCOUTING, now);
      }
      case SCOUTING -> {
        if (in) yield enter(State.QUIET, now);
        if (passed < PATIENCE) yield PATIENCE - passed;
        holding = true;
        if (in) letGo(); // it may not have seen that
        yield enter(State.HOLDING, now);
      }
      case HOLDING -> {
        if (holding && passed < LONGEST) yield PATIENCE;
        if (holding) letGo();
        asked = true; // they are likely to be as busy as before
        yield enter(State.QUIET, now);
      }
    };
  }

  private static long enter(State next, long now) {
    state = next;
    since = now;
    return next == State.QUIET && !asked ? Long.MAX_VALUE : PATIENCE;
  }

  private static void send() {
    in = false;
    sent = true;
    if (scout != null) {
      LockSupport.unpark(scout);
      return;
    }
    try {
      scout = Thread.ofVirtual().name("weft-scout").start(Intake::scout);
    } catch (OutOfMemoryError e) {
      in = true; // another time, perhaps
    }
  }

  private static void scout() {
    while (true) {
      if (sent) arrive();
      LockSupport.park();
    }
  }

  /** Whom this unparks comes into the queue that it has come into itself. */
  private static void arrive() {
    sent = false;
    in = true;
    if (!holding) return;
    // A carrier goes on with the queue that it found the scout in, until that is empty, too.
    LockSupport.parkNanos(OPEN);
    letGo();
  }

  private static void letGo() {
    holding = false;
    unparkHeld();
  }

  private static void unparkHeld() {
    for (var thread = HELD.poll(); thread != null; thread = HELD.poll()) LockSupport.unpark(thread);
  }
}
