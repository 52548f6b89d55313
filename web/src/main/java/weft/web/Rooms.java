package weft.web;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rooms by their names, made when they are asked for. In a room, what one says all others hear.
 *
 * <pre>{@code
 * var rooms = new Rooms(50);
 * routes.webSocket("/chat/{room}", socket -> {
 *   var room = rooms.get(socket.request().pathValue("room"));
 *   try (var me = room.join(socket, "Ann")) {
 *     socket.texts().forEach(text -> room.broadcast("Ann: " + text));
 *   }
 * });
 * }</pre>
 *
 * <p>There are 1,000 rooms at most, or as many as it was told. When there are more, of those where
 * nobody is the one that was left first is forgotten, with its history.
 *
 * <p>All methods may be called from any thread, and wait for nobody.
 */
public final class Rooms {
  private static final int USUAL_MOST = 1_000;

  private final Object lock = new Object();
  private final int history;
  private final int most;
  private final Map<String, Room> rooms = new LinkedHashMap<>(); // those left last stand at the end

  /** Who still has one, about to join it say, is to be in the same room as those who come later. */
  private final Map<String, Forgotten> forgotten = new HashMap<>();

  private final ReferenceQueue<Room> gone = new ReferenceQueue<>();

  private static final class Forgotten extends WeakReference<Room> {
    private final String name;

    Forgotten(Room room, ReferenceQueue<Room> gone) {
      super(room, gone);
      name = room.name();
    }
  }

  /** Rooms without a history. */
  public Rooms() {
    this(0);
  }

  /** Rooms that keep the last {@code history} messages for those who come later. */
  public Rooms(int history) {
    this(history, USUAL_MOST);
  }

  /**
   * Rooms that keep the last {@code history} messages, {@code most} rooms in all.
   *
   * @throws IllegalArgumentException if the history is negative, or there may be no room
   */
  public Rooms(int history, int most) {
    if (history < 0) throw new IllegalArgumentException("a history of " + history + " messages");
    if (most < 1) throw new IllegalArgumentException(most + " rooms at most");
    this.history = history;
    this.most = most;
  }

  /**
   * The room of that name, a new one if there is none.
   *
   * @throws IllegalStateException if there are as many rooms as may be, and somebody in each
   */
  public Room get(String name) {
    Objects.requireNonNull(name, "name");
    synchronized (lock) {
      Room room = rooms.get(name);
      if (room != null) return room;
      if (rooms.size() >= most && !forgetOne()) {
        throw new IllegalStateException("there are " + most + " rooms already");
      }
      room = held(name);
      rooms.put(name, room);
      return room;
    }
  }

  private boolean forgetOne() {
    for (Room room : rooms.values()) {
      if (!room.isEmpty()) continue;
      rooms.remove(room.name());
      forgotten.put(room.name(), new Forgotten(room, gone));
      return true;
    }
    return false;
  }

  /** One that was forgotten, and that somebody has still, or else a new one. */
  private Room held(String name) {
    for (var next = gone.poll(); next != null; next = gone.poll()) {
      if (next instanceof Forgotten of) forgotten.remove(of.name, of);
    }
    var before = forgotten.remove(name);
    Room room = before == null ? null : before.get();
    return room == null ? new Room(this, name, history) : room;
  }

  /** The room of that name, if there is one. */
  public Optional<Room> find(String name) {
    synchronized (lock) {
      return Optional.ofNullable(rooms.get(name));
    }
  }

  /** All rooms. */
  public List<Room> all() {
    synchronized (lock) {
      return new ArrayList<>(rooms.values());
    }
  }

  /** Brings a room back that may have been forgotten, as somebody is in it. */
  void keep(Room room) {
    synchronized (lock) {
      rooms.putIfAbsent(room.name(), room);
    }
  }

  /** Called when the last has left a room: it is now the last to be forgotten. */
  void left(Room room) {
    synchronized (lock) {
      if (rooms.remove(room.name(), room)) rooms.put(room.name(), room);
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return rooms.size() + " rooms";
    }
  }
}
