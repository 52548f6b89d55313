package weft.crawl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which URL redirects where. A loop shows when its last redirect is known, whichever that is and by
 * whatever ways its URLs were found. For one task at a time.
 *
 * <p>Every URL has a way on, by shortcuts that get shorter with use, to where its redirects end as
 * far as they are known (a disjoint-set forest): a chain is not walked again for each of its links.
 */
final class RedirectGraph {
  private final Map<String, String> targets = new HashMap<>();
  private final Map<String, String> shortcuts = new HashMap<>(); // none from where redirects end

  RedirectGraph(Map<String, String> known) {
    known.forEach(this::add);
  }

  /**
   * Adds a redirect from a URL that had none.
   *
   * @return the URLs of the loop that it closes, itself first; empty if it closes none
   */
  List<String> add(String from, String to) {
    targets.put(from, to);
    String end = end(to);
    if (!end.equals(from)) {
      shortcuts.put(from, end);
      return List.of();
    }
    var loop = new ArrayList<String>(4);
    String at = from;
    do {
      loop.add(at);
      at = targets.getOrDefault(at, from);
    } while (!at.equals(from));
    return List.copyOf(loop);
  }

  /** Where redirects from a URL end, or a URL of the loop that they end in. */
  private String end(String url) {
    String at = url;
    for (String next = shortcuts.get(at); next != null; next = shortcuts.get(at)) {
      String beyond = shortcuts.get(next);
      if (beyond == null) return next;
      shortcuts.put(at, beyond);
      at = beyond;
    }
    return at;
  }
}
