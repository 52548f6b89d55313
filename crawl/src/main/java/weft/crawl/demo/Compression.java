package weft.crawl.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Compressed bodies, small ones and one that is not small at all when it is unpacked. */
final class Compression {

  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, (byte) 0xff};
  private static final byte[] LAST_EMPTY_BLOCK = {3, 0};

  private Compression() {}

  @FunctionalInterface
  private interface Wrapper {
    OutputStream wrap(OutputStream out) throws IOException;
  }

  static byte[] gzip(byte[] content) {
    return compress(content, GZIPOutputStream::new);
  }

  /** What HTTP calls deflate: in zlib's format. */
  static byte[] deflate(byte[] content) {
    return compress(content, DeflaterOutputStream::new);
  }

  /**
   * One gzip member that unpacks to {@code head} and then {@code block} so many times.
   *
   * <p>A full flush makes a compressed block independent of what stands before it, so each piece is
   * compressed once and its bytes repeated: a bomb of 100 MB is built without packing 100 MB.
   */
  static byte[] gzipRepeated(byte[] head, byte[] block, int times) {
    CRC32 crc = new CRC32();
    crc.update(head);
    byte[] packed = flushed(block);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(GZIP_HEADER);
    out.writeBytes(flushed(head));
    for (int i = 0; i < times; i++) {
      out.writeBytes(packed);
      crc.update(block);
    }
    out.writeBytes(LAST_EMPTY_BLOCK);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt(head.length + times * block.length);
    out.writeBytes(trailer.array());
    return out.toByteArray();
  }

  private static byte[] flushed(byte[] content) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(content);
      byte[] buffer = new byte[8192];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int length;
      do {
        length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
        out.write(buffer, 0, length);
      } while (length == buffer.length);
      return out.toByteArray();
    }
  }

  private static byte[] compress(byte[] content, Wrapper wrapper) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = wrapper.wrap(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return bytes.toByteArray();
  }
}
