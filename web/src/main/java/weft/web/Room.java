package weft.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.CancelledError;
import weft.Outcome;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.channel.State;
import weft.flow.Flow;
import weft.internal.websocket.CloseCode;

/**
 * A room: who is in it hears all that is said in it, in the same order as all others.
 *
 * <p>A message is encoded, and compressed, once for all. Who says it hands it out to one member
 * after the other, and never waits for one: for whom too much waits already, {@link
 * WebSocketOptions#slow} says what happens. What others say meanwhile is handed out by a task of
 * the server, in one piece, and so is what a handler says that has got the next message already.
 *
 * <p>All methods may be called from any task of any server.
 */
public final class Room {
  /** What may wait to be handed out: then the server itself can't keep up. */
  private static final int MOST_PENDING = 1_024;

  /**
   * After so many members, some milliseconds, the task that hands out lets others have a turn. Not
   * more often: on busy cores, to come back takes longer than a hundred writes.
   */
  private static final int STRETCH = 1_024;

  /** So many messages at most, of {@link Outbox#PIECE} bytes, go out in one piece. */
  private static final int MOST_JOINED = 64;

  private static final Member[] NOBODY = {};

  /** A message, and those who were in the room when it was said: they hear it, and nobody else. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(Encoded message, Member[] to) {}

  /** One who leaves, and waits until it has got all that was said before. */
  private static final class Leaver extends Suspension {
    private final long said;

    Leaver(Room room, long said) {
      super(room);
      this.said = said;
    }
  }

  private final Rooms rooms;
  private final String name;
  private final int mostHistory;
  private final State<Member[]> presence = new State<>(NOBODY);

  private final Object lock = new Object();
  private final ArrayDeque<Encoded> history = new ArrayDeque<>(); // guarded, like the rest
  private final WaitQueue<Suspension> waiting = new WaitQueue<>();
  private final WaitQueue<Leaver> leavers = new WaitQueue<>();
  private final ArrayDeque<Said> pending = new ArrayDeque<>();
  private Member[] members = NOBODY; // a new one for each change
  private long said; // messages, ever
  private long handedOut;
  private boolean isHandingOut;
  private @Nullable Thread writer; // while it hands out

