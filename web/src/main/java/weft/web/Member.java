package weft.web;

/** Somebody in a room, until closed. */
public final class Member implements AutoCloseable {
  private final Room room;
  private final WebSocket socket;
  private final Link link;
  private final String name;

  Member(Room room, WebSocket socket, String name) {
    this.room = room;
    this.socket = socket;
    this.link = socket.link();
    this.name = name;
  }

  /** The name that was given at the door. */
  public String name() {
    return name;
  }

  /** Where it is. */
  public Room room() {
    return room;
  }

  WebSocket socket() {
    return socket;
  }

  Link link() {
    return link;
  }

  /** Leaves the room; does nothing if it has been left. */
  @Override
  public void close() {
    room.leave(this);
  }

  @Override
  public String toString() {
    return name + " in " + room;
  }
}
