package weft.internal.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.internal.carrier.VirtualThreads;
import weft.internal.lock.SpinLock;

/** The line of a loop, and the turn. */
public abstract sealed class Dispatcher implements Seating permits OwnCarrier, Baton {
  /** What a dispatcher asks of the loop it is for. */
  public interface Owner {
    /** A thread to run callbacks, not started, wherever this is called. */
    Thread newThread(Runnable work);

    /** Called on the thread that is to run callbacks, before the first. */
    void callbackThread();

    /** Called when timers are due and the round is over: puts what they are for in line. */
    void fireTimers();

    /** Called when a step begins and nobody watches yet. */
    void watch();

    /** Called in debug mode, when a step begins. */
    void stepBegins();

    /** Called in debug mode, when a step has ended. */
    void stepEnded(Ready step);
  }

  /** Guards all that is not final here. */
  private final SpinLock lock = new SpinLock();

  private final Outside outside = new Outside(this);
  final String name;
  final Owner owner;
  private final @Nullable Choice choice;
  private final @Nullable Idle idle;
  private final boolean watchable;
  private final @Nullable Set<Seat> seats;

  private @Nullable Ready first;
  private @Nullable Ready last;
  private int size;
  private int round; // how many of those in line belong to the present round
  private boolean due;
  private boolean kicked;
  private boolean watched;
  private boolean stopped;
  private int alive;
  private long steps;
  private @Nullable Ready current; // by whoever has the turn
  private volatile boolean busy; // somebody has the turn

  Dispatcher(String name, Tuning tuning, boolean debug, Owner owner) {
    this.name = name;
    this.owner = owner;
    choice = tuning.choice();
    idle = tuning.idle();
    watchable = tuning.watched();
    seats = debug ? Collections.newSetFromMap(new IdentityHashMap<>()) : null;
  }

  /**
   * A dispatcher without anything to do, to be {@linkplain #open opened}.
   *
   * @param ownThreads whether the loop's threads may be made here; else the carrier is the baton
   */
  public static Dispatcher of(
      String name, Tuning tuning, boolean ownThreads, boolean debug, Owner owner) {
    boolean own =
        switch (tuning.carrier()) {
          case BATON -> false;
          case OWN -> true;
          case BEST -> ownThreads && VirtualThreads.isAvailable();
        };
    return own ? new OwnCarrier(name, tuning, debug, owner) : new Baton(name, tuning, debug, owner);
  }

  /** What goes on outside. */
  public final Outside outside() {
    return outside;
  }

  /** Called once, when the owner is ready for it to begin. */
  public abstract void open();

  /** Called by one who has taken the turn, which was free: has it handed on. */
  abstract void begin();

  /** Lets a thread end that runs for the loop, now that there will be nothing for it to do. */
  abstract void finish();

  /** The thread that callbacks run on; null if there was none yet. */
  abstract @Nullable Thread callbackThread();

  /** Puts {@code ready} in line. */
  public final void post(Ready ready) {
    lock.lock();
    append(ready);
    boolean begins = take0();
    lock.unlock();
    if (begins) begin();
  }

  /** Puts a seat in line for the first time. */
  final void enlist(Seat seat) {
    lock.lock();
    if (stopped && alive == 0) {
      lock.unlock();
      throw new IllegalStateException("the event loop has ended");
    }
    alive++;
    if (seats != null) seats.add(seat);
    append(seat);
    boolean begins = take0();
    lock.unlock();
    if (begins) begin();
  }

  /** Notes the end of a thread, which has the turn. */
  final void ended(Seat seat) {
    lock.lock();
    alive--;
    if (seats != null) seats.remove(seat);
    lock.unlock();
  }

  /** Says that timers are due: they are fired when the round is over. */
  public final void timersDue() {
    lock.lock();
    due = true;
    boolean begins = take0();
    lock.unlock();
    if (begins) begin();
  }

  /** Has the idle hook called again, if nothing is runnable. */
  public final void kick() {
    if (idle == null) return;
    lock.lock();
    kicked = true;
    boolean begins = take0();
    lock.unlock();
    if (begins) begin();
  }

  /** Ends the loop, whose threads have all ended or will soon. */
  public final void stop() {
    lock.lock();
    stopped = true;
    boolean begins = take0();
    lock.unlock();
    if (begins) begin();
  }

  private void append(Ready ready) {
    if (last == null) first = ready;
    else last.next = ready;
    last = ready;
    size++;
  }

  /** Under the lock: takes the turn if it is free. */
  private boolean take0() {
    if (busy) return false;
    busy = true;
    return true;
  }

  /**
   * Called with the turn: the next in line, who has it now. Null if nobody is; it is free then, and
   * if the loop was stopped it has ended.
   */
  final @Nullable Ready next() {
    if (seats != null) endStep();
    boolean again = true;
    while (true) {
      lock.lock();
      if (round == 0 && due) {
        due = false;
        lock.unlock();
        owner.fireTimers();
        continue;
      }
      if (round == 0) round = size;
      if (round > 0) return step();
      again |= kicked;
      kicked = false;
      current = null;
      if (idle == null || !again) {
        steps++;
        busy = false;
        boolean over = stopped && alive == 0;
        lock.unlock();
        if (over) finish();
        return null;
      }
      lock.unlock();
      again = idle.idle(this);
    }
  }

  private void endStep() {
    var step = current;
    if (step != null) owner.stepEnded(step);
  }

  /** Under the lock, which it gives away: the next step. */
  private Ready step() {
    boolean watch = watchable && !watched;
    Ready ready;
    try {
      ready = remove();
      if (watch) watched = true;
      current = ready;
      steps++;
    } finally {
      lock.unlock(); // also where the choice fails
    }
    if (watch) owner.watch();
    if (seats != null) owner.stepBegins();
    return ready;
  }

  private Ready remove() {
    round--;
    size--;
    @Nullable Ready before = null;
    var ready = first;
    int place = choice == null ? 0 : choice.next(size + 1);
    for (; place > 0 && ready != null; place--) {
      before = ready;
      ready = ready.next;
    }
    if (ready == null) throw new AssertionError("the choice lies outside of the line");
    if (before == null) first = ready.next;
    else before.next = ready.next;
    if (last == ready) last = before;
    ready.next = null;
    return ready;
  }

  /** Whether somebody has the turn. */
  public final boolean isBusy() {
    return busy;
  }

  /** A number that changes with every step. */
  public final long steps() {
    lock.lock();
    long result = steps;
    lock.unlock();
    return result;
  }

  /** Who has the turn; null if nobody does. */
  public final @Nullable Ready current() {
    lock.lock();
    var result = current;
    lock.unlock();
    return result;
  }

  /** The thread that {@code step} runs on. */
  public final @Nullable Thread threadOf(Ready step) {
    return step instanceof Seat seat ? seat.thread() : callbackThread();
  }

  /** How many threads of the loop have not ended. */
  public final int alive() {
    lock.lock();
    int result = alive;
    lock.unlock();
    return result;
  }

  /** How many are in line. */
  public final int ready() {
    lock.lock();
    int result = size;
    lock.unlock();
    return result;
  }

  /** In debug mode, those whose threads have not ended; else none. */
  public final List<Seat> seats() {
    if (seats == null) return List.of();
    lock.lock();
    try {
      return new ArrayList<>(seats);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the watch if nobody has the turn; returns whether it goes on. */
  public final boolean watchOn() {
    lock.lock();
    watched = busy;
    boolean on = watched;
    lock.unlock();
    return on;
  }
}
