package weft.resource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Clock;
import weft.Environment;
import weft.Weft;
import weft.inspect.Held;
import weft.internal.call.Judge;
import weft.internal.call.Listeners;
import weft.internal.kit.Made;
import weft.resilience.Schedule;
import weft.resilience.ScheduleRun;

/**
 * Keeps objects that are dear to create (connections, say) and lends them, each to one at a time.
 *
 * <pre>{@code
 * var pool = Pool.builder(dataSource::getConnection, Connection::close)
 *     .max(10)
 *     .validate(Duration.ofSeconds(1), c -> c.isValid(1))
 *     .build();
 * int rows = pool.use(c -> count(c)); // throws SQLException
 * }</pre>
 *
 * <p><b>Order.</b> Whoever waits is served in the order of arrival, and nobody overtakes. What came
 * back last is lent first, so that those that are not needed grow old. Objects are created by their
 * borrowers, several at once if need be, and outside of any lock; there are never more than {@code
 * max}, those being created or disposed of included.
 *
 * <p><b>Cancellation.</b> A cancelled borrower has nothing and leaks nothing: what it was given
 * already, or the right to create, goes to the next in line. What comes back is reset and disposed
 * of under a shield with a time limit. Each object that was created is disposed of once.
 *
 * <p><b>Time.</b> A pool has no thread. An object that is too old is never lent; {@link #maintain}
 * also removes those that nobody asks for, and keeps {@code min}, in a task of yours. It works on
 * the clock of the first task that uses it.
 *
 * <p><b>Memory.</b> What one borrower did with an object before it gave it back is seen by the
 * next.
 *
 * <p>Left out: objects that are lost to the garbage collector aren't taken back, since nobody can
 * tell what else still uses them; {@link PoolBuilder#leakAfter} finds those who lose them.
 *
 * @param <T> what it lends
 * @param <X> what its creation may throw
 */
