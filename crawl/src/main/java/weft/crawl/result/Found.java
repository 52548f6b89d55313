package weft.crawl.result;

import java.util.List;

/**
 * What a search found.
 *
 * @param total how much there is
 * @param entries the first of it, the nearest to the seeds first
 */
public record Found(long total, List<Entry> entries) {
  /** The result, with a copy of the list. */
  public Found {
    entries = List.copyOf(entries);
  }
}
