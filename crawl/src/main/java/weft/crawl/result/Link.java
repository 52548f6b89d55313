package weft.crawl.result;

import java.time.Instant;
import java.util.Optional;

/**
 * A way from one URL to another: a link of a page, an entry of a sitemap, or a redirect.
 *
 * @param url where it leads, normalised
 * @param inside whether the crawl goes that way: to one of its hosts, as its patterns and the page
 *     itself allow
 * @param lastModified when the target was last modified, as a sitemap tells
 */
public record Link(String url, boolean inside, Optional<Instant> lastModified) {
  /** A way of which no more is known. */
  public Link(String url, boolean inside) {
    this(url, inside, Optional.empty());
  }
}
