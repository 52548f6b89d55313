package weft.crawl.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Packs what is in memory. */
public final class Gzip {
  private Gzip() {}

  /** One gzip member with these bytes in a row. */
  public static byte[] pack(byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) size += part.length;
    var packed = new ByteArrayOutputStream(size / 3 + 64);
    pack(packed, parts);
    return packed.toByteArray();
  }

  /** Appends such a member. */
  static void pack(ByteArrayOutputStream packed, byte[]... parts) {
    try (var out = new GZIPOutputStream(packed)) {
      for (byte[] part : parts) out.write(part);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
  }
}
