package weft.crawl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import weft.crawl.fetch.Fetched;
import weft.crawl.page.MediaType;
import weft.crawl.page.PageParser;
import weft.crawl.page.ParsedPage;
import weft.crawl.page.Reading;
import weft.crawl.page.RobotsDirectives;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.robots.RobotsRules;
import weft.crawl.sitemap.Sitemap;
import weft.crawl.store.EarlierPage;
import weft.crawl.url.WebUrl;
import weft.sync.Mutex;

/** Makes of an answer what is kept of it, and what it leads to. */
final class Reader {
  private final CrawlSettings settings;
  private final Bounds bounds;
  private final Reading reading;
  private final RedirectGraph canonicals = new RedirectGraph();
  private final Mutex comparing = new Mutex();

  Reader(CrawlSettings settings, Bounds bounds) {
    this.settings = settings;
    this.bounds = bounds;
    this.reading = new Reading(RobotsRules.product(settings.userAgent), settings.extract);
  }

  /**
   * What is made of an answer.
   *
   * @param next where it leads
   */
  record Read(
      Kind kind,
      Optional<String> detail,
      Optional<PageContent> content,
      List<Link> links,
      List<Target> next) {}

  /** Whether a body of this type, where nobody named it as a sitemap, may be one. */
  static boolean mayBeSitemap(MediaType type) {
    return switch (type.type()) {
      case "application/xml", "text/xml", "application/gzip", "application/x-gzip" -> true;
      default -> false;
    };
  }

  /** Reads HTML; fails in whatever way the parser may. */
  Read page(Target target, Fetched fetched) {
    ParsedPage page =
        PageParser.parse(fetched.body(), fetched.type().charset(), target.url(), reading);
    RobotsDirectives robots = robots(page, fetched);
    var links = new ArrayList<Link>(page.links().size() + 1);
    var next = new ArrayList<Target>();
    for (WebUrl url : page.links()) {
      boolean allowed = !settings.directives || !page.unfollowed().contains(url);
      boolean followed = allowed && !robots.nofollow() && bounds.isInside(url);
      links.add(new Link(url.toString(), followed));
      if (followed) next.add(target.link(url));
    }
    if (robots.noindex()) {
      return new Read(Kind.NO_INDEX, Optional.empty(), Optional.empty(), links, next);
    }
    Optional<WebUrl> canonical = page.canonical().filter(url -> !url.equals(target.url()));
    if (canonical.isPresent() && isDuplicate(target, canonical.get())) {
      WebUrl original = canonical.get();
      String url = original.toString();
      if (links.stream().noneMatch(link -> link.url().equals(url))) links.add(new Link(url, true));
      next.addFirst(target.redirect(original)); // before a link leads there, one step deeper
      return new Read(Kind.DUPLICATE, Optional.of(url), Optional.empty(), links, next);
    }
    var content = Contents.of(page, fetched, canonical, settings.keepHtml);
    return new Read(Kind.PAGE, Optional.empty(), Optional.of(content), links, next);
  }

  private RobotsDirectives robots(ParsedPage page, Fetched fetched) {
    if (!settings.directives) return RobotsDirectives.NONE;
    List<String> headers = fetched.headers().all("X-Robots-Tag");
    return headers.isEmpty()
        ? page.robots()
        : page.robots().and(RobotsDirectives.ofHeaders(headers, reading.agent()));
  }

  /** Pages that name each other as canonical must not all be left out: the last one is kept. */
  private boolean isDuplicate(Target target, WebUrl canonical) {
    if (!settings.directives || target.hops() >= settings.redirects) return false;
    if (!bounds.isInside(canonical)) return false;
    return comparing.with(() -> canonicals.add(target.url().toString(), canonical.toString()) == 0);
  }

  /** Notes what an earlier crawl has found to be a duplicate. */
  void addDuplicate(String url, String canonical) {
    canonicals.add(url, canonical);
  }

  /** Takes a page that has not changed from what is stored of it. */
  static Read stored(Target target, EarlierPage page) {
    var next = new ArrayList<Target>();
    for (Link link : page.links()) {
      if (link.inside()) WebUrl.parse(link.url()).map(target::link).ifPresent(next::add);
    }
    return new Read(Kind.PAGE, Optional.empty(), Optional.of(page.content()), page.links(), next);
  }

  /** Reads a sitemap, or what was only thought to be one. */
  Read sitemap(Target target, Fetched fetched) {
    Optional<Sitemap> sitemap = Sitemap.read(fetched.body(), target.url(), target.sitemap());
    if (sitemap.isEmpty()) {
      Optional<String> why = target.sitemap() ? Optional.of("not a sitemap") : Optional.empty();
      return new Read(Kind.NOT_HTML, why, Optional.empty(), List.of(), List.of());
    }
    var links = new ArrayList<Link>();
    var next = new ArrayList<Target>();
    for (Sitemap.Entry entry : sitemap.get().entries()) {
      WebUrl url = entry.url();
      boolean inside = sitemap.get().index() ? bounds.isOnHost(url) : bounds.isInside(url);
      links.add(new Link(url.toString(), inside, entry.lastModified()));
      if (inside) next.add(sitemap.get().index() ? target.sitemap(url) : target.link(url));
    }
    Kind kind = sitemap.get().index() ? Kind.SITEMAP_INDEX : Kind.SITEMAP;
    return new Read(kind, Optional.empty(), Optional.empty(), links, next);
  }

  /** Takes the sitemaps from a robots.txt, and the one that may be there unnamed. */
  Read robots(Target target, RobotsRules rules) {
    var links = new ArrayList<Link>();
    var next = new ArrayList<Target>();
    var urls = new HashSet<WebUrl>();
    var named = new ArrayList<>(rules.sitemaps());
    named.add("/sitemap.xml");
    for (String reference : named) {
      Optional<WebUrl> url = target.url().resolve(reference);
      if (url.isEmpty() || !urls.add(url.get())) continue;
      boolean inside = bounds.isOnHost(url.get());
      links.add(new Link(url.get().toString(), inside));
      if (inside) next.add(target.sitemap(url.get()));
    }
    return new Read(Kind.SITEMAP_INDEX, Optional.empty(), Optional.empty(), links, next);
  }
}
