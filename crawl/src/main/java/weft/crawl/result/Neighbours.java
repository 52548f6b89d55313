package weft.crawl.result;

import java.util.List;

/**
 * A URL and its neighbours.
 *
 * @param entry the URL
 * @param from what links to it, or redirects
 * @param to where it leads, as far as that is done
 */
public record Neighbours(Entry entry, List<Entry> from, List<Entry> to) {
  /** The neighbours, with copies of the lists. */
  public Neighbours {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
