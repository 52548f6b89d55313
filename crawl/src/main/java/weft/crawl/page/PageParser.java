package weft.crawl.page;

import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import weft.crawl.url.WebUrl;

/**
 * Reads HTML for its title and links: {@code a}, {@code area}, and {@code link} to the next or
 * previous page. {@code base href} is honoured, {@code nofollow} is not.
 */
public final class PageParser {
  private PageParser() {}

  /**
   * Parses a body; whatever the bytes are, something comes out.
   *
   * @param header the charset that the response's header names
   */
  public static ParsedPage parse(byte[] body, Optional<String> header, WebUrl url) {
    var decoded = Charsets.decode(body, header);
    String charset = decoded.charset().name();
    var seen = new Finder();
    Optional<String> title = LinkScan.scan(decoded.text(), seen);
    if (title.isPresent()) {
      return new ParsedPage(Spaces.collapse(title.get()), charset, seen.links(url));
    }
    Document document = Jsoup.parse(decoded.text());
    return new ParsedPage(document.title(), charset, inTree(document).links(url));
  }

  /** What is found in the whole tree, in one walk: several selects would each be a walk. */
  static Finder inTree(Document document) {
    var finder = new Finder();
    document.traverse((node, _) -> {
      if (node instanceof Element element && Finder.WANTED.contains(element.normalName())) {
        finder.see(new InTree(element));
      }
    });
    return finder;
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
