package weft.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weft.internal.websocket.Frames;

/** Messages that go to many at once, in one piece for each kind of connection. For one thread. */
final class Batch {
  /**
   * The frames of all messages.
   *
   * @param joined all in one piece
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pieces(List<byte[]> frames, byte[] joined) {}

  private final List<Encoded> messages;
  private final Map<Integer, Pieces> byWindow = new HashMap<>(4);

  Batch(List<Encoded> messages) {
    this.messages = messages;
  }

  Pieces pieces(int window) {
    return byWindow.computeIfAbsent(window, this::make);
  }

  private Pieces make(int window) {
    var frames = new ArrayList<byte[]>(messages.size());
    for (var message : messages) frames.add(message.frame(window));
    return new Pieces(frames, Frames.joined(frames));
  }
}
