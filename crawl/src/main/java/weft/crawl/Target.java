package weft.crawl;

import java.util.Optional;
import weft.crawl.url.WebUrl;

/**
 * A URL to be visited.
 *
 * @param depth the number of links on the way to it
 * @param hops the number of redirects in a row that led to it
 * @param referrer where it was found; empty for a seed
 * @param sitemap whether it was named as a sitemap
 */
record Target(WebUrl url, int depth, int hops, Optional<String> referrer, boolean sitemap) {
  static Target seed(WebUrl url) {
    return new Target(url, 0, 0, Optional.empty(), false);
  }

  Target link(WebUrl to) {
    return new Target(to, depth + 1, 0, Optional.of(url.toString()), false);
  }

  Target redirect(WebUrl to) {
    return new Target(to, depth, hops + 1, Optional.of(url.toString()), sitemap);
  }

  /** One that this names as a sitemap; that is no link. */
  Target sitemap(WebUrl to) {
    return new Target(to, depth, 0, Optional.of(url.toString()), true);
  }
}