  Room(Rooms rooms, String name, int mostHistory) {
    this.rooms = rooms;
    this.name = name;
    this.mostHistory = mostHistory;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /**
   * Lets a WebSocket in: first it gets the history, then all that is said from now on. Names
   * needn't be unique. Close what is returned to leave, or use {@code try}; when the WebSocket's
   * handler returns, it leaves by itself.
   *
   * <p>Waits for room as {@link WebSocket#send} does if the client is slow.
   *
   * @throws weft.CancelledError if the caller is cancelled; nobody has then joined
   */
  public Member join(WebSocket socket, String memberName) {
    Objects.requireNonNull(memberName, "name");
    var member = new Member(this, socket, memberName);
    var link = socket.link();
    link.outbox().awaitRoom();
    synchronized (lock) {
      var earlier = new ArrayList<byte[]>(history.size());
      for (var message : history) earlier.add(message.frame(link.window()));
      link.outbox().append(earlier);
      members = Arrays.copyOf(members, members.length + 1);
      members[members.length - 1] = member;
      presence.set(members);
    }
    rooms.keep(this);
    link.outbox().flush();
    if (!socket.entered(member)) leave(member); // its handler has returned
    return member;
  }

  void leave(Member member) {
    boolean last;
    boolean waits;
    synchronized (lock) {
      int before = members.length;
      members = Arrays.stream(members).filter(m -> m != member).toArray(Member[]::new);
      if (members.length == before) return;
      last = members.length == 0;
      presence.set(members);
      waits = isHandingOut && writer != Thread.currentThread();
    }
    member.socket().left(member);
    if (last) rooms.left(this);
    if (waits) awaitWhatWasSaid();
  }

  /** Waits for others to write what was said, for no client. */
  private void awaitWhatWasSaid() {
    try {
      Weft.shield(() -> {
        Leaver leaver;
        synchronized (lock) {
          if (!isHandingOut) return;
          leaver = new Leaver(this, said);
          leavers.add(leaver);
        }
        leaver.await();
      });
    } catch (CancelledError e) {
      // a callback, which can't wait
    }
  }

  private void release() {
    for (var next = leavers.peek(); next != null; next = leavers.peek()) {
      if (isHandingOut && next.said > handedOut) return;
      var _ = leavers.remove(next);
      var _ = next.resume();
    }
  }

  /**
   * Says something to all who are in the room, the one who says it included, and keeps it in the
   * history. Doesn't wait for those who hear it; where the server itself lags more than a thousand
   * messages behind, it waits for that. The writing, some microseconds for each member, is done by
   * the caller's own thread before this returns, unless somebody is at it already, or the caller is
   * a WebSocket's handler for which more has come: a task of the server then does it at once, and
   * what the caller sends to one of the members itself may arrive first.
   *
   * @throws weft.CancelledError if the caller is cancelled; nothing is then said
   */
  public void broadcast(String text) {
    broadcast(Encoded.of(text));
  }

  /** Says bytes, which must not be changed any more; see {@link #broadcast(String)}. */
  public void broadcast(byte[] bytes) {
    broadcast(Encoded.of(bytes));
  }

  /** Says a message; see {@link #broadcast(String)}. */
  public void broadcast(Message message) {
    broadcast(Encoded.of(message));
  }

  private void broadcast(Encoded message) {
    Weft.checkpoint();
    @Nullable Suspension wait = null;
    @Nullable Engine engine = null;
    while (true) {
      synchronized (lock) {
        if (pending.size() < MOST_PENDING || !isHandingOut) {
          pending.add(new Said(message, members));
          said++;
          remember(message);
          if (isHandingOut) return;
          isHandingOut = true;
          if (members.length > 0) engine = members[0].socket().engine();
          break;
        }
        if (wait != null) waiting.add(wait);
      }
      if (wait == null) {
        wait = new Suspension(this);
      } else {
        await(wait);
        wait = null;
      }
    }
    // What the caller is going to say, and what others said meanwhile, isn't the caller's to write.
    if (Inbox.hasMore() || handOutOnce()) goOn(engine);
  }

  private void await(Suspension wait) {
    try {
      wait.await();
    } catch (Throwable t) {
      synchronized (lock) {
        if (!waiting.remove(wait)) admit(); // its turn goes to the next
      }
      throw t;
    }
  }

  private void goOn(@Nullable Engine engine) {
    if (engine == null) {
      handOutAll();
      return;
    }
    try {
      engine
          .scope()
          .start("room " + name, (Action<RuntimeException>) this::handOutAll)
          .onDone(outcome -> {
            if (outcome instanceof Outcome.Cancelled) handOutAll(); // it has not even begun
          });
    } catch (IllegalStateException e) { // the server has ended, and so have its members
      handOutAll();
    }
  }

  /** Lets those who are about to say something do so, so that it goes out in the same piece. */
  private void handOutAll() {
    do {
      Thread.yield();
    } while (handOutOnce());
  }

  /** Hands out what is pending; false when nothing is left, and nobody hands out any more. */
  private boolean handOutOnce() {
    Member[] to;
    List<Encoded> messages;
    synchronized (lock) {
      writer = Thread.currentThread();
      to = pending.element().to();
      messages = take(to);
      admit();
    }
    boolean done = false;
    boolean more = false;
    try {
      handOut(messages, to);
      done = true;
    } finally {
      synchronized (lock) {
        writer = null;
        handedOut += messages.size();
        more = done && !pending.isEmpty();
        isHandingOut = more; // after a failure the next who speaks goes on
        release();
      }
    }
    return more;
  }

  /** Takes what goes out in one piece. */
  private List<Encoded> take(Member[] to) {
    var messages = new ArrayList<Encoded>(Math.min(pending.size(), MOST_JOINED));
    int size = 0;
    while (messages.size() < MOST_JOINED && !pending.isEmpty() && pending.element().to() == to) {
      size += pending.element().message().plain().length;
      if (size > Outbox.PIECE && !messages.isEmpty()) break;
      messages.add(pending.remove().message());
    }
    return messages;
  }

  /** Lets one in who waits, for each place that is free. */
  private void admit() {
    for (int free = MOST_PENDING - pending.size(); free > 0; free--) {
      var wait = waiting.poll();
      if (wait == null) return;
      var _ = wait.resume();
    }
  }

  /**
   * What is remembered is not handed out any more to one who comes now, and the other way round.
   */
  private void remember(Encoded message) {
    if (mostHistory == 0) return;
    history.add(message);
    if (history.size() > mostHistory) history.remove();
  }

  private static void handOut(List<Encoded> messages, Member[] to) {
    var batch = new Batch(messages);
    for (int i = 0; i < to.length; i++) {
      var link = to[i].link();
      var offer = link.outbox().offer(batch.pieces(link.window()));
      if (offer == Outbox.Offer.TOO_SLOW) link.fail(CloseCode.POLICY, "too slow");
      if (i % STRETCH == STRETCH - 1) Thread.yield();
    }
  }

  boolean isEmpty() {
    synchronized (lock) {
      return members.length == 0;
    }
  }

  /** The names of those who are in the room, in the order in which they came. */
  public List<String> members() {
    return names(presence.get());
  }

  private static List<String> names(Member[] members) {
    return Arrays.stream(members).map(Member::name).toList();
  }

  /**
   * Who is in the room now, and again after each change; changes that come faster than they are
   * taken are left out. It has no end.
   */
  public Flow<List<String>> presence() {
    return Flow.generate(out -> {
      try (var changes = presence.changes()) {
        for (Member[] now : changes) out.emit(names(now));
      }
    });
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "room " + name + " with " + members.length + " members";
    }
  }
}
