package weft.crawl;

import java.util.Set;
import weft.crawl.url.WebUrl;

/**
 * Where a crawl may go.
 *
 * @param hosts names and ports of its hosts
 * @param settings whose patterns hold
 */
record Bounds(Set<String> hosts, CrawlSettings settings) {
  /** What servers are asked to take (RFC 9110, 4.1). A site that leads ever deeper goes beyond. */
  private static final int LONGEST_URL = 8_000;

  /** Whether a link to this URL is followed. */
  boolean isInside(WebUrl url) {
    return isOnHost(url) && settings.isWanted(url);
  }

  /** Whether this is on one of the hosts, and not too long; sitemaps are not for patterns. */
  boolean isOnHost(WebUrl url) {
    return url.toString().length() <= LONGEST_URL && hosts.contains(url.authority());
  }

  /** All that decides what is made of a page: what was read by another can't be used again. */
  String reading() {
    return String.join(
        "\n",
        String.valueOf(hosts.stream().sorted().toList()),
        String.valueOf(settings.include),
        String.valueOf(settings.exclude),
        String.valueOf(settings.extract),
        "directives " + settings.directives + ", HTML " + settings.keepHtml,
        settings.userAgent);
  }
}
