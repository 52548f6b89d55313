package weft.crawl.demo;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test against a site of its own: what fails at first starts from the beginning. */
abstract class RunningSite {

  DemoSite site;
  RawClient client;
  Expected expected;

  @BeforeEach
  void start() throws IOException {
    site = DemoSite.start();
    client = new RawClient(site.root());
    expected = site.expected();
  }

  @AfterEach
  void stop() {
    site.close();
  }

  URI uri(String path) {
    return site.root().resolve(path);
  }

  static String path(URI uri) {
    return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
  }
}
