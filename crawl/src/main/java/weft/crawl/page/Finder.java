package weft.crawl.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weft.crawl.url.WebUrl;

/** Keeps what start tags say of where a page links, and of what it asks of robots. */
final class Finder {
  /** The tags it wants to see, and no others. */
  static final Set<String> WANTED = Set.of("a", "area", "base", "link", "meta");

  /**
   * Of a page's links together, in characters, each as often as it is there: a long base makes much
   * of little.
   */
  private static final int MOST_OF_LINKS = 32 * 1024 * 1024;

  private final String agent;
  private final List<String> references = new ArrayList<>();
  private final Set<Integer> nofollow = new HashSet<>(0); // places in references
  private Optional<String> base = Optional.empty();
  private Optional<String> canonical = Optional.empty();
  private RobotsDirectives robots = RobotsDirectives.NONE;

  /**
   * A finder.
   *
   * @param agent the crawler's name, lower case
   */
  Finder(String agent) {
    this.agent = agent;
  }

  void see(StartTag tag) {
    switch (tag.name()) {
      case "a", "area" -> anchor(tag);
      case "base" -> {
        if (base.isEmpty()) base = tag.attribute("href");
      }
      case "link" -> link(tag);
      case "meta" -> meta(tag);
      default -> {}
    }
  }

  private void anchor(StartTag tag) {
    Optional<String> reference = tag.attribute("href");
    if (reference.isEmpty()) return;
    Optional<String> relations = tag.attribute("rel");
    if (relations.isPresent() && has(relations.get(), "nofollow")) nofollow.add(references.size());
    references.add(reference.get());
  }

  private void link(StartTag tag) {
    String relations = tag.attribute("rel").orElse("");
    if (has(relations, "next") || has(relations, "prev")) {
      tag.attribute("href").ifPresent(references::add);
    } else if (canonical.isEmpty() && has(relations, "canonical")) {
      canonical = tag.attribute("href");
    }
  }

  private void meta(StartTag tag) {
    String name = tag.attribute("name").orElse("");
    if (name.equalsIgnoreCase("robots") || (!name.isEmpty() && name.equalsIgnoreCase(agent))) {
      robots = robots.and(RobotsDirectives.of(tag.attribute("content").orElse("")));
    }
  }

  private static boolean has(String relations, String relation) {
    if (relations.length() < relation.length()) return false;
    if (relations.equalsIgnoreCase(relation)) return true;
    String lower = relations.toLowerCase(Locale.ROOT);
    return lower.contains(relation) && List.of(lower.split("\\s+", -1)).contains(relation);
  }

  /** What is found on the page at {@code url}. */
  ParsedPage page(WebUrl url, String title, String charset, Map<String, String> extracted) {
    WebUrl start = base.flatMap(url::resolve).orElse(url);
    var links = new LinkedHashSet<WebUrl>(references.size() * 2);
    var followed = new HashSet<WebUrl>(); // needed only where others are not
    long length = 0;
    for (int at = 0; at < references.size() && length < MOST_OF_LINKS; at++) {
      Optional<WebUrl> link = start.resolve(references.get(at));
      if (link.isEmpty()) continue;
      links.add(link.get());
      if (!nofollow.isEmpty() && !nofollow.contains(at)) followed.add(link.get());
      length += link.get().toString().length();
    }
    return new ParsedPage(
        title,
        charset,
        List.copyOf(links),
        nofollow.isEmpty() ? Set.of() : unfollowed(links, followed),
        robots,
        canonical.flatMap(start::resolve),
        extracted);
  }

  /** A link that is there a second time, without nofollow, is followed. */
  private static Set<WebUrl> unfollowed(Set<WebUrl> links, Set<WebUrl> followed) {
    var unfollowed = new HashSet<>(links);
    unfollowed.removeAll(followed);
    return unfollowed;
  }
}
