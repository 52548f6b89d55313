package weft.internal.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import weft.internal.carrier.VirtualThreads;

/** A dispatcher with a platform thread that runs callbacks and the loop's virtual threads. */
final class OwnCarrier extends Dispatcher implements Runnable {
  private static final Executor DEFAULT = VirtualThreads.defaultScheduler();

  private final Thread thread;
  private volatile boolean over;

  OwnCarrier(String name, Tuning tuning, boolean debug, Owner owner) {
    super(name, tuning, debug, owner);
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
  }

  @Override
  public void open() {
    thread.start();
  }

  @Override
  public Seat seat(Runnable work, ThreadFactory threads) {
    return new Place(work);
  }

  @Override
  public void run() {
    owner.callbackThread();
    while (!over) {
      if (!isBusy()) {
        rest();
        continue;
      }
      for (var ready = next(); ready != null; ready = next()) {
        switch (ready) {
          case Call call -> call.call();
          case Seat seat -> ((Place) seat).step();
        }
      }
    }
  }

  private void rest() {
    LockSupport.park(this);
    boolean unused = Thread.interrupted(); // nobody's business but the loop's own
  }

  @Override
  void begin() {
    LockSupport.unpark(thread);
  }

  @Override
  void finish() {
    over = true;
  }

  @Override
  Thread callbackThread() {
    return thread;
  }

  /**
   * A seat that is the scheduler of its thread, so that it knows its own continuation from those of
   * virtual threads which the thread has started by itself: those are none of the loop's.
   *
   * <p>The state is written where the thread runs and by the loop's thread between, and read by
   * whoever unparks it, after the JDK has published that it is parked: it need not be volatile.
   */
  private final class Place extends Seat implements Executor, Runnable {
    private final Runnable work;
    private final Thread virtual;
    private int state = WAITING;
    private @Nullable Runnable continuation;
    private volatile boolean back;

    Place(Runnable work) {
      this.work = work;
      virtual = VirtualThreads.unstarted(this, this);
    }

    @Override
    public Thread thread() {
      return virtual;
    }

    @Override
    public Runnable work() {
      return work;
    }

    @Override
    public void start() {
      virtual.start();
    }

    @Override
    public void run() {
      try {
        work.run();
      } finally {
        state = ENDED;
      }
    }

    /** Called by the JDK when a continuation can go on. */
    @Override
    public void execute(Runnable ready) {
      if (continuation == null) {
        continuation = ready;
        enlist(this);
      } else if (ready != continuation) {
        DEFAULT.execute(ready);
      } else if (state == WAITING) {
        post(this);
      } else {
        back = true;
        LockSupport.unpark(OwnCarrier.this.thread);
      }
    }

    /**
     * Runs the thread until it gives up its turn. One that blocks elsewhere than in a seat leaves
     * its carrier without: nothing else may run before it is back.
     */
    void step() {
      state = RUNNING;
      var run = continuation;
      if (run == null) throw new AssertionError("in line without having been started");
      while (true) {
        run.run();
        if (state == WAITING) return;
        if (state == ENDED && !virtual.isAlive()) break; // the JDK, too, may block at the end
        while (!back) rest();
        back = false;
      }
      ended(this);
    }

    @Override
    public void park() {
      state = WAITING;
      LockSupport.park(this);
      state = RUNNING;
    }

    @Override
    public void wake() {
      LockSupport.unpark(virtual);
    }

    @Override
    public void giveWay() {
      state = WAITING;
      Thread.yield();
      state = RUNNING;
    }
  }
}
