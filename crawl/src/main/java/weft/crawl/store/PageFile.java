package weft.crawl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import weft.crawl.result.Visit;

/** A file with a line for each page. */
final class PageFile implements AutoCloseable {
  private final Export export;
  private final FileChannel channel;
  private long length;

  private PageFile(Export export, FileChannel channel, long length) {
    this.export = export;
    this.length = length;
    this.channel = channel;
  }

  /** Begins the file, in the place of one that may be there. */
  static PageFile create(Export export) throws IOException {
    return open(export, 0);
  }

  /**
   * Goes on with the file, and cuts off what goes beyond {@code known}: lines of a batch that was
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
    if (!sameName || !hasLines(file, known.length())) {
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

  private static boolean hasLines(Path file, long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      return length == 0 || (channel.read(last, length - 1) == 1 && last.get(0) == '\n');
    }
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
    append(export.format().head);
  }

  /** Appends the pages of a batch. */
  void write(List<Visit> batch) throws IOException {
    append(export.format().of(batch));
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) length += channel.write(bytes);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
