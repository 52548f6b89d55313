package weft.crawl.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
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
   * Parses a body; whatever the bytes are, something comes out. Its tree is built only if there is
   * something to extract, or if links can't be found for sure without it.
   *
   * @param header the charset that the response's header names
   */
  public static ParsedPage parse(
      byte[] body, Optional<String> header, WebUrl url, Reading reading) {
    var decoded = Charsets.decode(body, header);
    String charset = decoded.charset().name();
    if (reading.rules().isEmpty()) {
      var seen = new Finder(reading.agent());
      Optional<String> title = LinkScan.scan(decoded.text(), seen);
      if (title.isPresent()) {
        return seen.page(url, Spaces.collapse(title.get()), charset, Map.of());
      }
    }
    Document document = Jsoup.parse(withoutNul(decoded.text()));
    Map<String, String> extracted = extracted(document, reading.rules());
    String title = Spaces.collapse(document.title());
    return inTree(document, reading.agent()).page(url, title, charset, extracted);
  }

  /**
   * Replaced as browsers do it in tags. For each one in the name of a tag, jsoup copies all of the
   * name: for millions of them, minutes.
   */
  private static String withoutNul(String text) {
    return text.replace('\0', '\ufffd');
  }

  /** What is found in the whole tree, in one walk: several selects would each be a walk. */
  static Finder inTree(Document document, String agent) {
    var finder = new Finder(agent);
    document.traverse((node, _) -> {
      if (node instanceof Element element && Finder.WANTED.contains(element.normalName())) {
        finder.see(new InTree(element));
      }
    });
    return finder;
  }

  private static Map<String, String> extracted(Document document, List<ExtractionRule> rules) {
    if (rules.isEmpty()) return Map.of();
    var values = new LinkedHashMap<String, String>();
    for (ExtractionRule rule : rules) {
      rule.value(document).ifPresent(value -> values.put(rule.name(), value));
    }
    return values;
  }

  private record InTree(Element element) implements StartTag {
    @Override
    public String name() {
      return element.normalName();
    }

    @Override
    public Optional<String> attribute(String name) {
      return element.hasAttr(name) ? Optional.of(element.attr(name)) : Optional.empty();
    }
  }
}
