package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pages by query string, page after page, and pages that set cookies. */
final class Queries {

  private static final String ROOT = "/queries/";
  private static final int RESULTS = 10;

  private Queries() {}

  static List<Page> pages(Origin origin) {
    List<Page> pages = new ArrayList<>();
    pages.add(
        Page.html(
            ROOT,
            "Queries",
            Link.to(ROOT + "search"),
            Link.to(ROOT + "search?q=loom"),
            Link.to(ROOT + "cookie")));
    pages.add(Page.html(ROOT + "search", "Nothing searched for", Link.to(ROOT)));
    pages.add(results("q=loom", "q=loom&page=2"));
    IntStream.range(2, RESULTS)
        .mapToObj(i -> results("q=loom&page=" + i, "q=loom&page=" + (i + 1)))
        .forEach(pages::add);
    pages.add(results("q=loom&page=" + RESULTS, "q=loom"));
    pages.addAll(cookies());
    return pages;
  }

  private static Page results(String query, String next) {
    return Page.html(
        ROOT + "search?" + query,
        "Found by " + query,
        Link.written("?" + next, ROOT + "search?" + next),
        Link.written("search", ROOT + "search"));
  }

  private static List<Page> cookies() {
    Page set = Page.html(ROOT + "cookie", "A cookie", Link.to(ROOT + "cookie/behind"));
    Answer answer =
        (reply, attempt) ->
            set.answer()
                .give(
                    reply
                        .header("Set-Cookie", "visited=yes; Path=/; HttpOnly")
                        .header("Set-Cookie", "thread=weft; Path=/queries/; Max-Age=60"),
                    attempt);
    Page behind = Page.html(ROOT + "cookie/behind", "Behind the cookie", Link.to(ROOT));
    return Stream.of(Page.parsed(set.path(), set.title(), set.links(), answer), behind).toList();
  }
}
