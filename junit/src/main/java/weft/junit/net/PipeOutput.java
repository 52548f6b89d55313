package weft.junit.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** The writing end of a pipe, as a stream. */
final class PipeOutput extends OutputStream {
  private final Pipe pipe;

  PipeOutput(Pipe pipe) {
    this.pipe = pipe;
  }

  @Override
  public void write(int b) throws IOException {
    pipe.write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    pipe.write(bytes, from, length);
  }

  @Override
  public void close() {
    pipe.closeWriter();
  }
}
