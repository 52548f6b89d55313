package weft.crawl.demo;

import java.net.URI;
import java.util.Locale;

/** Where the site listens: the part of its URLs that is known only once it has a port. */
record Origin(String host, int port) {

  String authority() {
    return host + ":" + port;
  }

  String url(String path) {
    return "http://" + authority() + path;
  }

  /** The same place with scheme and host in capitals. */
  String shouted(String path) {
    return "HTTP://" + authority().toUpperCase(Locale.ROOT) + path;
  }

  /** The URI of what a link leads to: a path of the site, or a whole URL outside it. */
  URI uri(String to) {
    return URI.create(to.startsWith("/") ? url(to) : to);
  }
}
