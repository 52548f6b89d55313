package weft.crawl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** A file with one JSON object a page. */
final class JsonLines implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private long length;

  private JsonLines(Path file, FileChannel channel, long length) {
    this.file = file;
    this.length = length;
    this.channel = channel;
  }

  /** Begins the file, in the place of one that may be there. */
  static JsonLines create(Path file) throws IOException {
    return open(file, 0);
  }

  /**
   * Goes on with the file, and cuts off what goes beyond {@code known}: lines of a batch that was
   * not committed before the crawl was stopped, and comes again. A file that is gone is begun anew.
   *
   * @throws StoreException if the file has something else
   */
  static JsonLines resume(Path file, JsonState known) throws IOException {
    if (isFree(file)) return create(file);
    boolean sameName =
        known.file().isEmpty()
            ? known.length() > 0
            : known.file().equals(file.toAbsolutePath().normalize().toString());
    if (!sameName || !hasLines(file, known.length())) {
      throw new StoreException(
          file + " is there, and not as this crawl has written it: choose another file for JSON");
    }
    return open(file, known.length());
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

  private static JsonLines open(Path file, long length) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(length);
    return new JsonLines(file, channel, length);
  }

  Path file() {
    return file;
  }

  /** The length of the file in bytes. */
  long length() {
    return length;
  }

  /** Appends the pages of a batch. */
  void write(List<Visit> batch) throws IOException {
    var json = new Json();
    for (Visit visit : batch) {
      if (visit.page().isPresent()) line(json, visit, visit.page().get());
    }
    ByteBuffer bytes = ByteBuffer.wrap(json.toString().getBytes(UTF_8));
    while (bytes.hasRemaining()) length += channel.write(bytes);
  }

  private static void line(Json json, Visit visit, PageContent page) {
    UrlOutcome outcome = visit.outcome();
    json.open();
    json.field("url", outcome.url());
    json.field("title", page.title());
    json.field("status", outcome.status());
    json.field("contentType", page.contentType());
    json.field("charset", page.charset());
    json.field("size", page.size());
    json.field("sha256", page.sha256());
    if (page.canonical().isPresent()) json.field("canonical", page.canonical().get());
    if (!page.extracted().isEmpty()) json.field("extracted", page.extracted());
    json.field("depth", outcome.depth());
    if (outcome.referrer().isPresent()) json.field("referrer", outcome.referrer().get());
    json.field("attempts", outcome.attempts());
    json.field("millis", outcome.duration().toMillis());
    json.field("fetchedAt", outcome.at().toString());
    json.field("links", visit.links().stream().map(Link::url).toList());
    json.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
