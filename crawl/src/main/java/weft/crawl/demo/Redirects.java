package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Redirects of every status, in chains and in loops.
 *
 * <p>A URL is part of a loop if redirects lead from it back to it; one that only leads into a loop
 * is an ordinary redirect. So it does not matter by which of several ways a crawler comes in.
 */
final class Redirects {

  private static final String ROOT = "/redirects/";

  /** As many redirects in a row as a crawl follows with the default settings. */
  private static final int LADDER = 10;

  private final Origin origin;
  private final List<Link> index = new ArrayList<>();
  private final List<Page> pages = new ArrayList<>();

  private Redirects(Origin origin) {
    this.origin = origin;
  }

  static List<Page> pages(Origin origin) {
    Redirects redirects = new Redirects(origin);
    redirects.statuses();
    redirects.chains();
    redirects.loops();
    redirects.odd();
    redirects.pages.addFirst(Page.html(ROOT, "Redirects", redirects.index));
    return redirects.pages;
  }

  private void statuses() {
    entry("301", 301, ROOT + "to/301", ROOT + "to/301");
    entry("302", 302, "to/302", ROOT + "to/302");
    entry("303", 303, origin.url(ROOT + "to/303"), ROOT + "to/303");
    entry("307", 307, "./to/../to/307", ROOT + "to/307");
    entry("308", 308, "to/308#part", ROOT + "to/308");
    entry(
        "network-path", 302, "//" + origin.authority() + ROOT + "to/network", ROOT + "to/network");
    entry("shouted", 301, origin.shouted(ROOT + "to/shouted"), ROOT + "to/shouted");
    entry("slash", 301, "slash/", ROOT + "slash/");
    entry("query", 302, "?from=query", ROOT + "query?from=query");
    for (String end : List.of("301", "302", "303", "307", "308", "network", "shouted")) {
      pages.add(Page.html(ROOT + "to/" + end, "Arrived by " + end, Link.to(ROOT)));
    }
    pages.add(Page.html(ROOT + "slash/", "With a slash", Link.written("..", ROOT)));
    pages.add(Page.html(ROOT + "query?from=query", "With a query", Link.to(ROOT)));
  }

  private void chains() {
    steps("chain", 3);
    steps("ladder", LADDER);
  }

  private void steps(String name, int count) {
    for (int i = 1; i <= count; i++) {
      String href = i < count ? Integer.toString(i + 1) : "end";
      String path = ROOT + name + "/" + i;
      pages.add(Page.redirect(path, 302, Link.written(href, ROOT + name + "/" + href)));
    }
    index.add(Link.written(name + "/1", ROOT + name + "/1"));
    pages.add(Page.html(ROOT + name + "/end", "The end of the " + name, Link.to(ROOT)));
  }

  private void loops() {
    index.add(Link.to(ROOT + "self"));
    pages.add(Page.redirectLoop(ROOT + "self", 301, Link.to(ROOT + "self")));
    index.add(Link.to(ROOT + "loop/a"));
    pages.add(Page.redirectLoop(ROOT + "loop/a", 302, Link.written("b", ROOT + "loop/b")));
    pages.add(Page.redirectLoop(ROOT + "loop/b", 307, Link.written("c", ROOT + "loop/c")));
    pages.add(Page.redirectLoop(ROOT + "loop/c", 301, Link.to(ROOT + "loop/a")));
    index.add(Link.to(ROOT + "loop/c"));
    entry("into-the-loop", 302, "loop/b", ROOT + "loop/b");
    entry("into-itself", 308, "self", ROOT + "self");
  }

  private void odd() {
    entry("home", 302, "/", "/");
    entry("again", 301, "to/301", ROOT + "to/301");
    entry("to-missing", 301, "/failures/missing/1", "/failures/missing/1");
    entry("to-disallowed", 302, "/robots/private/moved", "/robots/private/moved");
    entry("to-a-file", 302, "/files/pixel.png", "/files/pixel.png");
    entry("outside", 302, "http://other.example/", "http://other.example/");
    index.add(Link.to(ROOT + "unsteady"));
    pages.add(
        Page.redirect(ROOT + "unsteady", 302, Link.to(ROOT + "steady"))
            .failingFirst(2, Answers.error(503)));
    pages.add(Page.html(ROOT + "steady", "Steady at last", Link.to(ROOT)));
  }

  private void entry(String name, int status, String location, String to) {
    index.add(Link.to(ROOT + name));
    pages.add(Page.redirect(ROOT + name, status, Link.written(location, to)));
  }
}
