package weft.crawl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

  private JsonLines(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the file, and cuts off what goes beyond {@code length}: lines of a batch that was not
   * committed before the crawl was stopped, and comes again.
   */
  static JsonLines open(Path file, long length) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(channel.size());
    return new JsonLines(file, channel);
  }

  Path file() {
    return file;
  }

  /** Appends the pages of a batch; returns the length of the file after that. */
  long write(List<Visit> batch) throws IOException {
    var json = new Json();
    for (Visit visit : batch) {
      if (visit.page().isPresent()) line(json, visit, visit.page().get());
    }
    ByteBuffer bytes = ByteBuffer.wrap(json.toString().getBytes(UTF_8));
    while (bytes.hasRemaining()) channel.write(bytes);
    return channel.position();
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
