package weft.crawl.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Looks a request's path up in the site and lets the page answer. */
final class SiteHandler implements HttpHandler {

  private final Site site;
  private final Answer robots;
  private final CountDownLatch closing;
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  SiteHandler(Site site, CountDownLatch closing) {
    this.site = site;
    this.robots = Robots.text(site.origin());
    this.closing = closing;
  }

  SortedMap<String, Integer> requests() {
    return new TreeMap<>(requests);
  }

  int requests(String path) {
    return requests.getOrDefault(path, 0);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = pathAndQuery(exchange.getRequestURI());
    requests.merge(path, 1, Integer::sum);
    Reply reply = new Reply(exchange, closing);
    switch (exchange.getRequestMethod()) {
      case "GET" -> answer(path).give(reply, attempts.merge(path, 1, Integer::sum));
      case "HEAD" -> answer(path).give(reply, attempts.getOrDefault(path, 0) + 1);
      default -> Answers.error(405).give(reply.header("Allow", "GET, HEAD"), 1);
    }
  }

  private Answer answer(String path) {
    return path.equals(Robots.PATH)
        ? robots
        : site.find(path).map(Page::answer).orElse(Answers.error(404));
  }

  private static String pathAndQuery(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
