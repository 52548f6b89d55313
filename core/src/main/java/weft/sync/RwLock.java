package weft.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.inspect.Held;
import weft.internal.kit.Made;
import weft.internal.lock.SpinLock;

/**
 * Lets in many tasks that read, or one that writes, and may be held across suspensions.
 *
 * <p>Fair: all wait in one line, and a reader who comes after a writer that waits lets it go first,
 * so that no stream of readers can starve a writer. Readers that stand together in the line are let
 * in together.
 *
 * <p>A hold belongs to the task that acquired it, and only that one can release it. A task that
 * holds the lock can't take it again in either way: to read twice would wait for ever as soon as a
 * writer waits in between, and two readers that both want to write would wait for each other. Both
 * are refused at once, not only when it comes to that. So there is no upgrade: release, take the
 * lock for writing, and look again at what was read. For the other way there is {@link #downgrade}.
 *
 * <p>What happens before a release is seen after the acquisitions that follow.
 */
public final class RwLock implements Held {
  private final SpinLock lock = new SpinLock();
  private final WaitQueue<Waiter> waiting = new WaitQueue<>(); // all guarded by the lock
  private final Set<Thread> readers = new HashSet<>();
  private @Nullable Thread writer;

  private static final class Waiter extends Suspension {
    final Thread thread = Thread.currentThread();
    final boolean writes;

    Waiter(Object on, boolean writes) {
      super(on);
      this.writes = writes;
    }
  }

  /** One time that somebody is let in. */
  static final class Hold implements Permit {
    private final RwLock of;
    private boolean over; // guarded by the lock

    private Hold(RwLock of) {
      this.of = of;
    }

    @Override
    public void close() {
      of.release(this);
    }

    @Override
    public String toString() {
      return "permit of a " + of;
    }
  }

  /** A free lock. */
  public RwLock() {
    Made.tell(this);
  }

  /**
   * Takes the lock for reading, together with others who read; closing what this returns gives it
   * back.
   *
   * @throws IllegalStateException if the caller holds the lock already, to read or to write
   * @throws CancelledError if the caller is cancelled; it then doesn't hold the lock
   */
  public Permit acquireRead() {
    return acquire(false);
  }

  /**
   * Takes the lock for writing, alone; closing what this returns gives it back.
   *
   * @throws IllegalStateException if the caller holds the lock already, to read or to write
   * @throws CancelledError if the caller is cancelled; it then doesn't hold the lock
   */
  public Permit acquireWrite() {
    return acquire(true);
  }

  private Permit acquire(boolean writes) {
    Weft.checkpoint();
    Waiter wait;
    lock.lock();
    try {
      refuseHolder();
      if (tryEnter(writes)) return new Hold(this);
      wait = new Waiter(this, writes);
      waiting.add(wait);
    } finally {
      lock.unlock();
    }
    Waits.await(wait, () -> leave(wait));
    return new Hold(this);
  }

  private void refuseHolder() {
    var caller = Thread.currentThread();
    if (writer == caller) {
      throw new IllegalStateException("this task holds the lock to write; it is not reentrant");
    }
    if (readers.contains(caller)) {
      throw new IllegalStateException(
          "this task holds the lock to read; it can't take it again, and can't upgrade it");
    }
  }

  /** Takes the lock for reading, if nobody writes and nobody waits. */
  public Optional<Permit> tryAcquireRead() {
    return tryAcquire(false);
  }

  /** Takes the lock for writing, if nobody holds it and nobody waits. */
  public Optional<Permit> tryAcquireWrite() {
    return tryAcquire(true);
  }

