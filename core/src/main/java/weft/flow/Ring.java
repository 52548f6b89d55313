package weft.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Mapper;
import weft.Suspension;
import weft.Weft;

/**
 * Elements on their way through the workers of a parallel map: a task puts them in, workers claim
 * them one by one and put what they made of them out, and the leader takes that.
 *
 * <p>Four counters that only grow: what was taken ≤ what is finished ≤ what was claimed ≤ what was
 * put, and the last is never more than a limit ahead of the first. The element with the number
 * {@code n} is at {@code n} modulo the length of {@link #in}. Its result has the same place in
 * {@link #out}, or, where order doesn't matter, the next one in the order in which they are
 * finished. An element is read before it is claimed: after that its place may be used again.
 *
 * <p>Nobody is woken who has nothing to do. Each side that waits says so first and then looks once
 * more; each that has changed something looks after that whether somebody waits for it. For workers
 * see {@link Workforce}.
 */
final class Ring<T, R> {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle PUT;
  private static final VarHandle TAKEN;
  private static final VarHandle FINISHED;
  private static final VarHandle CLAIMED;

  static {
    try {
      var lookup = MethodHandles.lookup();
      PUT = lookup.findVarHandle(Counters.class, "put", long.class);
      TAKEN = lookup.findVarHandle(Counters.class, "taken", long.class);
      FINISHED = lookup.findVarHandle(Counters.class, "finished", long.class);
      CLAIMED = lookup.findVarHandle(Counters.class, "claimed", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Each in a cache line of its own, since each is written by another thread. */
  @SuppressWarnings("unused")
  private static class Counters {
    private long a1, a2, a3, a4, a5, a6, a7;
    volatile long put;
    private long b1, b2, b3, b4, b5, b6, b7;
    volatile long claimed;
    private long c1, c2, c3, c4, c5, c6, c7;
    volatile long finished;
    private long d1, d2, d3, d4, d5, d6, d7;
    volatile long taken;
    private long e1, e2, e3, e4, e5, e6, e7;
  }

  private record Failure(Throwable thrown) {}

  private static final int LEAST_LIMIT = 64;
  private static final int OFTEN = 7; // a mask: how often the leader says what it took
  private static final int YIELDS = 2;

  private final Counters counters = new Counters();
  private final @Nullable Object[] in;
  private final @Nullable Object[] out;
  private final int limit;
  private final int mask;
  private final int sayTaken;
  private final boolean ordered;
  private final @Nullable Mapper<T, R, RuntimeException> f;
  private @Nullable Workforce workers; // set before all else

  private long knownTaken; // the putter's last look at it
  private volatile @Nullable Suspension putter;
  private volatile @Nullable Suspension leader;
  private volatile boolean ended;
  private volatile boolean stopped; // no further element is to be claimed
  private volatile @Nullable Throwable cut; // a worker's end without a result
  private @Nullable Throwable failure; // of the source; published by ended

  private Ring(int limit, boolean ordered, @Nullable Mapper<T, R, RuntimeException> f) {
    this.limit = limit;
    int places = Integer.highestOneBit(Math.max(1, 2 * limit - 1));
    mask = places - 1;
    sayTaken = limit > 2 * OFTEN ? OFTEN : 0;
    in = new @Nullable Object[f == null ? 0 : places];
    out = new @Nullable Object[places];
    this.ordered = ordered;
    this.f = f;
  }

  /** A ring with up to {@code n} workers that apply {@code f}. */
  static <T, R> Ring<T, R> withWorkers(
      int n, boolean ordered, Mapper<T, R, RuntimeException> f, Crew crew) {
    var ring = new Ring<T, R>(Math.max(2 * n, LEAST_LIMIT), ordered, f);
    ring.workers = new Workforce(crew, n, ring::work, ring::workerEnded);
    return ring;
  }

  /** A ring without workers: what is put is what is taken. */
  static <T> Ring<T, T> ofRoomFor(int n) {
    return new Ring<>(n, true, null);
  }

  // ---- the source's task

  void put(T element) {
    Weft.checkpoint();
    long n = counters.put;
    if (n - knownTaken >= limit) awaitRoom(n);
    if (workers == null) {
      PUT.setRelease(counters, n + 1); // read by others only to see how much room there is
      result(n, element);
    } else {
      SLOT.setOpaque(in, (int) n & mask, element);
      counters.put = n + 1;
      workers.call();
    }
  }

  private void awaitRoom(long n) {
    knownTaken = counters.taken;
    while (n - knownTaken >= limit) {
      var wait = new Suspension(this);
      putter = wait;
      knownTaken = counters.taken;
      if (n - knownTaken >= limit) wait.await();
      putter = null;
      knownTaken = counters.taken;
    }
  }

  /** Said by the source's task at its end. */
  void end(@Nullable Throwable thrown) {
    failure = thrown;
    ended = true;
    tellLeader();
    if (workers != null) workers.callAll();
  }

  // ---- the workers

  private void work() {
    var force = Objects.requireNonNull(workers);
    var function = Objects.requireNonNull(f);
    while (true) {
      Weft.checkpoint();
      boolean over = ended; // read before what was put
      long n = counters.claimed;
      if (stopped) return;
      if (n < counters.put) {
        claim(n, force, function);
      } else if (over) {
        return;
      } else {
        force.rest(this::mayRest, this::tellPutter);
      }
    }
  }

  private boolean mayRest() {
    return counters.claimed >= counters.put && !ended && !stopped;
  }

  @SuppressWarnings("unchecked") // only Ts are put
  private void claim(long n, Workforce force, Mapper<T, R, RuntimeException> function) {
    Object element = SLOT.getOpaque(in, (int) n & mask);
    if (!CLAIMED.compareAndSet(counters, n, n + 1)) return;
    if (n + 1 < counters.put) force.call();
    Object result = apply(function, (T) element);
    result(ordered ? n : (long) FINISHED.getAndAdd(counters, 1L), result);
  }

  private void result(long place, Object result) {
    SLOT.setVolatile(out, (int) place & mask, result);
    var wait = leader;
    if (wait != null && place == counters.taken) resume(wait);
  }

  private Object apply(Mapper<T, R, RuntimeException> function, T element) {
    try {
      return Throwing.<R>present(function.apply(element), "mapParallel");
    } catch (Throwable t) {
      stopped = true;
      if (t instanceof CancelledError) throw Throwing.sneak(t);
      Throwing.checkCancellation(t);
      return new Failure(t);
    }
  }

  /** Said for a worker that was cancelled by itself, or with all others. */
  private void workerEnded(@Nullable Throwable thrown) {
    if (thrown == null) return;
    cut = thrown;
    tellLeader();
  }

  private void tellPutter() {
    var wait = putter;
    if (wait != null && counters.put - counters.taken < limit) resume(wait);
  }

  // ---- the leader

  /** Emits all results. */
  @SuppressWarnings("unchecked") // what is neither null nor a failure is an R
  void drainTo(Emitter<? super R> emitter) throws Throwable {
    for (long n = 0; ; n++) {
      Object result = SLOT.getAcquire(out, (int) n & mask);
      if (result == null) result = awaitResult(n);
      if (result == null) break;
      SLOT.setOpaque(out, (int) n & mask, null);
      if ((n & sayTaken) == 0) taken(n + 1);
      if (result instanceof Failure(var thrown)) throw thrown;
      emitter.emit((R) result);
    }
    if (failure != null) throw Crew.original(failure);
  }

  /** The result with the number {@code n}; null if there is none any more. */
  private @Nullable Object awaitResult(long n) throws Throwable {
    taken(n);
    for (int i = 0; i < YIELDS; i++) {
      Thread.yield();
      Object result = SLOT.getVolatile(out, (int) n & mask);
      if (result != null) return result;
    }
    while (true) {
      var wait = new Suspension(this);
      leader = wait;
      boolean over = ended;
      Object result = SLOT.getVolatile(out, (int) n & mask);
      var worker = cut;
      if (result == null && worker != null) throw Crew.original(worker);
      if (result == null && !(over && n == counters.put)) {
        wait.await();
        result = SLOT.getVolatile(out, (int) n & mask);
      }
      leader = null;
      if (result != null) return result;
      if (ended && n == counters.put) return null;
    }
  }

  /** Says how many were taken, and lets the source go on if that is worth the while. */
  private void taken(long n) {
    TAKEN.setVolatile(counters, n);
    var wait = putter;
    if (wait == null) return;
    long put = counters.put;
    if (limit - (put - n) >= limit / 4 || counters.claimed == put) resume(wait);
  }

  private void tellLeader() {
    var wait = leader;
    if (wait != null) resume(wait);
  }

  private static void resume(Suspension wait) {
    var unused = wait.resume();
  }

  @Override
  public String toString() {
    return "parallel map";
  }
}
