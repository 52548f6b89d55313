package weft.junit.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The reading end of a pipe, as a stream. */
final class PipeInput extends InputStream {
  private final Pipe pipe;

  PipeInput(Pipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return pipe.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    return pipe.read(into, at, length);
  }

  @Override
  public int available() throws IOException {
    return pipe.available();
  }

  @Override
  public void close() {
    pipe.closeReader();
  }
}
