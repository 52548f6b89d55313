package weft.bench.crawl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A site of plain files, the same each time: pages of about 2 KB with 20 links each in the four
 * ways in which links are written.
 */
final class Site {
  static final int LINKS = 20;
  private static final int FOLDERS = 10;
  private static final String WORDS =
      "the loom holds the warp and the weft goes over and under it again and again until there is"
          + " cloth that keeps somebody warm in a winter that nobody had thought would be so long ";

  private Site() {}

  /** Writes the files. From the first page all others are reached. */
  static void write(Path folder, int pages) throws IOException {
    var random = new Random(1);
    for (int i = 0; i < FOLDERS; i++) Files.createDirectories(folder.resolve("d" + i));
    for (int i = 0; i < pages; i++) {
      Files.writeString(folder.resolve(name(i).substring(1)), page(i, pages, random));
    }
    Files.writeString(folder.resolve("index.html"), page(0, pages, random));
    Files.writeString(
        folder.resolve("robots.txt"),
        "User-agent: *\nDisallow: /private/\nDisallow: /*.cgi$\nAllow: /\n");
  }

  private static String name(int page) {
    return page == 0 ? "/index.html" : "/d" + page % FOLDERS + "/page-" + page + ".html";
  }

  private static String page(int page, int pages, Random random) {
    var html = new StringBuilder(2300);
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>Page ")
        .append(page)
        .append(" &amp; its links</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n")
        .append("</head><body>\n<!-- a comment --><h1>Page ")
        .append(page)
        .append("</h1>\n");
    for (int i = 0; i < LINKS; i++) {
      int to = i < 2 ? 2 * page + 1 + i : random.nextInt(pages); // the first two are a tree
      if (to >= pages) to = random.nextInt(pages);
      if (i % 5 == 0) html.append("<p>");
      int from = random.nextInt(WORDS.length() / 2);
      html.append(WORDS, from, from + 50)
          .append(" <a class=\"link\" href=\"")
          .append(href(page, to, i))
          .append("\">")
          .append("page ")
          .append(to)
          .append("</a>\n");
      if (i % 5 == 4) html.append("</p>\n");
    }
    return html.append("</body></html>\n").toString();
  }

  private static String href(int page, int to, int form) {
    String path = name(to);
    return switch (form % 4) {
      case 1 -> page == 0 ? path.substring(1) : ".." + path;
      case 2 -> path + "#part-" + form;
      case 3 ->
          page != 0 && to != 0 && page % FOLDERS == to % FOLDERS
              ? path.substring(path.lastIndexOf('/') + 1)
              : path;
      default -> path;
    };
  }
}
