package weft.crawl.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import weft.crawl.result.Visit;

/** A file of an export, which goes as far as what is committed. */
final class PageFile implements AutoCloseable {
  private static final int GZIP = 0x1f; // what a member begins with

  private final Export export;
  private final FileChannel channel;
  private final OutputStream out;
  private long length;

  private PageFile(Export export, FileChannel channel, long length) {
    this.export = export;
    this.length = length;
    this.channel = channel;
    this.out = Channels.newOutputStream(channel);
  }

  /** Begins the file, in the place of one that may be there. */
  static PageFile create(Export export) throws IOException {
    return open(export, 0);
  }

  /**
   * Goes on with the file, and cuts off what goes beyond {@code known}: what is of a batch that was
   * not committed before the crawl was stopped, and comes again. A file that is gone is begun anew.
   *
   * @throws StoreException if the file has something else
   */
  static PageFile resume(Export export, FileState known) throws IOException {
    Path file = export.file();
    if (isFree(file)) return create(export);
    boolean sameName =
        known.file().isEmpty()
            ? known.length() > 0
            : known.file().equals(file.toAbsolutePath().normalize().toString());
    if (!sameName || !isWhole(export, known.length())) {
      throw new StoreException(
          file
              + " is there, and not as this crawl has written it: choose another file for "
              + export.format());
    }
    return open(export, known.length());
  }

  /** Whether nothing is lost when the file is begun. */
  static boolean isFree(Path file) throws IOException {
    return !Files.exists(file) || Files.size(file) == 0;
  }

  /** Whether it is so long, and has there the end of a line or of a gzip member. */
  private static boolean isWhole(Export export, long length) throws IOException {
    if (length == 0) return true;
    try (var channel = FileChannel.open(export.file(), StandardOpenOption.READ)) {
      return switch (export.format()) {
        case JSON, CSV -> has(channel, length - 1, '\n');
        case WARC ->
            has(channel, 0, GZIP)
                && (channel.size() == length
                    || (channel.size() > length && has(channel, length, GZIP)));
      };
    }
  }

  private static boolean has(FileChannel channel, long at, int expected) throws IOException {
    var one = ByteBuffer.allocate(1);
    return channel.read(one, at) == 1 && one.get(0) == expected;
  }

  private static PageFile open(Export export, long length) throws IOException {
    var channel =
        FileChannel.open(export.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(length);
    return new PageFile(export, channel, length);
  }

  Path file() {
    return export.file();
  }

  Export.Format format() {
    return export.format();
  }

  /** The length of the file in bytes. */
  long length() {
    return length;
  }

  /** Takes everything out of it. */
  void clear() throws IOException {
    channel.truncate(0);
    channel.position(0);
    length = 0;
  }

  /** Writes what such a file begins with. */
  void writeHead() throws IOException {
    export.format().writeHead(String.valueOf(file().getFileName()), out);
    length = channel.position();
  }

  /** Appends what is of a batch. */
  void write(List<Visit> batch) throws IOException {
    export.format().write(batch, out);
    length = channel.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
