package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Sitemaps: a plain one, a packed one and an index of both.
 *
 * <p>They name only pages that links lead to as well, so a crawl finds the same with them and
 * without; as they are linked, they are files of the site too.
 */
final class Sitemaps {

  static final String PLAIN = "/sitemap.xml";
  static final String INDEX = "/sitemaps/index.xml";
  private static final String PACKED = "/sitemaps/pages.xml.gz";
  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

  private Sitemaps() {}

  /** The sitemaps of these pages. */
  static List<Page> pages(Origin origin, List<Page> others) {
    List<String> paths =
        others.stream().filter(page -> page.kind() == Kind.PAGE).map(Page::path).toList();
    byte[] plain = xml(origin, "urlset", "url", paths.subList(0, Math.min(100, paths.size())));
    byte[] index = xml(origin, "sitemapindex", "sitemap", List.of(PLAIN, PACKED));
    return List.of(
        Page.html("/sitemaps/", "Sitemaps", Link.to(PLAIN), Link.to(INDEX), Link.to(PACKED)),
        Page.file(PLAIN, "application/xml; charset=utf-8", plain),
        Page.file(INDEX, "text/xml", index),
        // Packed anew for each request: few ask for it, and it is the one with all the pages.
        Page.notParsed(
            PACKED,
            Kind.NOT_HTML,
            (reply, _) ->
                reply
                    .type("application/gzip")
                    .send(200, Compression.gzip(xml(origin, "urlset", "url", paths)))));
  }

  private static byte[] xml(Origin origin, String root, String element, List<String> paths) {
    return paths.stream()
        .map(path -> Html.escape(origin.url(path)))
        .map(url -> "  <%1$s><loc>%2$s</loc></%1$s>\n".formatted(element, url))
        .collect(
            Collectors.joining(
                "",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"%s\">\n"
                    .formatted(root, NAMESPACE),
                "</" + root + ">\n"))
        .getBytes(UTF_8);
  }
}
