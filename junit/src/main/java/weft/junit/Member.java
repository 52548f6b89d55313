package weft.junit;

import org.jspecify.annotations.Nullable;
import weft.Task;
import weft.internal.kit.Observed;

/** A thread that the loop runs; what can change is used between or in steps only. */
final class Member implements Runnable {
  private final Members members;
  private final Runnable work;
  private final int number;
  private @Nullable Thread thread;

  /** Until when, in real time, it may be about to go on because of something outside. */
  private long waitsUntil;

  private Waits.@Nullable Source source; // of what it waits for, once that was looked at
  private boolean passed; // by the clock, in this wait

  Member(Members members, Runnable work, int number) {
    this.members = members;
    this.work = work;
    this.number = number;
  }

  /** Counts from 1 in the order in which they were made, which a schedule repeats. */
  int number() {
    return number;
  }

  /** Called before the thread is started. */
  void adopt(Thread unstarted) {
    thread = unstarted;
  }

  Thread thread() {
    if (thread == null) throw new AssertionError("it has no thread yet");
    return thread;
  }

  @Override
  public void run() {
    members.begun(this);
    try {
      work.run();
    } finally {
      members.ended(this);
    }
  }

  /** Called when it has run: its next wait is another one. */
  void stepped() {
    source = null;
    passed = false;
  }

  /** For how many more nanoseconds something outside may be about to let it go on. */
  long patience(long now) {
    var from = source;
    if (from == null) {
      source = from = Waits.source(this);
      waitsUntil = now + from.patience(members.patience()).toNanos();
    }
    return waitsUntil - now;
  }

  /** Whether what it waits for may come from {@code from}; known once its patience was asked. */
  boolean isFrom(Waits.Source from) {
    return source == from;
  }

  /** Notes that time has passed while it waits; tells whether that is the first time. */
  boolean pass() {
    boolean first = !passed;
    passed = true;
    return first;
  }

  /** What it waits for in a suspension of Weft, or null. */
  @Nullable Object waitsFor() {
    return Observed.waitsFor(thread());
  }

  /** The task that it is, if it is one: not a piece of a gather, say, or a program's main. */
  @Nullable Task<?> task() {
    return thread().getUncaughtExceptionHandler() instanceof Task<?> task ? task : null;
  }

  /** The name that was given, or one that is the same in each run of a schedule. */
  String name() {
    return thread().getName();
  }

  @Override
  public String toString() {
    return (task() == null ? "'" : "task '") + name() + "'";
  }
}
