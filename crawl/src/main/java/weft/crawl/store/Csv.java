package weft.crawl.store;

import java.util.List;
import java.util.stream.Collectors;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/**
 * Pages as records of RFC 4180. URLs have no spaces, so that these can separate links. What a page
 * has written is never the beginning of a formula: it is opened in spreadsheets, which would run
 * that.
 */
final class Csv {
  static final String HEAD =
      "url,title,status,contentType,charset,size,sha256,canonical,extracted,depth,referrer,"
          + "attempts,millis,fetchedAt,links\r\n";

  private Csv() {}

  /** A line for each page of a batch, its end included. */
  static String of(List<Visit> batch) {
    var out = new StringBuilder();
    for (Visit visit : batch) {
      if (visit.page().isPresent()) line(out, visit, visit.page().get());
    }
    return out.toString();
  }

  private static void line(StringBuilder out, Visit visit, PageContent page) {
    UrlOutcome outcome = visit.outcome();
    field(out, outcome.url());
    field(out.append(','), inert(page.title()));
    out.append(',').append(outcome.status());
    field(out.append(','), page.contentType());
    field(out.append(','), page.charset());
    out.append(',').append(page.size());
    field(out.append(','), page.sha256());
    field(out.append(','), page.canonical().orElse(""));
    field(out.append(','), page.extracted().isEmpty() ? "" : Json.of(page.extracted()));
    out.append(',').append(outcome.depth());
    field(out.append(','), outcome.referrer().orElse(""));
    out.append(',').append(outcome.attempts());
    out.append(',').append(outcome.duration().toMillis());
    field(out.append(','), outcome.at().toString());
    field(out.append(','), visit.links().stream().map(Link::url).collect(Collectors.joining(" ")));
    out.append("\r\n");
  }

  /** With an apostrophe before what spreadsheets calculate, also where it is written broadly. */
  private static String inert(String text) {
    boolean formula =
        !text.isEmpty() && "=+-@\uff1d\uff0b\uff0d\uff20".indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }

  private static void field(StringBuilder out, String text) {
    boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    if (plain) out.append(text);
    else out.append('"').append(text.replace("\"", "\"\"")).append('"');
  }
}
