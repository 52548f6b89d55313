package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * Pages that ask something of crawlers: not to be kept, not to have their links followed, or to be
 * taken for a copy of another.
 */
final class Directives {
  private static final String ROOT = "/directives/";
  private static final String HIDDEN = Site.HIDDEN + "directives";

  private final List<Page> pages = new ArrayList<>();

  private Directives() {}

  static List<Page> pages(Origin origin) {
    var directives = new Directives();
    directives.robots();
    directives.canonical();
    List<Link> index = Link.to(List.copyOf(directives.pages).stream());
    directives.pages.addFirst(Page.html(ROOT, "Directives", index));
    directives.pages.add(Page.html(ROOT + "below", "Below", Link.to(ROOT)));
    directives.pages.add(Page.html(ROOT + "article", "The article", Link.to(ROOT)));
    directives.pages.add(Page.html(HIDDEN, "Not to be found", Link.to(ROOT)));
    return directives.pages;
  }

  private void robots() {
    meta("noindex", "robots", "noindex", Kind.NO_INDEX, Link.Form.ANCHOR);
    meta("nofollow", "robots", "index, NOFOLLOW", Kind.PAGE, Link.Form.UNFOLLOWED);
    meta("none", "ROBOTS", "none", Kind.NO_INDEX, Link.Form.UNFOLLOWED);
    meta("for-weft", "weft", "noindex", Kind.NO_INDEX, Link.Form.ANCHOR);
    meta("for-another", "otherbot", "none", Kind.PAGE, Link.Form.ANCHOR);
    header("noindex", "noindex", Kind.NO_INDEX, Link.Form.ANCHOR);
    header("nofollow", "weft: nofollow", Kind.PAGE, Link.Form.UNFOLLOWED);
    header("for-another", "otherbot: noindex, nofollow", Kind.PAGE, Link.Form.ANCHOR);
  }

  private void meta(String name, String robots, String content, Kind kind, Link.Form form) {
    String path = ROOT + "meta/" + name;
    String element = "<meta name=\"%s\" content=\"%s\">".formatted(robots, content);
    add(path, kind, form, element, reply -> reply);
  }

  private void header(String name, String value, Kind kind, Link.Form form) {
    add(ROOT + "header/" + name, kind, form, "", reply -> reply.header("X-Robots-Tag", value));
  }

  private interface Headers {
    Reply add(Reply reply);
  }

  private void add(String path, Kind kind, Link.Form form, String head, Headers headers) {
    String to = form == Link.Form.UNFOLLOWED ? HIDDEN : ROOT + "below";
    List<Link> links = List.of(Link.to(to).in(form));
    String title = "Asked by " + path;
    Answer answer = Answers.html(head + Html.page(path, title, links));
    pages.add(
        new Page(
            path,
            kind,
            200,
            1,
            kind == Kind.PAGE ? title : "",
            links,
            (reply, attempt) -> answer.give(headers.add(reply), attempt)));
  }

  private void canonical() {
    for (int copy = 1; copy <= 3; copy++) copy("copy/" + copy, ROOT + "article");
    copy("chain", ROOT + "copy/1");
    copied(ROOT + "itself", Kind.PAGE, Link.to(ROOT + "itself"));
    copied(
        ROOT + "outside",
        Kind.PAGE,
        Link.written("http://other.example/o", "http://other.example/o"));
  }

  private void copy(String name, String original) {
    copied(ROOT + name, Kind.DUPLICATE, Link.to(original));
  }

  private void copied(String path, Kind kind, Link original) {
    List<Link> links = List.of(original.in(Link.Form.CANONICAL), Link.to(ROOT + "below"));
    Page page = Page.html(path, "A copy, or not", links);
    pages.add(
        new Page(path, kind, 200, 1, kind == Kind.PAGE ? page.title() : "", links, page.answer()));
  }
}
