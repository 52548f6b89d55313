package weft.crawl.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The whole site: every page by its path, and the pages' other spellings.
 *
 * <p>A spelling that a client sends as it stands is answered with the page it means, as real
 * servers do: a crawler that does not see that two spellings are one page fetches it twice.
 */
final class Site {

  /** Below it are pages that no link leads to which a crawl would follow. */
  static final String HIDDEN = "/hidden/";

  private static final List<Function<Origin, List<Page>>> THEMES =
      List.of(
          Trees::pages,
          Web::pages,
          Redirects::pages,
          Failures::pages,
          Slow::pages,
          Cuts::pages,
          Charsets::pages,
          Large::pages,
          Encodings::pages,
          Files::pages,
          Spellings::pages,
          Markup::pages,
          Outside::pages,
          Robots::pages,
          Queries::pages,
          Directives::pages,
          Conditional::pages,
          Shop::pages);

  private final Origin origin;
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final Map<String, Page> sitemaps = new LinkedHashMap<>();
  private final Map<String, String> spellings = new HashMap<>();

  private Site(Origin origin) {
    this.origin = origin;
  }

  static Site of(Origin origin, boolean withHang) {
    Site site = new Site(origin);
    List<Page> all = new ArrayList<>();
    List<Link> front = new ArrayList<>();
    List<Function<Origin, List<Page>>> themes = new ArrayList<>(THEMES);
    if (withHang) {
      themes.add(Slow::hang);
    }
    for (Function<Origin, List<Page>> theme : themes) {
      List<Page> pages = theme.apply(origin);
      // The first page of a theme links to the others.
      front.add(Link.to(pages.getFirst().path()));
      all.addAll(pages);
    }
    var sitemaps = new Sitemaps(origin, all);
    front.add(Link.to(sitemaps.pages().getFirst().path()));
    all.addAll(sitemaps.pages());
    site.sitemaps.putAll(sitemaps.read());
    site.add(Page.html("/", "The demo site", front));
    all.forEach(site::add);
    site.pages.values().forEach(site::addSpellings);
    return site;
  }

  Origin origin() {
    return origin;
  }

  Collection<Page> pages() {
    return Collections.unmodifiableCollection(pages.values());
  }

  /** The page with this normalised path. */
  Page page(String path) {
    return find(path)
        .orElseThrow(() -> new IllegalStateException("a link leads to no page: " + path));
  }

  /** What a path is to a crawl that reads sitemaps, if that is something else. */
  Map<String, Page> sitemaps() {
    return Collections.unmodifiableMap(sitemaps);
  }

  /** The page that a request for this path means. */
  Optional<Page> find(String path) {
    return Optional.ofNullable(pages.get(spellings.getOrDefault(path, path)));
  }

  private void add(Page page) {
    if (pages.put(page.path(), page) != null) {
      throw new IllegalStateException("two pages have the same path: " + page.path());
    }
  }

  private void addSpellings(Page page) {
    for (Link link : page.links()) {
      int fragment = link.href().indexOf('#');
      String href = fragment < 0 ? link.href() : link.href().substring(0, fragment);
      if (link.leadsInside() && href.startsWith("/") && !href.startsWith("//")) {
        if (!href.equals(link.to())) {
          spellings.put(href, link.to());
        }
      }
    }
  }
}
