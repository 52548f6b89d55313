package weft.crawl.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The bulk of the site: trees of directories, wide, deep and very deep, with cross links.
 *
 * <p>Links are written relatively, from the root and in full, in turn. Cross links never lead
 * downwards, so that depths stay what the trees say. At the foot of the deepest one is a hub with
 * thousands of links to pages that are all known by then.
 */
final class Trees {

  private static final String INDEX = "/trees/";
  private static final String HUB = "/trees/hub";
  private static final int HUB_LINKS = 5_000;

  private final Origin origin;
  private final List<Page> pages = new ArrayList<>();

  private Trees(Origin origin) {
    this.origin = origin;
  }

  static List<Page> pages(Origin origin) {
    Trees trees = new Trees(origin);
    trees.grow("oak", 3, 6);
    trees.grow("birch", 2, 8);
    trees.grow("bamboo", 1, 40);
    trees.pages.add(hub(List.copyOf(trees.pages)));
    trees.pages.addFirst(
        Page.html(
            INDEX,
            "Trees",
            Link.to("/trees/oak/"),
            Link.written("birch/", "/trees/birch/"),
            Link.written("./bamboo/", "/trees/bamboo/")));
    return trees.pages;
  }

  private void grow(String name, int branches, int height) {
    List<String> level = List.of(INDEX + name + "/");
    List<String> known = new ArrayList<>();
    for (int depth = 0; depth <= height; depth++) {
      known.addAll(level);
      List<String> next = new ArrayList<>();
      for (String path : level) {
        List<String> children =
            depth == height
                ? List.of()
                : IntStream.rangeClosed(1, branches).mapToObj(i -> path + i + "/").toList();
        pages.add(page(name, path, children, known));
        next.addAll(children);
      }
      level = next;
    }
  }

  private Page page(String name, String path, List<String> children, List<String> known) {
    List<Link> links = new ArrayList<>();
    for (String child : children) {
      links.add(Link.written(spelling(path, child, links.size() + path.length()), child));
    }
    links.add(Link.written("../", parent(path)));
    links.add(Link.to(INDEX + name + "/"));
    Random random = new Random(path.hashCode());
    for (int i = 0; i < 2; i++) {
      links.add(Link.to(known.get(random.nextInt(known.size()))));
    }
    if (children.isEmpty() && name.equals("bamboo")) {
      links.add(Link.to(HUB));
    }
    String branch = path.substring((INDEX + name).length()).replace('/', '.');
    String title = branch.equals(".") ? "" : branch.substring(0, branch.length() - 1);
    return Page.html(path, "The " + name + title.replaceFirst("\\.", " "), links);
  }

  private String spelling(String path, String child, int turn) {
    return switch (turn % 4) {
      case 0 -> child.substring(path.length());
      case 1 -> "./" + child.substring(path.length());
      case 2 -> child;
      default -> origin.url(child);
    };
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/', path.length() - 2) + 1);
  }

  private static Page hub(List<Page> trees) {
    List<Link> links =
        IntStream.range(0, HUB_LINKS)
            .mapToObj(i -> hubLink(trees.get(i % trees.size()).path(), i))
            .toList();
    return Page.html(HUB, "The hub", links);
  }

  private static Link hubLink(String path, int number) {
    return Link.written(path + "#visit-" + number, path);
  }
}
