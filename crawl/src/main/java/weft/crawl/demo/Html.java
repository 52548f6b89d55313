package weft.crawl.demo;

import java.util.List;
import java.util.Random;

/** The common layout of the site's pages. */
final class Html {

  private static final String[] WORDS = {
    "warp", "weft", "loom", "shuttle", "thread", "reed", "heddle", "bobbin", "selvage", "twill",
    "satin", "plain", "yarn", "spindle", "pattern", "fabric", "the", "over", "under", "between",
    "runs", "crosses", "returns", "holds", "binds", "and", "then", "with", "every", "again"
  };

  private Html() {}

  static String page(String path, String title, List<Link> links) {
    StringBuilder html = new StringBuilder(512 + 64 * links.size());
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<title>").append(escape(title)).append("</title>\n");
    links.stream().filter(Html::isInHead).forEach(link -> html.append(element(link)));
    html.append("</head>\n<body>\n<h1>").append(escape(title)).append("</h1>\n");
    html.append("<p>").append(prose(path)).append("</p>\n");
    links.stream().filter(link -> !isInHead(link)).forEach(link -> html.append(element(link)));
    return html.append("</body>\n</html>\n").toString();
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static boolean isInHead(Link link) {
    return link.form() == Link.Form.NEXT || link.form() == Link.Form.CANONICAL;
  }

  private static String element(Link link) {
    String href = escape(link.href());
    return switch (link.form()) {
      case ANCHOR, UNFOLLOWED -> "<a href=\"" + href + "\">" + escape(link.to()) + "</a>\n";
      case NOFOLLOW -> "<a rel=\"nofollow\" href=\"" + href + "\">nofollow</a>\n";
      case AREA -> "<map name=\"m\"><area alt=\"\" href=\"" + href + "\"></map>\n";
      case CANONICAL -> "<link rel=\"canonical\" href=\"" + href + "\">\n";
      case NEXT -> "<link rel=\"next\" href=\"" + href + "\">\n";
    };
  }

  /** A few sentences that are the same for the same path, and nearly never for another. */
  private static String prose(String path) {
    Random random = new Random(path.hashCode());
    StringBuilder text = new StringBuilder();
    for (int sentence = 0; sentence < 4; sentence++) {
      text.append(sentence == 0 ? "The" : " The");
      int words = 8 + random.nextInt(10);
      for (int i = 0; i < words; i++) {
        text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
      }
      text.append('.');
    }
    return text.toString();
  }
}
