package weft.crawl.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * previous page. {@code base href} is honoured, {@code nofollow} is not.
 */
public final class PageParser {
  private static final Set<String> RELATIONS = Set.of("next", "prev");

  private PageParser() {}

  /**
   * Parses a body; whatever the bytes are, something comes out.
   *
   * @param header the charset that the response's header names
   */
  public static ParsedPage parse(byte[] body, Optional<String> header, WebUrl url) {
    var decoded = Charsets.decode(body, header);
    Document document = Jsoup.parse(decoded.text());
    var found = new Finder();
    document.traverse(found);
    WebUrl base = found.base.isEmpty() ? url : url.resolve(found.base.getFirst()).orElse(url);
    var links = new LinkedHashSet<WebUrl>(found.references.size() * 2);
    for (String reference : found.references) base.resolve(reference).ifPresent(links::add);
    return new ParsedPage(document.title(), decoded.charset().name(), List.copyOf(links));
  }

  /** One walk over the tree: several selects would each be a walk of its own. */
  private static final class Finder implements NodeVisitor {
    final List<String> references = new ArrayList<>();
    final List<String> base = new ArrayList<>(1);

    @Override
    public void head(Node node, int depth) {
      if (!(node instanceof Element element)) return;
      switch (element.normalName()) {
        case "a", "area" -> addTo(references, element);
        case "base" -> addTo(base, element);
        case "link" -> {
          if (leadsOn(element.attr("rel"))) addTo(references, element);
        }
        default -> {}
      }
    }

    private static void addTo(List<String> list, Element element) {
      if (element.hasAttr("href")) list.add(element.attr("href"));
    }

    private static boolean leadsOn(String relations) {
      for (String relation : relations.split("\\s+", -1)) {
        if (RELATIONS.contains(relation.toLowerCase(Locale.ROOT))) return true;
      }
      return false;
    }
  }
}
