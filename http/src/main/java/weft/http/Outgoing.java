package weft.http;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import weft.http.HttpException.Reason;

/** A request's body for the library. Writing it, the call makes progress. */
final class Outgoing extends AbstractHttpEntity {
  private final Content content;
  private final JsonCodec json;
  private final Call call;

  Outgoing(Content content, JsonCodec json, Call call) {
    super(content.type(), null, content.length() < 0);
    this.content = content;
    this.json = json;
    this.call = call;
  }

  /** What the program's own code threw while it produced the body. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    Broken(Throwable cause) {
      super(cause);
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    var wire = new Wire(out, call);
    call.pauses();
    try {
      content.write(wire, json);
    } catch (Throwable t) {
      // The library closes its whole pool on an Error, and wraps what else it doesn't know.
      throw t == wire.failure ? (IOException) t : new Broken(t);
    }
    if (content.length() >= 0 && wire.count != content.length())
      throw new Broken(
          new HttpException(
              Reason.BODY,
              "the body has " + wire.count + " bytes, and was to have " + content.length()));
    call.progressed();
  }

  @Override
  public java.io.InputStream getContent() {
    throw new UnsupportedOperationException("written, not read");
  }

  @Override
  public boolean isRepeatable() {
    return content.isRepeatable();
  }

  @Override
  public boolean isStreaming() {
    return !content.isRepeatable();
  }

  @Override
  public long getContentLength() {
    return content.length();
  }

  @Override
  public void close() {}

  /** To the server: what fails here is the connection, not the program. */
  private static final class Wire extends OutputStream {
    private static final int CHUNK = 64 * 1024;
    private final OutputStream out;
    private final Call call;
    private long count;
    private @org.jspecify.annotations.Nullable IOException failure;

    Wire(OutputStream out, Call call) {
      this.out = out;
      this.call = call;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        for (int at = 0; at < length; at += CHUNK) {
          int n = Math.min(CHUNK, length - at);
          call.progressed();
          out.write(bytes, offset + at, n);
          count += n;
        }
        call.pauses();
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
