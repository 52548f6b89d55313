package weft.junit;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import weft.Action;
import weft.Environment;
import weft.Local;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.carrier.VirtualThreads;
import weft.internal.kit.Made;

/** One run of a test: its loop, its clock, its tasks, and what becomes of it. */
final class Run implements Loop.Driver, AutoCloseable {
  /** The run that the asking task is of. */
  static final Local<Run> CURRENT = Local.unbound();

  /** For how long, in real time, nothing must happen before it is called a deadlock. */
  private static final Duration QUIET = Duration.ofMillis(100);

  private static final Duration QUIET_IN_THE_JDK = Duration.ofSeconds(2);
  private static final long LOOK_AGAIN = 20; // ms; what other threads do isn't all told
  private static final Duration CLEAN_UP = Duration.ofSeconds(1);

  static {
    Internals.open();
    Made.listen(made -> CURRENT.find().ifPresent(run -> run.leaks.made(made)));
    // These start virtual threads when they are first used, which must not come to be on a loop.
    Weft.sleep(Duration.ofNanos(1));
    try {
      Class.forName("sun.nio.ch.Poller", true, null);
    } catch (ClassNotFoundException e) {
      // another JDK, which does its input and output otherwise
    }
  }

  private final Settings settings;
  private final TestClock clock = new TestClock(this);
  private final Loop loop;
  private final Leaks leaks = new Leaks();
  private final Members members;
  private final OffloadPool pool;
  private final Environment environment;
  private final RandomGenerator random;
  private final WaitQueue<Suspension> forAllBlocked = new WaitQueue<>(); // guarded by itself
  private final PassedBy passedBy = new PassedBy();
  private final Set<Member> outside = new LinkedHashSet<>(); // used between steps
  private long quietSince; // in real time; 0 while something happens
  private volatile @Nullable Session session;
  private volatile @Nullable CountDownLatch finished;

  Run(Settings settings) {
    if (!VirtualThreads.isAvailable()) throw Internals.missing();
    this.settings = settings;
    var seeds = new SplittableRandom(settings.seed().orElse(0));
    boolean fifo = settings.seed().isEmpty();
    loop = new Loop(fifo ? Line.fifo() : Line.random(seeds.split()), this, "weft-test");
    members = new Members(loop, leaks, fifo ? null : seeds.split());
    random = seeds.split();
    pool = new OffloadPool(loop::wake);
    environment =
        Environment.standard().clock(clock).threads(members).pool(pool).reporter(leaks::addFailure);
    loop.start();
  }

  TestClock clock() {
    return clock;
  }

  Loop loop() {
    return loop;
  }

  Leaks leaks() {
    return leaks;
  }

  /** For what is random in a test: the same in each run of a seed. */
  RandomGenerator random() {
    return random;
  }

  Trace trace() {
    return members.trace();
  }

  void wake() {
    loop.wake();
  }

  /** Waits for so long, in real time, for what may come from outside. */
  void patience(Duration realTime) {
    members.patience(realTime);
  }

  /** Suspends the caller until nothing else can run. */
  void awaitAllBlocked() {
    var wait = new Suspension("all other tasks to be blocked");
    synchronized (forAllBlocked) {
      forAllBlocked.add(wait);
    }
    wake();
    try {
      wait.await();
    } finally {
      synchronized (forAllBlocked) {
        forAllBlocked.remove(wait);
      }
    }
  }

  /**
   * Runs {@code body} on the loop, as a program's main task, and waits for it.
   *
   * @throws SeedError around what it throws, if there is a seed
   */
  void call(Action<?> body) throws Throwable {
    this.<Throwable>naming(() -> callOnce(body));
  }

  private void callOnce(Action<?> body) throws Throwable {
    if (loop.isClosed()) throw new HangError("not run: what came before it hangs, see there");
    var s = new Session(this, environment, body);
    session = s;
    VirtualThreads.unstarted(loop, s).start();
    try {
      if (!s.await(settings.limit())) hang(s);
    } catch (InterruptedException e) { // whoever gives the test up
      close();
      throw e;
    }
    try {
      s.rethrow();
    } catch (TestAbortedException | DeadlockError | HangError e) {
      throw e; // the latter show who waits
    } catch (Throwable t) {
      passedBy.explain(t);
      throw t;
    }
  }

  private void hang(Session s) throws InterruptedException {
    var error = new HangError(hangMessage());
    s.fail(error, "the test's limit of real time is over");
    wake();
    if (!s.await(CLEAN_UP)) close();
  }

  private String hangMessage() {
    var text = new StringBuilder("not done within " + Words.of(settings.limit()));
    text.append(" of real time, at ").append(Words.of(clock.elapsed())).append(" of virtual time");
    var running = members.running();
    if (running != null) {
      text.append("\n  running: ").append(running);
      for (var frame : running.thread().getStackTrace()) text.append("\n    at ").append(frame);
    }
    if (clock.isHeld()) text.append("\n  the clock is held by TestClock.hold()");
    return text.append('\n').append(members.picture()).toString().stripTrailing();
  }

