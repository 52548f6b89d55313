package weft.crawl;

import weft.crawl.result.UrlOutcome;

/** Hears of each URL as it is done. */
@FunctionalInterface
public interface CrawlListener {
  /**
   * Called by many tasks at once, and must be quick. A redirect may turn out to be part of a loop
   * later; it is not called again for that.
   */
  void onOutcome(UrlOutcome outcome);
}
