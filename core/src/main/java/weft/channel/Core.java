package weft.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Weft;
import weft.internal.call.Cancelled;
import weft.internal.lock.SpinLock;
import weft.internal.loop.TurnTaker;
import weft.internal.time.TimerThread;

/**
 * What a channel is: a buffer, and two queues of those who wait, under one lock.
 *
 * <p><b>Invariants</b>, for those waiters that have neither been served nor cancelled. Where
 * somebody waits to receive, the buffer is empty and nobody waits to send (but the same select).
 * Where somebody waits to send, the buffer is full, or {@link #helping}: a sender that was served
 * is on its way to let the others in.
 *
 * <p>That helper is what makes many senders fast. Were each taken element to let one waiting sender
 * in, the buffer would always be full and every element would cost a wake-up. So the one who takes
 * wakes one sender only and goes on; that one, when it runs, lets in as many as there is room for
 * by then.
 */
final class Core<T> extends SpinLock {
  /** Got where there is nothing now, but may be later. */
  static final Object NOTHING = new Object();

  /** Got where there is nothing any more. */
  static final Object END = new Object();

  private static final int AT_ONCE = 8; // senders let in under one lock
  private static final int FIRST_LENGTH = 16;
  private static final int MUCH = 1_024; // above this, an empty buffer is not kept
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final VarHandle SIZE;

