package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A web of pages that link to each other criss-cross, in cycles of every length. */
final class Web {

  private static final int SIZE = 180;

  private Web() {}

  static List<Page> pages(Origin origin) {
    List<Page> pages = new ArrayList<>();
    pages.add(Page.html("/web/", "A web", Link.written("0.html", path(0))));
    IntStream.range(0, SIZE).mapToObj(Web::page).forEach(pages::add);
    return pages;
  }

  private static Page page(int number) {
    List<Link> links = new ArrayList<>();
    // Two links as in a heap make sure that each page can be reached; the others cross.
    for (int child = 2 * number + 1; child <= 2 * number + 2 && child < SIZE; child++) {
      links.add(link(child));
    }
    Random random = new Random(number);
    for (int i = 0; i < 5; i++) {
      links.add(link(random.nextInt(SIZE)));
    }
    links.add(Link.written(".", "/web/"));
    links.add(Link.written("../", "/"));
    return Page.html(path(number), "Knot " + number, links);
  }

  private static Link link(int number) {
    return Link.written(number + ".html", path(number));
  }

  private static String path(int number) {
    return "/web/" + number + ".html";
  }
}
