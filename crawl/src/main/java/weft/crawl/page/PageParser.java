package weft.crawl.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeVisitor;
import weft.crawl.url.WebUrl;

/**
 * Reads HTML for its title and links: {@code a}, {@code area}, and {@code link} to the next or
 * previous page. {@code base href} is honoured; what the page asks of robots, and which URL it
 * names as canonical, is told and left to the caller.
 */
public final class PageParser {
  private PageParser() {}

  /** Parses a body that nothing is to be extracted from. */
  static ParsedPage parse(byte[] body, Optional<String> header, WebUrl url) {
    return parse(body, header, url, Reading.PLAIN);
  }

  /**
   * Parses a body; whatever the bytes are, something comes out.
   *
   * @param header the charset that the response's header names
   */
  public static ParsedPage parse(
      byte[] body, Optional<String> header, WebUrl url, Reading reading) {
    var decoded = Charsets.decode(body, header);
    Document document = Jsoup.parse(decoded.text());
    var found = new Finder(reading.agent());
    document.traverse(found);
    WebUrl base = found.base.isEmpty() ? url : url.resolve(found.base.getFirst()).orElse(url);
    var links = new LinkedHashSet<WebUrl>(found.references.size() * 2);
    for (String reference : found.references) base.resolve(reference).ifPresent(links::add);
    return new ParsedPage(
        document.title(),
        decoded.charset().name(),
        List.copyOf(links),
        found.nofollow.isEmpty() ? Set.of() : unfollowed(found, base),
        found.robots,
        found.canonical.flatMap(base::resolve),
        extracted(document, reading.rules()));
  }

  /** A link that is there a second time, without nofollow, is followed. */
  private static Set<WebUrl> unfollowed(Finder found, WebUrl base) {
    var unfollowed = new HashSet<WebUrl>();
    for (int at : found.nofollow) {
      base.resolve(found.references.get(at)).ifPresent(unfollowed::add);
    }
    for (int at = 0; at < found.references.size(); at++) {
      if (!found.nofollow.contains(at)) {
        base.resolve(found.references.get(at)).ifPresent(unfollowed::remove);
      }
    }
    return unfollowed;
  }

  private static Map<String, String> extracted(Document document, List<ExtractionRule> rules) {
    if (rules.isEmpty()) return Map.of();
    var values = new LinkedHashMap<String, String>();
    for (ExtractionRule rule : rules) {
      rule.value(document).ifPresent(value -> values.put(rule.name(), value));
    }
    return values;
  }

  /** One walk over the tree: several selects would each be a walk of its own. */
  private static final class Finder implements NodeVisitor {
    private final String agent;
    final List<String> references = new ArrayList<>();
    final Set<Integer> nofollow = new HashSet<>(0); // places in references
    final List<String> base = new ArrayList<>(1);
    RobotsDirectives robots = RobotsDirectives.NONE;
    Optional<String> canonical = Optional.empty();

    Finder(String agent) {
      this.agent = agent;
    }

    @Override
    public void head(Node node, int depth) {
      if (!(node instanceof Element element)) return;
      switch (element.normalName()) {
        case "a", "area" -> {
          if (addTo(references, element) && element.hasAttr("rel") && has(element, "nofollow")) {
            nofollow.add(references.size() - 1);
          }
        }
        case "base" -> {
          boolean _ = addTo(base, element);
        }
        case "link" -> {
          if (has(element, "next") || has(element, "prev")) {
            boolean _ = addTo(references, element);
          } else if (canonical.isEmpty() && element.hasAttr("href") && has(element, "canonical")) {
            canonical = Optional.of(element.attr("href"));
          }
        }
        case "meta" -> {
          String name = element.attr("name");
          if (name.isEmpty()) return;
          if (name.equalsIgnoreCase("robots") || name.equalsIgnoreCase(agent)) {
            robots = robots.and(RobotsDirectives.of(element.attr("content")));
          }
        }
        default -> {}
      }
    }

    private static boolean addTo(List<String> list, Element element) {
      return element.hasAttr("href") && list.add(element.attr("href"));
    }

    private static boolean has(Element element, String relation) {
      String relations = element.attr("rel").toLowerCase(Locale.ROOT);
      if (relations.equals(relation)) return true;
      if (!relations.contains(relation)) return false;
      return List.of(relations.split("\\s+", -1)).contains(relation);
    }
  }
}
