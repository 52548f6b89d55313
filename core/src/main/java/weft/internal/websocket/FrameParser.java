package weft.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes messages of the bytes that the other side sends, in whatever pieces they come, and finds
 * what is against the rules as soon as it is there.
 *
 * <p>A message is kept until it is whole; of what a header announces, no more is taken of memory
 * than has arrived, and a little ahead. For one thread at a time.
 */
public final class FrameParser {
  private static final int FIRST = 4 * 1024;
  private static final byte[] NOTHING = new byte[0];

  /** Where it puts what it finds; payloads are the receiver's. */
  public interface Receiver {
    /** A whole message; a text is UTF-8. False if it wants no more for now. */
    boolean message(boolean text, byte[] payload) throws ProtocolError;

    /** A ping, to be answered with its payload. */
    void ping(byte[] payload);

    /** A pong. */
    void pong(byte[] payload);

    /** A goodbye; nothing comes after it. */
    void close(int code, String reason);
  }

  private final Receiver receiver;
  private final int limit;
  private final boolean inflates;
  private final boolean isMasked; // as a client's frames are, and a server's are not

  private final byte[] header = new byte[14];
  private int headerBytes;
  private int headerLength = 2; // as far as it is known

  private int opcode;
  private boolean isFinal;
  private long left; // bytes of the frame that are still to come
  private int maskAt;
  private boolean inPayload;
  private boolean isClosed;
  private boolean isWanted = true; // what comes next

  private final byte[] control = new byte[Frames.MOST_CONTROL];
  private int controlLength;

  private int messageKind; // the opcode that the message began with; 0 between messages
  private boolean messageCompressed;
  private byte[] message = NOTHING;
  private int messageLength;
  private final Utf8 utf8 = new Utf8();

  /**
   * A parser.
   *
   * @param limit of the bytes of a message, before and after it is inflated
   * @param inflates whether compressed messages are allowed
   * @param masked whether the other side is a client: its frames must be masked, a server's not
   */
  public FrameParser(int limit, boolean inflates, boolean masked, Receiver receiver) {
    this.limit = limit;
    this.inflates = inflates;
    this.isMasked = masked;
    this.receiver = receiver;
  }

  /**
   * Takes what is there, up to the message after which the receiver wants no more: what is left
   * then is for the next call. What comes after a goodbye is dropped.
   */
  public void parse(ByteBuffer bytes) throws ProtocolError {
    isWanted = true;
    while (isWanted && !isClosed && (bytes.hasRemaining() || (inPayload && left == 0))) {
      if (!inPayload) readHeader(bytes);
      else readPayload(bytes);
    }
    if (isClosed) bytes.position(bytes.limit());
  }

  /** Whether nothing has begun that is not whole: no memory is held for it. */
  public boolean isBetweenMessages() {
    return messageKind == 0 && headerBytes == 0;
  }

  private void readHeader(ByteBuffer bytes) throws ProtocolError {
    int count = Math.min(headerLength - headerBytes, bytes.remaining());
    bytes.get(header, headerBytes, count);
    headerBytes += count;
    if (headerBytes < headerLength) return;
    if (headerLength == 2) {
      headerLength = checkedLength();
      if (headerBytes < headerLength) return;
    }
    beginPayload();
  }

  /** What the first two bytes say; they also tell how long the header is. */
  private int checkedLength() throws ProtocolError {
    int first = header[0];
    int second = header[1];
    opcode = first & 0x0F;
    isFinal = (first & Frames.FIN) != 0;
    boolean isControl = opcode >= Frames.CLOSE;
    boolean known = opcode <= Frames.BINARY || (isControl && opcode <= Frames.PONG);
    if (!known) throw broken("opcode " + opcode + " is reserved");
    boolean compressed = (first & Frames.COMPRESSED) != 0;
    boolean mayCompress = inflates && !isControl && opcode != Frames.CONTINUATION;
    if ((first & 0x30) != 0 || (compressed && !mayCompress)) throw broken("a reserved bit is set");
    if ((second < 0) != isMasked) throw broken("a frame is " + (isMasked ? "not " : "") + "masked");
    int length = second & 0x7F;
    if (isControl) {
      if (!isFinal) throw broken("a control frame is fragmented");
      if (length > Frames.MOST_CONTROL) throw broken("a control frame is too long");
    } else if (opcode == Frames.CONTINUATION) {
      if (messageKind == 0) throw broken("there is nothing to continue");
    } else {
      if (messageKind != 0) throw broken("a message begins inside of another");
      messageCompressed = compressed;
    }
    return 2 + maskLength() + (length == 126 ? 2 : length == 127 ? 8 : 0);
  }

