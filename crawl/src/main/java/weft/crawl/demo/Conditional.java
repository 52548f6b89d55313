package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pages that the server need not send again, and pages below them that nothing else links to. */
final class Conditional {
  private static final String ROOT = "/conditional/";
  private static final String TIME = "Tue, 15 Nov 1994 12:45:26 GMT";

  /** The paths of those that have not changed when they are asked for again. */
  static final Set<String> UNCHANGED =
      Set.of(
          ROOT + "etag",
          ROOT + "weak",
          ROOT + "modified",
          ROOT + "both",
          ROOT + "etag/below",
          ROOT + "weak/below",
          ROOT + "modified/below",
          ROOT + "both/below",
          ROOT + "changing/below",
          ROOT + "plain/below");

  private Conditional() {}

  static List<Page> pages(Origin origin) {
    var above = new ArrayList<Page>();
    above.add(page("etag", Optional.of("\"1-a\""), Optional.empty()));
    above.add(page("weak", Optional.of("W/\"1\""), Optional.empty()));
    above.add(page("modified", Optional.empty(), Optional.of(TIME)));
    above.add(page("both", Optional.of("\"2\""), Optional.of(TIME)));
    above.add(page("changing", Optional.of("\"%d\""), Optional.empty()));
    above.add(page("plain", Optional.empty(), Optional.empty()));
    var all = new ArrayList<Page>();
    all.add(Page.html(ROOT, "Conditional requests", Link.to(List.copyOf(above).stream())));
    all.addAll(above);
    for (Page page : above) {
      String name = page.path().substring(ROOT.length()) + "/below";
      all.add(page(name, Optional.of("\"below\""), Optional.empty()));
    }
    return all;
  }

  private static Page page(String name, Optional<String> etag, Optional<String> modified) {
    String path = ROOT + name;
    List<Link> links = List.of(Link.to(name.endsWith("/below") ? ROOT : path + "/below"));
    String title = "Validated by " + name;
    byte[] body = Html.page(path, title, links).getBytes(UTF_8);
    return Page.parsed(
        path,
        title,
        links,
        (reply, attempt) -> {
          Optional<String> tag = etag.map(text -> text.formatted(attempt));
          tag.ifPresent(text -> reply.header("ETag", text));
          modified.ifPresent(text -> reply.header("Last-Modified", text));
          boolean same =
              tag.isPresent()
                  ? tag.equals(reply.asked("If-None-Match"))
                  : modified.isPresent() && modified.equals(reply.asked("If-Modified-Since"));
          if (same) reply.send(304, new byte[0]);
          else reply.type(Answers.HTML).send(200, body);
        });
  }
}
