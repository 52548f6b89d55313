package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A site of a few pages, each given as "status header: value|header: value|body". */
final class SmallSite implements AutoCloseable {
  private final HttpServer server;
  final Map<String, Integer> requests = new ConcurrentHashMap<>();
  final Map<String, Integer> unchanged = new ConcurrentHashMap<>(); // those answered with 304
  final AtomicInteger atOnce = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();

  SmallSite(Map<String, String> pages) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          String path = exchange.getRequestURI().toString();
          requests.merge(path, 1, Integer::sum);
          String[] page = pages.getOrDefault(path, "404 |").split("\\|", -1);
          for (int i = 0; i < page.length - 1; i++) {
            String[] header = page[i].replaceFirst("^\\d+ ?", "").split(": ", 2);
            if (header.length == 2) exchange.getResponseHeaders().add(header[0], header[1]);
          }
          byte[] body = page[page.length - 1].getBytes(UTF_8);
          if (isUnchanged(exchange)) {
            unchanged.merge(path, 1, Integer::sum);
            page[0] = "304";
            body = new byte[0];
          }
          atOnce.decrementAndGet();
          exchange.sendResponseHeaders(
              Integer.parseInt(page[0].substring(0, 3)), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  private static boolean isUnchanged(HttpExchange exchange) {
    var asked = exchange.getRequestHeaders();
    var told = exchange.getResponseHeaders();
    return (told.containsKey("ETag")
            && told.getFirst("ETag").equals(asked.getFirst("If-None-Match")))
        || (told.containsKey("Last-Modified")
            && told.getFirst("Last-Modified").equals(asked.getFirst("If-Modified-Since")));
  }

  static String html(String... links) {
    var body = new StringBuilder("200 Content-Type: text/html|<title>x</title>");
    for (String link : links) body.append("<a href='").append(link).append("'>x</a>");
    return body.toString();
  }

  static String redirect(String to) {
    return "302 Location: " + to + "|";
  }

  static Map<String, String> pages(String... pathsAndPages) {
    var pages = new TreeMap<String, String>();
    for (int i = 0; i < pathsAndPages.length; i += 2)
      pages.put(pathsAndPages[i], pathsAndPages[i + 1]);
    return pages;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