  private int maskLength() {
    return isMasked ? 4 : 0;
  }

  private void beginPayload() throws ProtocolError {
    left = header[1] & 0x7F;
    int extended = headerLength - 2 - maskLength();
    if (extended > 0) {
      left = 0;
      for (int i = 2; i < 2 + extended; i++) left = left << 8 | (header[i] & 0xFF);
      boolean minimal = extended == 2 ? left > Frames.MOST_CONTROL : left > 0xFFFF || left < 0;
      if (!minimal || left < 0) throw broken("the length of a frame is wrongly encoded");
    }
    maskAt = 0;
    inPayload = true;
    if (opcode >= Frames.CLOSE) {
      controlLength = 0;
      return;
    }
    if (left > limit - messageLength) throw tooBig(limit);
    if (opcode != Frames.CONTINUATION) {
      messageKind = opcode;
      utf8.reset();
    }
  }

  private void readPayload(ByteBuffer bytes) throws ProtocolError {
    int count = (int) Math.min(left, bytes.remaining());
    if (opcode >= Frames.CLOSE) {
      unmask(bytes, control, controlLength, count);
      controlLength += count;
    } else {
      reserve(count);
      unmask(bytes, message, messageLength, count);
      check(messageLength, messageLength + count);
      messageLength += count;
    }
    left -= count;
    if (left > 0) return;
    inPayload = false;
    headerBytes = 0;
    headerLength = 2;
    if (opcode >= Frames.CLOSE) endControl();
    else if (isFinal) endMessage();
  }

  private void reserve(int count) {
    int needed = messageLength + count;
    if (needed <= message.length) return;
    boolean last = isFinal && left == count; // then it is known how long it will be
    int more = Math.max(FIRST, message.length * 2);
    message = Arrays.copyOf(message, last ? needed : Math.min(Math.max(needed, more), limit));
  }

  private void unmask(ByteBuffer bytes, byte[] to, int at, int count) {
    bytes.get(to, at, count);
    if (!isMasked) return;
    int mask = headerLength - 4;
    int m = maskAt;
    for (int i = at; i < at + count; i++) to[i] ^= header[mask + (m++ & 3)];
    maskAt = m & 3;
  }

  private void check(int from, int to) throws ProtocolError {
    if (messageKind != Frames.TEXT || messageCompressed) return;
    if (!utf8.accepts(message, from, to)) throw badText();
  }

  private void endMessage() throws ProtocolError {
    byte[] payload =
        messageLength == message.length ? message : Arrays.copyOf(message, messageLength);
    boolean text = messageKind == Frames.TEXT;
    message = NOTHING;
    messageLength = 0;
    messageKind = 0;
    if (messageCompressed) {
      payload = Deflate.inflate(payload, limit);
      if (text && !utf8.accepts(payload, 0, payload.length)) throw badText();
    }
    if (text && !utf8.isComplete()) throw badText();
    isWanted = receiver.message(text, payload);
  }

  private void endControl() throws ProtocolError {
    byte[] payload = Arrays.copyOf(control, controlLength);
    switch (opcode) {
      case Frames.PING -> receiver.ping(payload);
      case Frames.PONG -> receiver.pong(payload);
      default -> endAll(payload);
    }
  }

  private void endAll(byte[] payload) throws ProtocolError {
    if (payload.length == 1) throw broken("a close frame has half a code");
    int code = CloseCode.NONE;
    String reason = "";
    if (payload.length >= 2) {
      code = (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
      if (!CloseCode.mayBeSent(code)) throw broken("the close code " + code + " can't be sent");
      var check = new Utf8();
      if (!check.accepts(payload, 2, payload.length) || !check.isComplete()) throw badText();
      reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
    isClosed = true;
    receiver.close(code, reason);
  }

  private static ProtocolError broken(String reason) {
    return new ProtocolError(CloseCode.PROTOCOL_ERROR, reason);
  }

  private static ProtocolError badText() {
    return new ProtocolError(CloseCode.BAD_DATA, "a text is not UTF-8");
  }

  static ProtocolError tooBig(int limit) {
    return new ProtocolError(CloseCode.TOO_BIG, "a message is larger than " + limit + " bytes");
  }
}
