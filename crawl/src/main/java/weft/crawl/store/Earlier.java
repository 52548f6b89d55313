package weft.crawl.store;

import java.util.Optional;

/** Hears what an earlier crawl left behind: all that is done first, then what is not. */
public interface Earlier {
  /** A URL has an outcome. */
  void done(String url);

  /** One of these redirects. */
  void redirect(String from, String to);

  /** One of these is a duplicate, and names the other as canonical. */
  void duplicate(String url, String canonical);

  /**
   * A URL was found. It may be done, and may come again.
   *
   * @param depth the number of links on the way to it
   * @param referrer where it was found; empty for a seed
   * @param sitemap whether it was named as a sitemap
   */
  void pending(String url, int depth, Optional<String> referrer, boolean sitemap);
}
