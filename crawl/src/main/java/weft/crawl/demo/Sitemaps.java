package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sitemaps: a plain one, a packed one, one with pages that nothing links to, and an index of them.
 *
 * <p>As they are linked, they are files of the site too, for a crawl that doesn't read sitemaps.
 */
final class Sitemaps {

  static final String PLAIN = "/sitemap.xml";
  static final String INDEX = "/sitemaps/index.xml";
  private static final String PACKED = "/sitemaps/pages.xml.gz";
  private static final String ALONE = "/sitemaps/hidden.xml.gz";
  private static final String OUTSIDE = "http://other.example/in-a-sitemap";
  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

  private final Origin origin;
  private final List<Page> hidden =
      IntStream.rangeClosed(1, 20)
          .mapToObj(i -> Site.HIDDEN + "in-a-sitemap/" + i)
          .map(path -> Page.html(path, "Named by a sitemap alone", Link.to("/sitemaps/")))
          .toList();
  private final List<String> paths;

  /** The sitemaps of these pages. */
  Sitemaps(Origin origin, List<Page> others) {
    this.origin = origin;
    this.paths =
        others.stream()
            .filter(page -> page.kind() == Kind.PAGE && !page.path().startsWith(Site.HIDDEN))
            .map(Page::path)
            .toList();
  }

  List<Page> pages() {
    byte[] index = xml("sitemapindex", "sitemap", Stream.of(PLAIN, PACKED, ALONE));
    var pages =
        Stream.of(
            Page.html("/sitemaps/", "Sitemaps", Link.to(PLAIN), Link.to(INDEX), Link.to(PACKED)),
            Page.file(PLAIN, "application/xml; charset=utf-8", urls(first())),
            Page.file(INDEX, "text/xml", index),
            packed(PACKED, paths),
            packed(ALONE, alone()));
    return Stream.concat(pages, hidden.stream()).toList();
  }

  /** What becomes of them in a crawl that reads sitemaps; robots.txt is one of them then. */
  Map<String, Page> read() {
    var read = new LinkedHashMap<String, Page>();
    names(read, Robots.PATH, Kind.SITEMAP_INDEX, List.of(PLAIN, INDEX));
    names(read, INDEX, Kind.SITEMAP_INDEX, List.of(PLAIN, PACKED, ALONE));
    names(read, PLAIN, Kind.SITEMAP, first());
    names(read, PACKED, Kind.SITEMAP, paths);
    names(read, ALONE, Kind.SITEMAP, alone());
    return read;
  }

  private static void names(Map<String, Page> read, String path, Kind kind, List<String> names) {
    List<Link> links = names.stream().map(Link::to).toList();
    read.put(path, new Page(path, kind, 200, 1, "", links, Answers.error(404)));
  }

  private List<String> first() {
    return paths.subList(0, Math.min(100, paths.size()));
  }

  private List<String> alone() {
    return Stream.concat(hidden.stream().map(Page::path), Stream.of(OUTSIDE)).toList();
  }

  /** Packed anew for each request: few ask for it, and one has all the pages. */
  private Page packed(String path, List<String> names) {
    return Page.notParsed(
        path,
        Kind.NOT_HTML,
        (reply, _) -> reply.type("application/gzip").send(200, Compression.gzip(urls(names))));
  }

  private byte[] urls(List<String> names) {
    return xml("urlset", "url", names.stream());
  }

  private byte[] xml(String root, String element, Stream<String> names) {
    return names
        .map(name -> Html.escape(origin.uri(name).toString()))
        .map(url ->
            "  <%1$s><loc>%2$s</loc><lastmod>2026-01-02</lastmod></%1$s>\n".formatted(element, url))
        .collect(
            Collectors.joining(
                "",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s xmlns=\"%s\">\n"
                    .formatted(root, NAMESPACE),
                "</" + root + ">\n"))
        .getBytes(UTF_8);
  }
}
