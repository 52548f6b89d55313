package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** HTML in its many forms: elements that carry links, elements that only seem to, loose syntax. */
final class Markup {

  private static final String ROOT = "/markup/";
  private static final int NEXT_PAGES = 5;
  private static final int DEEP = 5_000;

  private final Origin origin;
  private final List<Page> pages = new ArrayList<>();

  private Markup(Origin origin) {
    this.origin = origin;
  }

  static List<Page> pages(Origin origin) {
    Markup markup = new Markup(origin);
    markup.written(
        "loose", "Loose & free", Samples.LOOSE, "1", "2", "3", "4", "5?a=1&b=2", "6/7", "loose");
    markup.written("entities", "Café “Loom” <3", Samples.ENTITIES, "e?a=1&copy=2", "e?a=1&b=2");
    markup.written("hidden", "Not what it seems <a href='/never/t'>", Samples.HIDDEN, "shown");
    markup.written("bare", "", "<a href=bare/link>No title, no html, no body</a>", "bare/link");
    markup.written("twice", "The first title", Samples.TWICE, "twice/first");
    markup.written("deep", "Deep", deep(), "deep/bottom");
    markup.base();
    markup.elements();
    List<Link> index = Link.to(markup.pages.stream());
    markup.pages.addAll(targets(markup.pages));
    markup.pages.addFirst(Page.html(ROOT, "Markup", index));
    return markup.pages;
  }

  /** A page with markup of its own, and what it links to below the root of this theme. */
  private void written(String name, String title, String markup, String... targets) {
    List<Link> links = Stream.of(targets).map(target -> Link.to(ROOT + target)).toList();
    pages.add(Page.markup(ROOT + name, title, links, markup));
  }

  private void base() {
    written("base", "A base of its own", Samples.BASE, "far/away/1", "far/2", "3", "far/away/?q=4");
    written("relative-base", "A relative base", Samples.RELATIVE_BASE, "near/1");
    pages.add(
        Page.markup(
            ROOT + "outside-base",
            "A base outside",
            List.of(
                Link.written("page", "http://other.example/base/page"),
                Link.to(ROOT + "back-from-outside")),
            Samples.OUTSIDE_BASE.formatted(origin.authority())));
  }

  private void elements() {
    pages.add(element("area", Link.Form.AREA));
    pages.add(element("nofollow", Link.Form.NOFOLLOW));
    pages.add(element("next/0", Link.Form.NEXT));
  }

  private static Page element(String name, Link.Form form) {
    String path = ROOT + name;
    String to =
        switch (form) {
          case NEXT -> ROOT + "next/1";
          case NOFOLLOW -> Site.HIDDEN + "nofollow";
          default -> path + "/target";
        };
    return Page.html(path, "A link by " + name, Link.to(to).in(form));
  }

  private static List<Page> targets(List<Page> pages) {
    List<Page> targets = new ArrayList<>();
    pages.stream()
        .flatMap(page -> page.links().stream())
        .filter(link -> link.leadsInside() && !link.to().startsWith(ROOT + "next/"))
        .map(Link::to)
        .distinct()
        .filter(path -> !path.equals(ROOT + "loose"))
        .map(path -> Page.html(path, "Target " + path, Link.to(ROOT)))
        .forEach(targets::add);
    IntStream.range(1, NEXT_PAGES)
        .mapToObj(i -> next(i, Link.to(ROOT + "next/" + (i + 1)).in(Link.Form.NEXT)))
        .forEach(targets::add);
    targets.add(next(NEXT_PAGES, Link.to(ROOT)));
    return targets;
  }

  private static Page next(int number, Link link) {
    return Page.html(ROOT + "next/" + number, "Part " + number, link);
  }

  private static String deep() {
    return "<!DOCTYPE html><title>Deep</title>"
        + "<div>".repeat(DEEP)
        + "<a href=\"deep/bottom\">bottom</a>"
        + "</div>".repeat(DEEP);
  }
}