  static {
    try {
      SIZE = MethodHandles.lookup().findVarHandle(Core.class, "size", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How a send went. */
  enum Sent {
    DONE,
    NO_ROOM,
    CLOSED
  }

  /** The order in which a select locks several. */
  final long number = NUMBERS.getAndIncrement();

  final Object owner;
  final int capacity;
  private final Overflow overflow;

  private final Waiters<T> senders = new Waiters<>(); // all below guarded by the lock
  private final Waiters<T> receivers = new Waiters<>();
  private @Nullable Object[] items =
      new @Nullable Object[FIRST_LENGTH]; // its length a power of two
  private int first;
  private int size;
  private boolean helping;
  private boolean closed;
  private @Nullable Throwable failure;

  private final @Nullable Meeting<T> meeting; // of a rendezvous
  private final Lookout lookout = new Lookout();

  /** Called, without the lock, after an element was taken; set before the channel is used. */
  private @Nullable Runnable whenTaken;

  Core(Object owner, int capacity, Overflow overflow) {
    this.owner = owner;
    this.capacity = capacity;
    this.overflow = overflow;
    this.meeting = capacity == 0 ? new Meeting<>() : null;
  }

  Overflow overflow() {
    return overflow;
  }

  void whenTaken(Runnable action) {
    whenTaken = action;
  }

  /** Takes the lock, to change something. */
  void enter() {
    lock();
    if (meeting != null) meeting.shut();
  }

  /** Gives the lock away. */
  void exit() {
    if (meeting != null && senders.isEmpty() && receivers.isEmpty() && !closed) meeting.open();
    unlock();
  }

  // ---- under the lock

  /** Sends {@code element} if it need not wait. */
  Sent offer(T element) {
    if (closed) return Sent.CLOSED;
    for (var to = receivers.poll(); to != null; to = receivers.poll()) {
      if (to.give(element)) return Sent.DONE;
    }
    if (size < capacity && senders.isEmpty()) {
      add(element);
      return Sent.DONE;
    }
    return switch (overflow) {
      case SUSPEND, FAIL -> Sent.NO_ROOM;
      case DROP_NEWEST -> Sent.DONE;
      case DROP_OLDEST -> {
        remove();
        add(element);
        yield Sent.DONE;
      }
    };
  }

  /** Takes an element: else gives {@link #NOTHING} or {@link #END}. */
  Object poll() {
    if (size > 0) {
      var element = remove();
      if (!helping && !senders.isEmpty()) admit(1, true);
      return element;
    }
    if (meeting != null) {
      var element = meeting.take();
      if (element != null) return element;
    }
    for (var from = senders.poll(); from != null; from = senders.poll()) {
      var element = from.take();
      if (element != null) return element;
    }
    return closed ? END : NOTHING;
  }

  /**
   * Lets in at most {@code most} of those who wait to send.
   *
   * @param full whether the last of them is to help even if there is no room for others now
   */
  private void admit(int most, boolean full) {
    for (int left = most; size < capacity; ) {
      var from = senders.poll();
      if (from == null) return;
      boolean last = left == 1 && !senders.isEmpty() && (full || size + 1 < capacity);
      from.helps = last;
      var element = from.take();
      if (element == null) continue;
      add(element);
      if (--left > 0) continue;
      helping = last;
      return;
    }
  }

  private void add(T element) {
    if (size == items.length) resize(2 * size);
    items[(first + size++) & (items.length - 1)] = element;
  }

  private Object remove() {
    int at = first;
    var element = items[at];
    if (element == null) throw new AssertionError("an empty place in the buffer");
    items[at] = null;
    first = (at + 1) & (items.length - 1);
    if (--size == 0 && items.length > MUCH) resize(FIRST_LENGTH);
    return element;
  }

  private void resize(int length) {
    if (length < 0)
      throw new OutOfMemoryError("a channel of more than a thousand million elements");
    var moved = new @Nullable Object[length];
    for (int i = 0; i < size; i++) moved[i] = items[(first + i) & (items.length - 1)];
    items = moved;
    first = 0;
  }

  void addSender(Waiter<T> waiter) {
    senders.add(waiter);
  }

  void addReceiver(Waiter<T> waiter) {
    receivers.add(waiter);
  }

  // ---- without the lock

  /** Takes {@code waiter} out of the queue it stands in, if any. */
  void withdraw(Waiter<?> waiter) {
    enter();
    waiter.leave();
    exit();
  }

  Sent trySend(T element) {
    enter();
    try {
      if (helping) admit(Integer.MAX_VALUE, false);
      return offer(element);
    } finally {
      exit();
    }
  }

  Object tryReceive() {
    Object got;
    enter();
    try {
      got = poll();
    } finally {
      exit();
    }
    taken(got);
    return got;
  }

  boolean send(T element) {
    Weft.checkpoint();
    var sent =
        meeting == null
            ? sendSoon(element)
            : meeting.isShut() ? sendNow(element) : meet(meeting, element);
    if (sent == Sent.NO_ROOM) sent = sendWaiting(element);
    return sent == Sent.DONE;
  }

  private Sent sendNow(T element) {
    enter();
    try {
      return offer(element);
    } finally {
      exit();
    }
  }

  private Sent sendSoon(T element) {
    var sent = sendNow(element);
    if (sent != Sent.NO_ROOM || !senders.isEmpty() || !lookout.looks()) return sent;
    if (Lookout.seesChange(this::held, capacity, 0)) sent = sendNow(element);
    if (lookout.found(sent != Sent.NO_ROOM)) lookout.goOn();
    return sent;
  }

  private Sent meet(Meeting<T> meeting, T element) {
    long offer = lookout.looks() ? meeting.offer(element) : Meeting.NONE;
    if (offer == Meeting.NONE) return Sent.NO_ROOM;
    boolean taken =
        lookout.found(meeting.isTaken(offer, Lookout.SPINS)) || !meeting.withdraw(offer);
    if (!taken) return Sent.NO_ROOM;
    if (Meeting.isOneOfMany(offer)) TimerThread.giveWay(); // two who never park leave their cores
    return Sent.DONE;
  }

  private Sent sendWaiting(T element) {
    // Not under the lock: where the task is being cancelled, this may yield.
    var waiter = new Waiter<>(new Wait(owner), element);
    enter();
    try {
      var sent = offer(element);
      if (sent != Sent.NO_ROOM) return sent;
      senders.add(waiter);
    } finally {
      exit();
    }
    await(waiter);
    served(waiter);
    return waiter.element == null ? Sent.CLOSED : Sent.DONE;
  }

  /** Takes an element, waiting for it; gives {@link #END} if there will be none. */
  Object receive() {
    Weft.checkpoint();
    var got = meeting == null ? receiveSoon() : meeting.isShut() ? tryReceive() : meet(meeting);
    return got == NOTHING ? receiveWaiting() : got;
  }

  private Object receiveSoon() {
    var got = tryReceive();
    if (got != NOTHING || !receivers.isEmpty() || !lookout.looks()) return got;
    if (Lookout.seesChange(this::held, 0, capacity)) got = tryReceive();
    if (lookout.found(got != NOTHING)) lookout.goOn();
    return got;
  }

  private Object meet(Meeting<T> meeting) {
    var element = meeting.take();
    if (element == null && lookout.looks()) {
      element = meeting.take(Lookout.SPINS);
      lookout.found(element != null);
    }
    if (element == null) return NOTHING;
    taken(element);
    return element;
  }

  private Object receiveWaiting() {
    var waiter = new Waiter<T>(new Wait(owner)); // not under the lock, as above
    Object got;
    enter();
    try {
      got = poll();
      if (got == NOTHING) receivers.add(waiter);
    } finally {
      exit();
    }
    if (got == NOTHING) {
      await(waiter);
      got = outcome(waiter);
    }
    taken(got);
    return got;
  }

  private void await(Waiter<T> waiter) {
    if (meeting != null && !TurnTaker.isCaller()) {
      // The other side may wait for this core, and needs no unpark then.
      TimerThread.giveWay();
      if (waiter.wait.isServed()) return;
    }
    try {
      var unused = waiter.wait.awaitWinner();
    } catch (CancelledError e) {
      withdraw(waiter);
      throw e;
    }
  }

  static Object outcome(Waiter<?> waiter) {
    var element = waiter.element;
    return element == null ? END : element;
  }

  /** To be called by a sender that was served. */
  void served(Waiter<?> waiter) {
    if (!waiter.helps) return;
    enter();
    try {
      helping = false;
      admit(AT_ONCE, false);
    } finally {
      exit();
    }
  }

  /** To be called with what was received. */
  void taken(Object got) {
    var action = whenTaken;
    if (action != null && got != NOTHING && got != END) action.run();
  }

  void close(@Nullable Throwable cause) {
    enter();
    try {
      if (closed) return;
      closed = true;
      failure = cause;
      for (var w = senders.poll(); w != null; w = senders.poll()) w.refuse();
      for (var w = receivers.poll(); w != null; w = receivers.poll()) w.refuse();
    } finally {
      exit();
    }
  }

  /** The exception for those who receive after the end. */
  RuntimeException ended() {
    var cause = failure();
    if (cause instanceof CancelledError) Cancelled.checkpoint(); // both may have been
    return cause == null
        ? new ClosedException("the channel is closed, and nothing is left in it")
        : new ChannelFailedException("the channel failed: " + cause, cause);
  }

  /** The exception for those who send after the end. */
  ClosedException refused() {
    var cause = failure();
    if (cause instanceof CancelledError) Cancelled.checkpoint();
    return cause == null
        ? new ClosedException("the channel is closed")
        : new ClosedException("the channel is closed, since it failed: " + cause, cause);
  }

  @Nullable Throwable failure() {
    lock();
    var cause = failure;
    unlock();
    return cause;
  }

  boolean isClosed() {
    lock();
    boolean is = closed;
    unlock();
    return is;
  }

  /** Whether an element could be buffered. */
  boolean hasRoom() {
    return size() < capacity;
  }

  /** The size as it was a moment ago. */
  private int held() {
    return (int) SIZE.getOpaque(this);
  }

  int size() {
    lock();
    int now = size;
    unlock();
    return now;
  }

  int waitingSenders() {
    lock();
    int now = senders.size();
    unlock();
    return now;
  }

  int waitingReceivers() {
    lock();
    int now = receivers.size();
    unlock();
    return now;
  }

  @Override
  public String toString() {
    lock();
    int held = size;
    int out = senders.size();
    int in = receivers.size();
    boolean over = closed;
    unlock();
    var text = new StringBuilder(over ? "closed channel" : "channel");
    if (capacity == 0) text.append(", rendezvous");
    else if (capacity == Integer.MAX_VALUE) text.append(" with ").append(held);
    else text.append(" with ").append(held).append(" of ").append(capacity);
    if (out > 0) text.append(", ").append(out).append(" waiting to send");
    if (in > 0) text.append(", ").append(in).append(" waiting to receive");
    return text.toString();
  }
}
