package weft.crawl;

import weft.crawl.frontier.LongMap;
import weft.crawl.frontier.SipHash;

/**
 * Which URL redirects where. A loop shows when its last redirect is known, whichever that is and by
 * whatever ways its URLs were found. For one task at a time.
 *
 * <p>Every URL has a way on, by shortcuts that get shorter with use, to where its redirects end as
 * far as they are known (a disjoint-set forest): a chain is not walked again for each of its links.
 * URLs are kept as fingerprints, 43 to 86 bytes of heap for a redirect.
 */
final class RedirectGraph {
  private final SipHash hash = SipHash.withRandomKey();
  private final LongMap targets = new LongMap();
  private final LongMap shortcuts = new LongMap(); // none from where redirects end

  /**
   * Adds a redirect from a URL that had none.
   *
   * @return how many URLs are in the loop that it closes; 0 if it closes none
   */
  int add(String from, String to) {
    return add(hash.of(from), hash.of(to));
  }

  private int add(long from, long to) {
    targets.put(from, to);
    long end = end(to);
    if (end != from) {
      shortcuts.put(from, end);
      return 0;
    }
    int length = 0;
    long at = from;
    do {
      length++;
      at = targets.get(at);
    } while (at != from);
    return length;
  }

  /** Where redirects from a URL end, or a URL of the loop that they end in. */
  private long end(long url) {
    long at = url;
    for (long next = shortcuts.get(at); next != LongMap.NONE; next = shortcuts.get(at)) {
      long beyond = shortcuts.get(next);
      if (beyond == LongMap.NONE) return next;
      shortcuts.put(at, beyond);
      at = beyond;
    }
    return at;
  }
}
