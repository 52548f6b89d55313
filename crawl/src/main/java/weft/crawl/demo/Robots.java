package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/**
 * Paths that robots.txt forbids to a crawler that calls itself weft, and paths that it does not.
 *
 * <p>Groups, wildcards and precedence are those of RFC 9309: the groups for the own name count and
 * no other, the longest rule wins, and of two as long the one that allows.
 */
final class Robots {

  static final String PATH = "/robots.txt";
  private static final String ROOT = "/robots/";

  private final List<Page> pages = new ArrayList<>();

  private Robots() {}

  static List<Page> pages(Origin origin) {
    Robots robots = new Robots();
    robots.allow("for-others/page", "slow-bot/page", "private/open/", "private/open/page");
    robots.disallow("private/", "private/page", "private/moved", "private/open-not");
    robots.allow("private/exception.html");
    robots.disallow("private/exception.html?x=1");
    robots.disallow("notes.bak", "a/b/notes.bak");
    robots.allow("notes.bak.html", "bak");
    robots.disallow("list?session=1", "list?page=1&session=2");
    robots.allow("list", "list?page=1");
    robots.disallow("exact");
    robots.allow("exactly", "exact/");
    robots.disallow("start", "starting/point");
    robots.allow("tie", "tie/page");
    robots.disallow("~hidden", "caf%C3%A9");
    robots.allow("Private/");
    robots.disallow("merged/page", "star/a/end", "star/a/b/end?x");
    robots.allow("star/a/ending/", "comment");
    List<Link> index = Link.to(robots.pages.stream());
    robots.pages.addFirst(Page.html(ROOT, "Robots", index));
    return robots.pages;
  }

  static Answer text(Origin origin) {
    String text =
        """
        \uFEFF# Who may read what. The rules of other groups would forbid half the site.
        User-agent: *
        Disallow: /robots/for-others/
        Disallow: /trees/
        Allow: /robots/private/

        User-agent: slowbot
        Crawl-delay: 30
        Disallow: /robots/slow-bot/

        user-agent : other-bot
        User-Agent: Weft   # names are compared without case
        Disallow:
        Disallow: /robots/private/
        Allow: /robots/private/open/
        Allow: /robots/private/exception.html$
        Disallow: /robots/*.bak$
        Disallow: /*session=
        Disallow: /robots/exact$
        DISALLOW: /robots/start
        Disallow: /robots/tie
        Allow: /robots/tie
        Disallow: /robots/%%7ehidden
        Disallow: /robots/caf\u00e9
        Disallow: /robots/comment/ # and no more
        Disallow: robots/no-slash
        Nonsense: /

        User-agent: weftless
        Disallow: /web/

        User-agent: weft
        Disallow: /robots/merged/
        Disallow: /robots/star/*/end
        Allow: /robots/star/*/ending/

        Sitemap: %1$s
        Sitemap: %2$s
        """
            .formatted(origin.url(Sitemaps.PLAIN), origin.url(Sitemaps.INDEX));
    return Answers.bytes("text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  private void allow(String... names) {
    for (String name : names) {
      pages.add(Page.html(ROOT + name, "Allowed " + name, Link.to(ROOT)));
    }
  }

  private void disallow(String... names) {
    for (String name : names) {
      pages.add(Page.disallowed(ROOT + name));
    }
  }
}
