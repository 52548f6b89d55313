package weft.http;

/** A message of a {@link WebSocket}, whole. */
public sealed interface WebSocketMessage {
  /** Text. */
  record Text(String text) implements WebSocketMessage {}

  /** Bytes, which are the receiver's to keep. */
  @SuppressWarnings("ArrayRecordComponent") // copied for nobody else
  record Binary(byte[] bytes) implements WebSocketMessage {}
}
