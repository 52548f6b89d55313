package weft.internal.time;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread behind all timers of the system clock.
 *
 * <p>To schedule is to push onto an inbox (a stack, one of several); to cancel is one write. The
 * thread empties the inboxes into its {@link TimerWheel} when something is due or when they have
 * grown, so that a deadline that is set and cancelled soon never reaches the wheel, and wakes
 * nobody. A pusher wakes the thread only if it would wake too late by itself.
 *
 * <p>What a timer runs runs on this thread, and must be short and not block.
 */
public final class TimerThread {
  private static final long ORIGIN = System.nanoTime();
  private static final long HORIZON = Long.MAX_VALUE >> 2; // 73 years: "never", without overflow
  private static final int WAKE_EVERY = 1024;
  private static final int BATCH = 256;
  private static final long PATIENCE = 2_000_000; // ns
  private static final int SPREAD = 16; // references apart: a cache line an inbox
  private static final int INBOXES =
      Integer.highestOneBit(Math.min(64, Runtime.getRuntime().availableProcessors()) * 2 - 1);

  private static final AtomicReferenceArray<@Nullable TimerEntry> INBOX =
      new AtomicReferenceArray<>((INBOXES + 1) * SPREAD);

  /** When the thread wakes by itself, or must. */
  private static final AtomicLong WAKE_AT = new AtomicLong(Long.MAX_VALUE);

  private static final TimerWheel WHEEL = new TimerWheel(TimerThread::due);

  /** What is due and not yet fired, by the timer's thread only. */
  private static @Nullable TimerEntry batch;

  private static int batchSize;

  /** Batches given to virtual threads, the eldest first; by the timer's thread only. */
  private static final ArrayDeque<Batch> HANDED = new ArrayDeque<>();

  private static @Nullable Batch stuck;
  private static long stuckSince;

  private static final Thread THREAD = start();

  private TimerThread() {}

  private static Thread start() {
    return Thread.ofPlatform().daemon().name("weft-timer").start(TimerThread::work);
  }

  /**
   * Runs {@code action} at {@code nanoTime}, a value of {@link System#nanoTime}, or soon if that is
   * in the past; never earlier.
   */
  public static TimerEntry schedule(long nanoTime, Runnable action) {
    long when = TimerWheel.roundUp(Math.min(Math.max(0, nanoTime - ORIGIN), HORIZON));
    var entry = new TimerEntry(when, action);
    int inbox = (int) (Thread.currentThread().threadId() & (INBOXES - 1)) * SPREAD + SPREAD;
    while (true) {
      var head = INBOX.get(inbox);
      entry.next = head;
      entry.depth = head == null ? 1 : head.depth + 1;
      if (INBOX.compareAndSet(inbox, head, entry)) break;
    }
    if (when < WAKE_AT.get()) {
      wakeBy(when);
    } else if (entry.depth % WAKE_EVERY == 0) {
      LockSupport.unpark(THREAD);
    }
    return entry;
  }

  /** To be called now and then by who is parked and woken all the time: see {@link Intake}. */
  public static void letOthersIn() {
    if (Intake.ask(now())) LockSupport.unpark(THREAD);
  }

  /** Lets others run, and in: for who may never park. */
  public static void giveWay() {
    letOthersIn();
    Intake.giveWay();
  }

  private static void wakeBy(long when) {
    while (true) {
      long planned = WAKE_AT.get();
      if (planned <= when) return;
      if (WAKE_AT.compareAndSet(planned, when)) {
        LockSupport.unpark(THREAD);
        return;
      }
    }
  }

  private static void work() {
    while (true) {
      collect();
      WHEEL.advance(now());
      boolean woken = batch != null || !HANDED.isEmpty();
      fire(batch);
      batch = null;
      batchSize = 0;
      boolean handed = lookAfterHanded();
      long watch = Math.min(Intake.watch(now(), woken), handed ? PATIENCE : Long.MAX_VALUE);
      long asked = WAKE_AT.get();
      // Keep an appointment even if what asked for it was cancelled since: a loop of deadlines that
      // never fire would otherwise wake this thread with each of them.
      long plan = asked > now() ? Math.min(asked, WHEEL.next()) : WHEEL.next();
      if (!WAKE_AT.compareAndSet(asked, plan)) continue;
      // Whoever pushes from here on compares with the plan; whoever pushed before is found now.
      if (collect() < plan) continue;
      long wait = Math.min(plan - now(), watch);
      if (plan == Long.MAX_VALUE && watch == plan) LockSupport.park(INBOX);
      else if (wait > 0) LockSupport.parkNanos(INBOX, wait);
    }
  }

  /**
   * Gathers what is due. A full batch is fired by a virtual thread: to unpark another is several
   * times cheaper from there than from outside, and all cores share in it.
   */
  private static void due(TimerEntry entry) {
    entry.next = batch;
    batch = entry;
    if (++batchSize < BATCH) return;
    var full = new Batch(entry);
    HANDED.add(full);
    Thread.startVirtualThread(full);
    batch = null;
    batchSize = 0;
  }

  /** Due timers that a virtual thread is to fire, or this thread if none gets to it. */
  private static final class Batch implements Runnable {
    private final TimerEntry first;
    private final AtomicBoolean begun = new AtomicBoolean();

    Batch(TimerEntry first) {
      this.first = first;
    }

    boolean hasBegun() {
      return begun.get();
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) fire(first);
    }
  }

  /**
   * Fires the eldest batch itself if no virtual thread has begun it since the last call: those that
   * the timers are to end may hold every carrier.
   *
   * @return whether batches are left to be looked after
   */
  private static boolean lookAfterHanded() {
    while (!HANDED.isEmpty() && HANDED.getFirst().hasBegun()) HANDED.removeFirst();
    if (HANDED.isEmpty()) return false;
    var eldest = HANDED.getFirst();
    long now = now();
    if (eldest != stuck) {
      stuck = eldest;
      stuckSince = now;
    } else if (now - stuckSince >= PATIENCE) {
      eldest.run();
    }
    return true;
  }

  private static void fire(@Nullable TimerEntry first) {
    for (var entry = first; entry != null; ) {
      var next = entry.next;
      entry.next = null;
      entry.fire();
      entry = next;
    }
  }

  /** Empties the inboxes into the wheel; returns the earliest time found. */
  private static long collect() {
    long earliest = Long.MAX_VALUE;
    for (int i = SPREAD; i < INBOX.length(); i += SPREAD) {
      if (INBOX.get(i) == null) continue;
      var entry = INBOX.getAndSet(i, null);
      while (entry != null) {
        var next = entry.next;
        entry.next = null;
        if (!entry.isCancelled()) {
          earliest = Math.min(earliest, entry.when);
          WHEEL.add(entry);
        }
        entry = next;
      }
    }
    return earliest;
  }

  private static long now() {
    return System.nanoTime() - ORIGIN;
  }
}
