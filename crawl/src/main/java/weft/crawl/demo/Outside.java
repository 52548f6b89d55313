package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Links that leave the site, links that are not for a crawler, and links that are no URLs. */
final class Outside {

  private static final String ROOT = "/outside/";

  private Outside() {}

  static List<Page> pages(Origin origin) {
    Page other = Page.html(ROOT + "other-hosts", "Other hosts", otherHosts(origin));
    Page schemes = Page.html(ROOT + "other-schemes", "Other schemes", nowhere(schemes()));
    Page malformed = Page.html(ROOT + "malformed", "Malformed links", nowhere(malformed()));
    Page index = Page.html(ROOT, "Outside", Link.to(Stream.of(other, schemes, malformed)));
    Page end = Page.html(ROOT + "end", "Found among what is no link", Link.to(ROOT));
    return List.of(index, other, schemes, malformed, end);
  }

  private static List<Link> otherHosts(Origin origin) {
    return List.of(
        Link.to("http://other.example/"),
        Link.written("HTTP://Other.Example", "http://other.example/"),
        Link.written("http://other.example:80/a/../b", "http://other.example/b"),
        Link.written("https://other.example:443/b#part", "https://other.example/b"),
        Link.written("//other.example/c", "http://other.example/c"),
        Link.to("http://www.other.example:8080/d?e=f"),
        Link.to("http://127.0.0.2:1/"),
        Link.to("http://localhost.other.example/"),
        Link.to("http://" + "not-" + origin.authority() + "/"),
        Link.to(ROOT + "end"));
  }

  private static List<String> schemes() {
    return List.of(
        "mailto:weaver@other.example",
        "MAILTO:weaver@other.example",
        "javascript:void(0)",
        "JavaScript:location='/never/javascript'",
        " \t javascript:alert(1)",
        "java\nscript:alert(1)",
        "tel:+49-30-123456",
        "data:text/html,<a href='/never/data'>x</a>",
        "ftp://localhost/never/ftp",
        "file:///never/file",
        "about:blank",
        "urn:isbn:9780000000000",
        "ws://localhost/never/ws");
  }

  private static List<String> malformed() {
    return List.of(
        "http://[",
        "http://[::1",
        "http://",
        "https://?",
        "http://exa mple/never",
        "http://localhost:port/never",
        "http://<never>/",
        "//");
  }

  /** Links that lead nowhere, and in their midst one that does not. */
  private static List<Link> nowhere(List<String> hrefs) {
    List<Link> links = new ArrayList<>(hrefs.stream().map(Link::nowhere).toList());
    links.add(links.size() / 2, Link.to(ROOT + "end"));
    return links;
  }
}
