package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import weft.http.HttpException.Reason;

/**
 * A body, decoded, of at most so many bytes. Also what comes over the wire is bounded, since a
 * compressed stream may go on for ever and decode to nothing.
 */
final class BoundedBody extends InputStream {
  private static final int FIRST_BUFFER = 16 * 1024;
  private static final int LARGEST_TRUSTED = 1024 * 1024;
  private static final int REST = 512;

  /** What a body may have more on the wire than it is decoded: headers, empty blocks. */
  private static final int SPARE = 64 * 1024;

  private final StreamingResponse response;
  private final Wire wire;
  private final InputStream decoded;
  private final long limit;
  private long count;
  private boolean ended;

  BoundedBody(StreamingResponse response, InputStream raw, List<String> encoding, long limit)
      throws IOException {
    this.response = response;
    this.limit = limit;
    this.wire = new Wire(raw, limit + SPARE, response);
    this.decoded = Decoding.decode(wire, encoding);
  }

  @Override
  public int read() throws HttpException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws HttpException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) return 0;
    if (ended) return -1;
    try {
      int n =
          response.read(() -> {
            int some = decoded.read(buffer, offset, length);
            if (some < 0) end();
            return some;
          });
      if (n > 0) count += n;
      if (count > limit) throw new TooLarge();
      return n;
    } catch (IOException e) {
      throw failed(e, response, limit);
    }
  }

  /** Gives the connection up and says why. */
  static HttpException failed(IOException e, StreamingResponse response, long limit) {
    if (!(e instanceof TooLarge)) return response.failed(e);
    response.close();
    return new HttpException(
        Reason.TOO_LARGE,
        "the body from " + response.host() + " has more than " + limit + " bytes");
  }

  /** A decoder may stop before the end on the wire; only from there the connection is reusable. */
  private void end() throws IOException {
    ended = true;
    decoded.close();
    if (wire.atEnd) return;
    byte[] rest = new byte[REST];
    int more = wire.read(rest);
    if (more >= 0) more = wire.read(rest);
    if (more >= 0) response.close();
  }

  /** All of it. */
  byte[] readAll(long expected) throws HttpException {
    byte[] all =
        new byte[expected > 0 && expected <= LARGEST_TRUSTED ? (int) expected : FIRST_BUFFER];
    int length = 0;
    while (true) {
      if (length == all.length) {
        int next = read(); // the expected length is right as a rule, and then this is the end
        if (next < 0) return all;
        all = Arrays.copyOf(all, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * all.length));
        all[length++] = (byte) next;
      }
      int n = read(all, length, all.length - length);
      if (n < 0) return length == all.length ? all : Arrays.copyOf(all, length);
      length += n;
    }
  }

  /** Frees the decoder; what is left unread is for the response to deal with. */
  void release() {
    try {
      decoded.close();
    } catch (IOException _) {
      // the connection is given up
    }
  }

  @Override
  public void close() {
    response.close();
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * What comes over the wire. Closing it must not reach the library, which would read to the end.
   */
  private static final class Wire extends InputStream {
    private final InputStream in;
    private final StreamingResponse response;
    private long left;
    private boolean atEnd;

    Wire(InputStream in, long limit, StreamingResponse response) {
      this.in = in;
      this.response = response;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (atEnd) return -1;
      int n = in.read(buffer, offset, length);
      if (n < 0) {
        atEnd = true;
        response.ended();
        return -1;
      }
      response.received(n);
      if ((left -= n) < 0) throw new TooLarge();
      return n;
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }
}