  /**
   * Lets run what still can, without moving the clock, and looks for leaks.
   *
   * @throws LeakError if there are any, inside of a {@link SeedError} if there is a seed
   */
  void finish() throws InterruptedException {
    naming(this::finishOnce);
  }

  private void finishOnce() throws InterruptedException {
    var latch = new CountDownLatch(1);
    finished = latch;
    wake();
    if (!latch.await(settings.limit().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new HangError("the test has ended, but tasks of it still run: " + hangMessage());
    }
    if (settings.leaks()) leaks.throwIfAny();
  }

  /** Has what fails name the seed. */
  private <X extends Throwable> void naming(Action<X> part) throws X {
    try {
      part.run();
    } catch (TestAbortedException e) { // skipped, not failed
      throw e;
    } catch (Throwable t) {
      if (settings.seed().isEmpty()) throw t;
      throw new SeedError(settings.seed().getAsLong(), String.join(" ", trace().last()), t);
    }
  }

  /** Ends the run; what is left of it never runs again. */
  @Override
  public void close() {
    loop.close();
  }

  // ---- on the loop's thread

  @Override
  public void before(Runnable step) {
    quietSince = 0;
    members.before(step);
  }

  @Override
  public void after(Runnable step) {
    var member = members.after(step);
    if (member == null) return;
    member.stepped();
    boolean parked =
        switch (member.thread().getState()) {
          case WAITING, TIMED_WAITING, BLOCKED -> Waits.isOutside(member);
          default -> false;
        };
    if (parked) outside.add(member);
    else outside.remove(member);
  }

  @Override
  public void failed(Throwable error) {
    leaks.addFailure("a timer", error);
  }

  @Override
  public long idle() {
    if (resumeThoseWhoWaitForThis()) return 0;
    var s = session;
    if (s == null || s.isOver()) return rest();
    long held = held(System.nanoTime());
    if (held > 0) return Math.min(LOOK_AGAIN, held / 1_000_000 + 1);
    // Work elsewhere that was busy a moment ago, and waits now, has said so before it waited.
    if (loop.hasNews()) return 0;
    if (clock.jumps() && clock.jump()) {
      notePassed();
      return 0;
    }
    return deadlock(s);
  }

  private void notePassed() {
    for (var member : outside) {
      boolean counts =
          member.isFrom(Waits.Source.ANOTHER_THREAD) || member.isFrom(Waits.Source.THE_NETWORK);
      if (counts && member.pass()) passedBy.add(member, clock.elapsed());
    }
  }

  private boolean resumeThoseWhoWaitForThis() {
    boolean any = false;
    while (true) {
      Suspension next;
      synchronized (forAllBlocked) {
        next = forAllBlocked.poll();
      }
      if (next == null) return any;
      any |= next.resume();
    }
  }

  /** Between bodies, and after the last. */
  private long rest() {
    var latch = finished;
    if (latch != null && latch.getCount() > 0) {
      if (pool.holds(System.nanoTime(), patience()) > 0) return LOOK_AGAIN;
      leaks.check(members);
      latch.countDown();
    }
    return -1;
  }

  /** For how many nanoseconds of real time the clock is held, if nothing happens. */
  private long held(long now) {
    if (clock.isHeld()) return Waits.ALWAYS.toNanos();
    long longest = pool.holds(now, patience());
    for (var members = outside.iterator(); members.hasNext(); ) {
      var member = members.next();
      if (!member.thread().isAlive()) {
        members.remove();
        continue;
      }
      long patience = member.patience(now);
      longest = Math.max(longest, patience);
      if (patience <= 0 && member.isFrom(Waits.Source.INSIDE)) members.remove();
    }
    return longest;
  }

  private Duration patience() {
    return members.patience().orElse(Waits.INPUT);
  }

  private long deadlock(Session s) {
    for (var member : outside) {
      if (member.isFrom(Waits.Source.THE_NETWORK)) return LOOK_AGAIN; // slow is not dead
    }
    long now = System.nanoTime();
    if (quietSince == 0) quietSince = now;
    var patience = outside.isEmpty() ? QUIET : QUIET_IN_THE_JDK;
    long left = patience.toNanos() - (now - quietSince);
    if (left > 0) return left / 1_000_000 + 1;
    var why =
        clock.timers() > 0
            ? "only TestClock.advance moves the clock, and nobody calls it"
            : "nothing can run, and no timer is set";
    var error = new DeadlockError("deadlock: " + why + "\n" + members.picture());
    quietSince = 0; // the clean-up has as long
    if (!s.fail(error, "deadlock")) s.abandon();
    return 0;
  }
}