  private Optional<Permit> tryAcquire(boolean writes) {
    lock.lock();
    try {
      boolean again = readers.contains(Thread.currentThread());
      return !again && tryEnter(writes) ? Optional.of(new Hold(this)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean tryEnter(boolean writes) {
    if (!waiting.isEmpty() || !hasRoom(writes)) return false;
    enter(Thread.currentThread(), writes);
    return true;
  }

  private boolean hasRoom(boolean writes) {
    return writer == null && (!writes || readers.isEmpty());
  }

  private void enter(Thread thread, boolean writes) {
    if (writes) writer = thread;
    else readers.add(thread);
  }

  private boolean exit(Thread thread) {
    if (writer != thread) return readers.remove(thread);
    writer = null;
    return true;
  }

  /** One who is cancelled may have been let in meanwhile. */
  private void leave(Waiter wait) {
    Waiter next;
    lock.lock();
    try {
      if (!waiting.remove(wait)) exit(wait.thread);
      next = nextIn();
    } finally {
      lock.unlock();
    }
    admit(next);
  }

  private void release(Hold hold) {
    boolean held;
    @Nullable Waiter next;
    lock.lock();
    try {
      if (hold.over) throw new IllegalStateException("this permit of the lock was closed before");
      held = exit(Thread.currentThread());
      hold.over = held;
      next = held ? nextIn() : null;
    } finally {
      lock.unlock();
    }
    if (!held) throw notHeld();
    admit(next);
  }

  /** Wakes, outside of the lock, one who has been let in, and whoever may follow. */
  private void admit(@Nullable Waiter next) {
    while (next != null) {
      boolean unused = next.resume(); // if it is cancelled it leaves by itself
      lock.lock();
      try {
        next = nextIn();
      } finally {
        lock.unlock();
      }
    }
  }

  private @Nullable Waiter nextIn() {
    var first = waiting.peek();
    if (first == null || !hasRoom(first.writes)) return null;
    waiting.remove(first);
    enter(first.thread, first.writes);
    return first;
  }

  /**
   * Turns the caller's hold from writing to reading, and lets in readers that stand first in line;
   * nobody writes in between. The permit stays the same.
   *
   * @throws IllegalStateException if the caller doesn't hold the lock for writing
   */
  public void downgrade() {
    var caller = Thread.currentThread();
    boolean writes;
    @Nullable Waiter next;
    lock.lock();
    try {
      writes = writer == caller;
      if (writes) {
        writer = null;
        readers.add(caller);
      }
      next = writes ? nextIn() : null;
    } finally {
      lock.unlock();
    }
    if (!writes) throw notHeld();
    admit(next);
  }

  private IllegalStateException notHeld() {
    return new IllegalStateException(
        "this task, " + Waits.name(Thread.currentThread()) + ", doesn't hold the " + this);
  }

  /** Runs {@code body} while holding the lock for reading. */
  public <T extends @Nullable Object, X extends Throwable> T withRead(Body<T, X> body) throws X {
    try (var _ = acquireRead()) {
      return body.call();
    }
  }

  /** Runs {@code body} while holding the lock for reading. */
  public <X extends Throwable> void withRead(Action<X> body) throws X {
    try (var _ = acquireRead()) {
      body.run();
    }
  }

  /** Runs {@code body} while holding the lock for writing. */
  public <T extends @Nullable Object, X extends Throwable> T withWrite(Body<T, X> body) throws X {
    try (var _ = acquireWrite()) {
      return body.call();
    }
  }

  /** Runs {@code body} while holding the lock for writing. */
  public <X extends Throwable> void withWrite(Action<X> body) throws X {
    try (var _ = acquireWrite()) {
      body.run();
    }
  }

  /** The thread of the task that holds the lock for writing. */
  public Optional<Thread> writer() {
    lock.lock();
    try {
      return Optional.ofNullable(writer);
    } finally {
      lock.unlock();
    }
  }

  /** The threads of the tasks that hold the lock for reading, in no order. */
  public List<Thread> readers() {
    lock.lock();
    try {
      return List.copyOf(readers);
    } finally {
      lock.unlock();
    }
  }

  /** The threads of the tasks that hold the lock, to write or to read. */
  @Override
  public List<Thread> holders() {
    lock.lock();
    try {
      return writer != null ? List.of(writer) : List.copyOf(readers);
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks wait, to read or to write. */
  public int waiters() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      if (writer == null && readers.isEmpty()) return "free read-write lock";
      var by = writer != null ? "written by " + Waits.name(writer) : "read by " + readers.size();
      return "read-write lock " + by + Waits.text(waiting.size());
    } finally {
      lock.unlock();
    }
  }
}
