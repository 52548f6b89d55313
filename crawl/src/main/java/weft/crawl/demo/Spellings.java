package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same page under many spellings, and pages that look alike and are not the same. */
final class Spellings {

  private static final String ROOT = "/spellings/";

  private final Origin origin;
  private final List<Link> links = new ArrayList<>();

  private Spellings(Origin origin) {
    this.origin = origin;
  }

  static List<Page> pages(Origin origin) {
    Spellings spellings = new Spellings(origin);
    spellings.one();
    spellings.percent();
    spellings.illegal();
    spellings.directories();
    spellings.queries();
    spellings.apart();
    Page index = Page.html(ROOT, "Spellings", spellings.links);
    Stream<Page> targets =
        spellings.links.stream()
            .map(Link::to)
            .distinct()
            .filter(path -> !path.equals(ROOT) && !path.equals("/"))
            .map(path -> Page.html(path, "Spelled " + path, Link.to(ROOT)));
    return Stream.concat(Stream.of(index), targets).toList();
  }

  private void one() {
    same(ROOT + "one", "one", "./one", "x/../one", "/spellings/./one", "/a/b/../../spellings/one");
    // Above the root there is nothing, so these stay at the root.
    same(ROOT + "one", "/../spellings/one", "../../../spellings/one");
    same(
        ROOT + "one",
        "one#part",
        "one?",
        "one?#part",
        "one#/../?a=b",
        " one\t",
        "\n  one",
        "o\nne");
    same(ROOT + "one", "\\spellings\\one", ".\\one", "x\\..\\one");
    same(ROOT + "one", origin.url(ROOT + "one"), origin.shouted(ROOT + "one"));
    same(ROOT + "one", "//" + origin.authority() + ROOT + "one");
    same(ROOT + "one", "http:\\\\" + origin.authority() + "\\spellings\\one");
    same(ROOT + "one", "HtTp://LocalHost:" + origin.port() + "/spellings/one");
    same(ROOT, "", "#top", "?", ".", "./", "../spellings/");
    same("/", "/", "..", "../", "/.", "/..", origin.url(""), origin.url("?"), origin.url("#top"));
  }

  private void percent() {
    same(ROOT + "~user", "~user", "%7Euser", "%7euser", "/spellings/%7Euser");
    same(ROOT + "ABC", "ABC", "%41BC", "%41%42%43", "/spellings/A%42C");
    same(ROOT + "a-b_c.d", "a-b_c.d", "a%2Db%5Fc%2Ed", "a%2db%5fc%2ed");
    same(ROOT + "one", "%6Fne", "on%65", "/spellings/%2E/one", "/spellings/x/%2e%2E/one");
    same(ROOT + "caf%C3%A9", "caf%C3%A9", "caf%c3%a9", "café", "c%61f%C3%a9");
    same(ROOT + "%F0%9F%A7%B5", "🧵", "%f0%9f%a7%b5");
    same(ROOT + "a%2Fb", "a%2Fb", "a%2fb");
    same(ROOT + "a%3Fb", "a%3Fb", "a%3fb");
  }

  private void illegal() {
    same(ROOT + "two%20words", "two words", "two%20words", "  two words  ");
    same(ROOT + "%7Bbraces%7D", "{braces}", "%7bbraces%7d");
    same(ROOT + "%22quoted%22", "\"quoted\"", "%22quoted%22");
    same(ROOT + "%3Cangle%3E", "<angle>", "%3cangle%3e");
    same(ROOT + "a%7Cb", "a|b", "a%7cb");
    same(ROOT + "a%5Eb%60c", "a^b`c", "a%5eb%60c");
    same(ROOT + "be%07ll", "be\u0007ll", "be%07ll", "\u0007be%07ll\u0001");
    same(ROOT + "100%25", "100%", "100%25");
  }

  private void directories() {
    same(ROOT + "dir/", "dir/", "dir/.", "dir/./", "dir/x/..", "dir/x/../", "./dir/%2e");
    same(ROOT + "dir", "dir", "dir/../dir");
    same(ROOT + "dir/index.html", "dir/index.html", "dir/./index.html");
    same(ROOT + "dir//", "dir//");
  }

  private void queries() {
    same(ROOT + "q?x=~1", "q?x=~1", "q?x=%7e1", "q?x=%7E1#part");
    same(ROOT + "q?x=a%20b", "q?x=a b", "q?x=a%20b");
    same(ROOT + "q?x=%C3%A9", "q?x=é", "q?x=%c3%a9");
    same(ROOT + "q?x=/../y", "q?x=/../y");
    same(ROOT + "q?x=?", "q?x=?");
  }

  /** Each of these is a page of its own. */
  private void apart() {
    for (String name :
        List.of(
            "One",
            "abc",
            "one.",
            "one..",
            "...",
            "one/",
            "a/b",
            "a+b",
            "a%2Bb",
            "one;v=1",
            "q",
            "q?a=1&b=2",
            "q?b=2&a=1",
            "q?a=1&b=2&",
            "q?a=1&a=1",
            "q?x",
            "q?x=",
            "q?X=",
            "q?x=a+b",
            "q?x=a%2Bb",
            "index.html")) {
      same(ROOT + name, name);
    }
  }

  private void same(String to, String... spellings) {
    for (String spelling : spellings) {
      links.add(Link.written(spelling, to));
    }
  }
}
