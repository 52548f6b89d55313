package weft.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import weft.bench.Nginx;
import weft.bench.Scratch;

/** An nginx with one page of a kilobyte. */
public final class PageServer implements AutoCloseable {
  private static final String PAGE = "page.html";

  private final Scratch files;
  private final Nginx nginx;

  public PageServer() throws IOException {
    files = Scratch.create("weft-page");
    Files.writeString(files.folder().resolve(PAGE), "warp and weft ".repeat(73));
    nginx = Nginx.start(files.folder(), 1, "keepalive_requests 1000000000;");
  }

  /** Where the page is. */
  public String url() {
    return nginx.url(PAGE);
  }

  @Override
  public void close() throws IOException {
    nginx.close();
    files.close();
  }
}
