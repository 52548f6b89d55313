package weft.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip (RFC 1952): members in a row are one stream, and what follows the last one is ignored.
 *
 * <p>The JDK's own stream calls itself for each member, so that some thousand empty ones in a row
 * are the end of the stack.
 */
final class Gunzip extends InputStream {
  private static final int BUFFER = 4096;
  private static final int DEFLATED = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean inMember;
  private boolean ended;

  /** Reads the first header at once. An empty body is sent by some servers without even that. */
  Gunzip(InputStream in) throws IOException {
    this.in = in;
    boolean good = false;
    try {
      ended = peek(0) < 0;
      if (!ended && !isMember()) throw new ZipException("not in gzip format");
      if (!ended) begin();
      good = true;
    } finally {
      if (!good) inflater.end();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] out, int offset, int length) throws IOException {
    if (length == 0) return 0;
    while (!ended) {
      if (inMember) {
        int n = inflate(out, offset, length);
        if (n > 0) return n;
      } else if (isMember()) {
        begin();
      } else {
        ended = true;
      }
    }
    return -1;
  }

  /** Some of the member that is being read; 0 where it ends or wants more of the input. */
  private int inflate(byte[] out, int offset, int length) throws IOException {
    try {
      int n = inflater.inflate(out, offset, length);
      if (n > 0) {
        checksum.update(out, offset, n);
      } else if (inflater.finished()) {
        finish();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a gzip stream with a dictionary");
      } else {
        at = end;
        if (peek(0) < 0) throw new EOFException("the gzip stream ends early");
        inflater.setInput(buffer, at, end - at);
      }
      return n;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage());
    }
  }

  private void begin() throws IOException {
    at += 2;
    if (next() != DEFLATED) throw new ZipException("unknown compression in gzip");
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) skip(next() | next() << 8);
    if ((flags & NAME) != 0) skipText();
    if ((flags & COMMENT) != 0) skipText();
    if ((flags & HEADER_CHECKSUM) != 0) skip(2);
    inflater.reset();
    inflater.setInput(buffer, at, end - at);
    checksum.reset();
    inMember = true;
  }

  private void finish() throws IOException {
    at = end - inflater.getRemaining();
    long length = inflater.getBytesWritten();
    if (fourBytes() != checksum.getValue() || fourBytes() != (length & 0xffff_ffffL))
      throw new ZipException("the gzip checksum is wrong");
    inMember = false;
  }

  private boolean isMember() throws IOException {
    return peek(0) == 0x1f && peek(1) == 0x8b;
  }

  private long fourBytes() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) next();
  }

  private void skipText() throws IOException {
    int c;
    do c = next();
    while (c != 0);
  }

  private int next() throws IOException {
    int c = peek(0);
    if (c < 0) throw new EOFException("the gzip stream ends early");
    at++;
    return c;
  }

  /** A byte further on, without taking it; -1 beyond the end. */
  private int peek(int ahead) throws IOException {
    while (end - at <= ahead) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
      int n = in.read(buffer, end, BUFFER - end);
      if (n < 0) return -1;
      end += n;
    }
    return buffer[at + ahead] & 0xff;
  }

  /** Frees the inflater's native memory. */
  @Override
  public void close() throws IOException {
    ended = true;
    inflater.end();
    in.close();
  }
}
