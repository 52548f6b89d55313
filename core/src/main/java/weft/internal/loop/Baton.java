package weft.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A dispatcher without a thread: whoever gives up the turn wakes the next. */
final class Baton extends Dispatcher {
  private volatile @Nullable Runner runner; // of callbacks, once there are any

  Baton(String name, Tuning tuning, boolean debug, Owner owner) {
    super(name, tuning, debug, owner);
  }

  @Override
  public Seat seat(Runnable work, ThreadFactory threads) {
    return new Place(this, work, threads);
  }

  @Override
  public void open() {}

  @Override
  void begin() {
    pass();
  }

  /** Gives the turn, which the caller has, to the next in line. */
  private void pass() {
    var ready = next();
    if (ready != null) go(ready);
  }

  private void go(Ready ready) {
    switch (ready) {
      case Call call -> runner().go(call);
      case Seat seat -> ((Place) seat).go();
    }
  }

  /** Called with the turn. */
  private Runner runner() {
    var made = runner;
    if (made == null) runner = made = new Runner(this);
    return made;
  }

  @Override
  void finish() {
    var made = runner;
    if (made != null) made.end();
  }

  @Override
  @Nullable Thread callbackThread() {
    var made = runner;
    return made == null ? null : made.thread;
  }

  private static VarHandle state(MethodHandles.Lookup lookup, Class<?> type) {
    try {
      return lookup.findVarHandle(type, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Place extends Seat implements Runnable {
    private static final VarHandle STATE = state(MethodHandles.lookup(), Place.class);

    private final Baton baton;
    private final Runnable work;
    private final Thread thread;
    private boolean started; // before it is in line, or by whoever has the turn
    private volatile int state = READY;

    Place(Baton baton, Runnable work, ThreadFactory threads) {
      this.baton = baton;
      this.work = work;
      thread = threads.newThread(this);
    }

    @Override
    public Thread thread() {
      return thread;
    }

    @Override
    public Runnable work() {
      return work;
    }

    /**
     * A platform thread begins at once and waits for its turn, so that one which can't be had is
     * the caller's failure. A virtual thread begins when it has the turn, without a wait.
     */
    @Override
    public void start() {
      boolean enlisted = false;
      try {
        if (!thread.isVirtual()) {
          thread.start();
          started = true;
        }
        baton.enlist(this);
        enlisted = true;
      } finally {
        if (!enlisted) giveUp();
      }
    }

    private void giveUp() {
      state = ENDED;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      await(false);
      if (state == ENDED) return;
      try {
        work.run();
      } finally {
        state = ENDED;
        baton.ended(this);
        baton.pass();
      }
    }

    /** Gives it the turn. */
    void go() {
      state = RUNNING;
      if (started) {
        LockSupport.unpark(thread);
      } else {
        started = true;
        thread.start();
      }
    }

    @Override
    public void park() {
      if (!STATE.compareAndSet(this, RUNNING, WAITING)) {
        state = RUNNING;
        return;
      }
      baton.pass();
      await(true);
    }

    @Override
    public void wake() {
      while (true) {
        int s = state;
        switch (s) {
          case WAITING -> {
            if (!STATE.compareAndSet(this, WAITING, READY)) continue;
            baton.post(this);
          }
          case RUNNING -> {
            if (!STATE.compareAndSet(this, RUNNING, WOKEN)) continue;
          }
          default -> {} // it will look by itself
        }
        return;
      }
    }

    @Override
    public void giveWay() {
      state = READY; // a wake-up of an earlier wait is of no use any more
      baton.post(this);
      baton.pass();
      await(false);
    }

    /** Waits for the turn; an interrupt is kept for the caller, whom it may have to wake. */
    private void await(boolean waking) {
      boolean interrupted = false;
      while (state <= READY) {
        LockSupport.park(baton);
        if (!Thread.interrupted()) continue;
        interrupted = true;
        if (waking) wake();
      }
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /** The thread that runs callbacks: it has the turn as long as those in line are callbacks. */
  private static final class Runner implements Runnable {
    private final Baton baton;
    private final Thread thread;
    private boolean started; // by whoever has the turn
    private volatile @Nullable Call given;
    private volatile boolean over;

    Runner(Baton baton) {
      this.baton = baton;
      thread = baton.owner.newThread(this);
      thread.setName(baton.name);
    }

    void go(Call call) {
      given = call;
      if (started) {
        LockSupport.unpark(thread);
      } else {
        started = true;
        thread.start();
      }
    }

    void end() {
      over = true;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      baton.owner.callbackThread();
      while (!over) {
        var call = given;
        if (call == null) {
          LockSupport.park(baton);
          boolean unused = Thread.interrupted();
          continue;
        }
        given = null;
        @Nullable Ready ready = call;
        for (; ready instanceof Call c; ready = baton.next()) c.call();
        if (ready != null) baton.go(ready);
      }
    }
  }
}
