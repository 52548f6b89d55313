package weft.cli.live;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.crawl.CrawlException;
import weft.crawl.CrawlResults;
import weft.web.HttpError;
import weft.web.Request;
import weft.web.Response;
import weft.web.Routes;

/** What the page asks when the crawl is over. */
final class ResultRoutes {
  private static final int MOST_FOUND = 100;
  private static final int MOST_LINKS = 200;
  private static final int MOST_NODES = 120;

  private final AtomicReference<@Nullable CrawlResults> results = new AtomicReference<>();

  void open(CrawlResults opened) {
    results.set(opened);
  }

  void addTo(Routes routes) {
    routes
        .get("/search", this::search)
        .get("/links", this::links)
        .get("/graph", _ -> Response.json(results().graph(MOST_NODES)))
        .onFailure(CrawlException.class, 500);
  }

  private CrawlResults results() {
    CrawlResults opened = results.get();
    if (opened == null) throw new HttpError(409, "the crawl is still going on");
    return opened;
  }

  private Response search(Request request) {
    String text = request.query("q").orElse("");
    boolean errors = request.query("errors").isPresent();
    return Response.json(results().search(text, errors, MOST_FOUND));
  }

  private Response links(Request request) {
    String url = request.query().required("url");
    return results()
        .neighbours(url, MOST_LINKS)
        .map(Response::json)
        .orElseThrow(() -> HttpError.notFound("that was not crawled: " + url));
  }
}
