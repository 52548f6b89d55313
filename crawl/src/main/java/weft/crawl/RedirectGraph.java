package weft.crawl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which URL redirects where. A loop shows when its last redirect is known, whichever that is and by
 * whatever ways its URLs were found. For one task at a time.
 */
final class RedirectGraph {
  private final Map<String, String> targets = new HashMap<>();

  RedirectGraph(Map<String, String> known) {
    targets.putAll(known);
  }

  /**
   * Adds a redirect.
   *
   * @return the URLs of the loop that it closes, itself first; empty if it closes none
   */
  List<String> add(String from, String to) {
    targets.put(from, to);
    var path = new ArrayList<String>(4);
    path.add(from);
    for (String at = to; at != null && !at.equals(from); at = targets.get(at)) {
      path.add(at);
      if (path.size() > targets.size()) return List.of(); // it leads into a loop further on
    }
    String last = targets.get(path.getLast());
    return from.equals(last) ? List.copyOf(path) : List.of();
  }
}
