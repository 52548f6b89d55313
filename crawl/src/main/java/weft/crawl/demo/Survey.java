package weft.crawl.demo;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads off the site's model what a crawl must bring back.
 *
 * <p>A walk over the pages as they are declared: no request, no HTML, no URL rules.
 */
final class Survey {

  private final Site site;
  private final Map<String, Page> others;
  private final Map<String, Integer> depths = new LinkedHashMap<>();
  private final Map<String, URI> uris = new HashMap<>();

  private Survey(Site site, Map<String, Page> others) {
    this.site = site;
    this.others = others;
  }

  static Expected of(Site site) {
    return of(site, Map.of());
  }

  /** What it is with sitemaps read. */
  static Expected withSitemaps(Site site) {
    return of(site, site.sitemaps());
  }

  private static Expected of(Site site, Map<String, Page> others) {
    Survey survey = new Survey(site, others);
    survey.walk();
    return survey.expected();
  }

  /** Breadth first; what a redirect leads to stands before what links lead to. */
  private void walk() {
    record Step(String path, int depth) {}
    Deque<Step> steps = new ArrayDeque<>();
    steps.add(new Step("/", 0));
    if (!others.isEmpty()) steps.add(new Step(Robots.PATH, 0));
    while (!steps.isEmpty()) {
      Step step = steps.removeFirst();
      if (depths.putIfAbsent(step.path(), step.depth()) == null) {
        Page page = page(step.path());
        for (Link link : page.links()) {
          if (!link.isFollowed()) continue;
          if (isStep(page, link)) steps.addLast(new Step(link.to(), step.depth() + 1));
          else steps.addFirst(new Step(link.to(), step.depth()));
        }
      }
    }
  }

  private static boolean isStep(Page page, Link link) {
    return switch (page.kind()) {
      case REDIRECT, REDIRECT_LOOP, SITEMAP_INDEX -> false;
      default -> link.form() != Link.Form.CANONICAL;
    };
  }

  private Page page(String path) {
    Page other = others.get(path);
    return other == null ? site.page(path) : other;
  }

  private Expected expected() {
    Map<URI, Kind> kinds = new LinkedHashMap<>();
    Map<URI, Integer> distances = new LinkedHashMap<>();
    Map<URI, Integer> requests = new LinkedHashMap<>();
    Map<URI, Integer> statuses = new LinkedHashMap<>();
    Map<URI, URI> redirects = new LinkedHashMap<>();
    Map<URI, Expected.ExpectedPage> pages = new LinkedHashMap<>();
    depths.forEach((path, depth) -> {
      Page page = page(path);
      URI uri = uri(path);
      kinds.put(uri, page.kind());
      distances.put(uri, depth);
      requests.put(uri, page.requests());
      switch (page.kind()) {
        case PAGE -> pages.put(uri, new Expected.ExpectedPage(page.title(), links(page)));
        case REDIRECT, REDIRECT_LOOP, DUPLICATE ->
            redirects.put(uri, uri(page.links().getFirst().to()));
        case HTTP_ERROR -> statuses.put(uri, page.status());
        case NO_INDEX,
            SITEMAP,
            SITEMAP_INDEX,
            NOT_HTML,
            TOO_LARGE,
            DISALLOWED,
            FAILED,
            TIMED_OUT -> {}
      }
    });
    Map<URI, Map<String, String>> extracted = new LinkedHashMap<>();
    Shop.values().forEach((path, values) -> extracted.put(uri(path), values));
    Set<URI> unchanged = new LinkedHashSet<>();
    Conditional.UNCHANGED.forEach(path -> unchanged.add(uri(path)));
    return new Expected(
        kinds, distances, requests, statuses, redirects, pages, extracted, unchanged);
  }

  private Set<URI> links(Page page) {
    Set<URI> links = new LinkedHashSet<>();
    page.links().stream()
        .filter(link -> !link.leadsNowhere() && link.form() != Link.Form.CANONICAL)
        .forEach(l -> links.add(uri(l.to())));
    return links;
  }

  /** One object for each URL, however many pages link to it. */
  private URI uri(String to) {
    return uris.computeIfAbsent(to, site.origin()::uri);
  }
}
