package weft.crawl.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages with values to be extracted: most have all of them, some lack one. */
final class Shop {
  private static final String ROOT = "/shop/";
  private static final int PRODUCTS = 12;

  /** Rules that find something on these pages only. */
  static final List<String> RULES =
      List.of("name=h1.name", "price=.price@data-value", "tags[]=.tag");

  private Shop() {}

  static List<Page> pages(Origin origin) {
    var pages = new ArrayList<Page>();
    for (int number = 1; number <= PRODUCTS; number++) pages.add(product(number));
    pages.addFirst(Page.html(ROOT, "Shop", Link.to(List.copyOf(pages).stream())));
    return pages;
  }

  /** What the rules find, by path and name. */
  static Map<String, Map<String, String>> values() {
    var values = new LinkedHashMap<String, Map<String, String>>();
    for (int number = 1; number <= PRODUCTS; number++) {
      var found = new LinkedHashMap<String, String>();
      found.put("name", "Cloth “" + number + "”");
      if (isPriced(number)) found.put("price", number + ".50");
      if (tags(number) > 0) found.put("tags", String.join("\n", tagNames(number)));
      values.put(path(number), found);
    }
    return values;
  }

  private static Page product(int number) {
    var html = new StringBuilder("<!DOCTYPE html><title>Cloth %d</title>".formatted(number));
    html.append(
        "<h1 class=name> Cloth\n<b>“%d”</b></h1><h1 class=name>Again</h1>".formatted(number));
    html.append("<p class=price>Ask for the price</p>");
    if (isPriced(number)) {
      html.append("<p class=\"new price\" data-value=\"%1$d.50\">€ %1$d,50</p>".formatted(number));
    }
    for (String tag : tagNames(number)) html.append("<span class=tag>%s</span> ".formatted(tag));
    html.append("<a href=\"./\">Back</a>");
    List<Link> links = List.of(Link.written("./", ROOT));
    return Page.markup(path(number), "Cloth " + number, links, html.toString());
  }

  private static boolean isPriced(int number) {
    return number % 4 != 0;
  }

  private static int tags(int number) {
    return number % 3;
  }

  private static List<String> tagNames(int number) {
    return List.of("plain", "twill").subList(0, tags(number));
  }

  private static String path(int number) {
    return ROOT + number;
  }
}
