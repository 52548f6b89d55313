package weft.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What comes over a connection; notes that there is no more to come. */
final class Source extends FilterInputStream {
  private boolean ended;

  Source(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = in.read(bytes, from, length);
    if (n < 0) ended = true;
    return n;
  }

  boolean isOver(InputStream other) {
    return in == other;
  }

  boolean hasEnded() {
    return ended;
  }
}
