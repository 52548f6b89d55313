package weft.crawl.store;

import java.util.List;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** Pages as JSON objects, one a line. */
final class JsonLines {
  private JsonLines() {}

  /** A line for each page of a batch, its end included. */
  static String of(List<Visit> batch) {
    var json = new Json();
    for (Visit visit : batch) {
      if (visit.page().isPresent()) line(json, visit, visit.page().get());
    }
    return json.toString();
  }

  private static void line(Json json, Visit visit, PageContent page) {
    UrlOutcome outcome = visit.outcome();
    json.open();
    json.field("url", outcome.url());
    json.field("title", page.title());
    json.field("status", outcome.status());
    json.field("contentType", page.contentType());
    json.field("charset", page.charset());
    json.field("size", page.size());
    json.field("sha256", page.sha256());
    if (page.canonical().isPresent()) json.field("canonical", page.canonical().get());
    if (!page.extracted().isEmpty()) json.field("extracted", page.extracted());
    json.field("depth", outcome.depth());
    if (outcome.referrer().isPresent()) json.field("referrer", outcome.referrer().get());
    json.field("attempts", outcome.attempts());
    json.field("millis", outcome.duration().toMillis());
    json.field("fetchedAt", outcome.at().toString());
    json.field("links", visit.links().stream().map(Link::url).toList());
    json.close();
  }
}