public final class Pool<T, X extends Exception> implements AutoCloseable, Held {
  private static final System.Logger LOGGER = System.getLogger("weft");
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);
  private static final Duration MOST_PATIENT = Duration.ofSeconds(30);

  private final PoolBuilder<T, X> settings;
  private final Ages ages;
  private final boolean quick; // whether an idle object needs no look before it is lent
  private final boolean timed;
  private final PoolState<T> state;
  private final Keeper<T, X> keeper;
  private final LongAdder timeouts = new LongAdder();
  private volatile @Nullable Clock clock;

  Pool(PoolBuilder<T, X> settings) {
    this.settings = settings;
    ages = new Ages(settings.life, settings.idle);
    timed = ages.areLimited() || settings.testAfter > 0;
    quick = settings.test == null && !ages.areLimited();
    state = new PoolState<>(settings.name, settings.min, settings.max, ages);
    keeper = new Keeper<>(settings);
    Made.tell(this);
  }

  /** The usual settings for a pool of what {@code create} returns, to be changed. */
  public static <T, X extends Exception> PoolBuilder<T, X> builder(
      Body<? extends T, ? extends X> create, ResourceAction<? super T, ? extends X> dispose) {
    return new PoolBuilder<>(Resource.of(create, dispose));
  }

  /** The usual settings for a pool of such resources, to be changed. */
  public static <T, X extends Exception> PoolBuilder<T, X> builder(Resource<T, X> resource) {
    return new PoolBuilder<>(resource);
  }

  /**
   * Borrows an object, waiting for one if need be.
   *
   * @throws X what the creation of one throws; the place goes to the next in line
   * @throws PoolTimeoutException if there is none within {@link PoolBuilder#borrowWithin}
   * @throws PoolClosedException if the pool is closed, or is while this waits
   * @throws CancelledError if the caller is cancelled; it then has nothing, and nothing is lost
   */
  public Lease<T> borrow() throws X {
    Weft.checkpoint();
    var claimed = state.claim();
    if (claimed != null && isReady(claimed)) return lend(claimed);
    return lend(within(() -> ready(claimed == null ? state.await(this) : claimed)));
  }

  /**
   * Borrows an object unless all are out; it still may have to be validated or created.
   *
   * @return empty if all are out
   * @throws X as {@link #borrow}, and so are the others
   */
  public Optional<Lease<T>> tryBorrow() throws X {
    Weft.checkpoint();
    var claimed = state.claim();
    if (claimed == null) return Optional.empty();
    if (isReady(claimed)) return Optional.of(lend(claimed));
    return Optional.of(lend(within(() -> ready(claimed))));
  }

  private Slot<T> within(Body<Slot<T>, X> body) throws X {
    Optional<Slot<T>> slot = Weft.moveOnAfter(settings.borrowWithin, body);
    if (slot.isPresent()) return slot.get();
    timeouts.increment();
    throw new PoolTimeoutException(
        "nothing to borrow within " + settings.borrowWithin.toMillis() + " ms from " + state);
  }

  /** Makes sure that the place, which the caller owns, has an object to be lent. */
  private Slot<T> ready(Slot<T> slot) throws X {
    boolean ready = false;
    try {
      Weft.checkpoint();
      if (!isUsable(slot)) {
        keeper.dispose(slot);
        create(slot);
      }
      state.requireOpen();
      ready = true;
      return slot;
    } finally {
      if (!ready) giveUp(slot);
    }
  }

  /** Whether an object can be lent without a look at it, which may take time. */
  private boolean isReady(Slot<T> slot) {
    if (slot.object == null) return false;
    if (quick) return true;
    long now = now();
    return ages.left(slot, now) > 0 && !keeper.mustTest(now - slot.idleSince);
  }

  private boolean isUsable(Slot<T> slot) {
    if (slot.object == null) return false;
    long now = now();
    return ages.left(slot, now) > 0 && keeper.isWell(slot, now - slot.idleSince);
  }

  private void create(Slot<T> slot) throws X {
    keeper.create(slot);
    slot.created = now();
    slot.idleSince = slot.created;
  }

  /** Leaves to others what the caller owns and doesn't use. */
  private void giveUp(Slot<T> slot) {
    if (slot.object == null || slot.suspect || !state.give(slot, now())) drop(slot);
  }

  private void drop(Slot<T> slot) {
    keeper.dispose(slot);
    state.vacate(slot);
  }

  private Lease<T> lend(Slot<T> slot) {
    var lease = new Lease<>(this, slot, Objects.requireNonNull(slot.object), clock().nanoTime());
    slot.lease = lease;
    if (settings.stacks) lease.where = new Throwable("borrowed here");
    if (settings.leakAfter != Long.MAX_VALUE) {
      lease.alarm = clock().callAt(lease.since + settings.leakAfter, () -> leaked(lease));
    }
    return lease;
  }

  void takeBack(Slot<T> slot, boolean broken) {
    slot.lease = null;
    boolean good = !broken && ages.leftInUse(slot, now()) > 0 && keeper.reset(slot);
    slot.idleSince = now();
    if (!good || !state.give(slot, slot.idleSince)) drop(slot);
  }

  /**
   * Borrows an object, calls {@code f} with it on the caller's thread, and gives it back.
   *
   * @return what {@code f} returns
   * @throws X as {@link #borrow}
   * @throws Y what {@code f} throws; whether the object is kept then, {@link PoolBuilder#brokenIf}
   *     says
   * @throws CancelledError if the caller is cancelled
   */
  public <R extends @Nullable Object, Y extends Throwable> R use(ResourceBody<? super T, R, Y> f)
      throws X, Y {
    Objects.requireNonNull(f, "f");
    var lease = borrow();
    boolean broken = true;
    try {
      R result = f.call(lease.get());
      broken = false;
      return result;
    } catch (Throwable t) {
      broken = Judge.accepts(settings.broken, t);
      throw t;
    } finally {
      lease.end(broken);
    }
  }

  /**
   * Runs {@code f} with a borrowed object; see {@link #use(ResourceBody)}. A lambda needs braces.
   */
  public <Y extends Throwable> void use(ResourceAction<? super T, Y> f) throws X, Y {
    var unused = this.<@Nullable Object, Y>use(Exits.<T, Y>body(f));
  }

  /**
   * Disposes of objects that are too old and creates what is missing to {@code min}, whenever there
   * is something to do: for {@code scope.background("pool", pool::maintain)}. One task is enough.
   * What fails is reported, and tried again a second later, then two, and so on to 30.
   *
   * <p>Returns when the pool is closed.
   *
   * @throws CancelledError if the caller is cancelled; this is the way to end it before that
   */
  public void maintain() {
    var patience = patience();
    do {
      for (var old = state.claimOld(now()); old != null; old = state.claimOld(now())) {
        drop(old);
      }
      if (fill()) patience = patience();
      else if (!patience.await()) return;
    } while (state.awaitWork("work to do in " + settings.name, clock()));
  }

  private static ScheduleRun patience() {
    return Schedule.exponential(Duration.ofSeconds(1)).maxDelay(MOST_PATIENT).start();
  }

  /** Creates what is missing; tells whether that succeeded. */
  private boolean fill() {
    for (var slot = state.claimMissing(); slot != null; slot = state.claimMissing()) {
      try {
        create(slot);
      } catch (CancelledError e) {
        throw e;
      } catch (Exception e) {
        keeper.report("could not create", e);
        return false;
      } finally {
        giveUp(slot);
      }
    }
    return true;
  }

  void leaked(Lease<T> lease) {
    if (!lease.isOut()) return;
    var leak = lease.leak(settings.name, clock().nanoTime());
    if (settings.onLeak != null) Listeners.tell(settings.onLeak, leak);
    else LOGGER.log(System.Logger.Level.WARNING, leak.toString(), leak.where().orElse(null));
  }

  /**
   * Closes the pool and waits 30 seconds at most until all that was lent has come back; see {@link
   * #closeWithin}.
   */
  @Override
  public void close() {
    boolean unused = closeWithin(CLOSE_WITHIN);
  }

  /**
   * Lets nobody borrow any more, disposes of what is idle, and waits, shielded, {@code limit} at
   * most until all that was lent has come back and been disposed of. What is still out then is
   * reported as a leak, and disposed of when it comes back. May be called again.
   *
   * @return whether all is disposed of
   */
  public boolean closeWithin(Duration limit) {
    Objects.requireNonNull(limit, "limit");
    return Weft.shield(() -> {
      disposeAll(state.close());
      boolean all = Weft.moveOnAfter(limit, () -> state.awaitEmpty(this));
      if (!all) state.leases().forEach(this::leaked);
      return all;
    });
  }

  private void disposeAll(List<Slot<T>> slots) {
    try {
      var unused =
          Weft.gatherSettled(
              slots,
              slot -> {
                drop(slot);
                return true;
              });
    } finally {
      for (var slot : slots) if (slot.object != null) drop(slot); // its task ended before it began
    }
  }

  /** The threads of the tasks that borrowed what is out. */
  @Override
  public List<Thread> holders() {
    return state.leases().stream().map(lease -> lease.borrower).toList();
  }

  /** One object that comes back is enough. */
  @Override
  public boolean anyWillDo() {
    return true;
  }

  /** How the pool is doing. */
  public PoolStatistics statistics() {
    return state.statistics(keeper.created.sum(), keeper.disposed.sum(), timeouts.sum());
  }

  private long now() {
    return timed ? clock().nanoTime() : 0;
  }

  private Clock clock() {
    var c = clock;
    if (c == null) clock = c = Environment.current().clock();
    return c;
  }

  @Override
  public String toString() {
    return state.toString();
  }
}
