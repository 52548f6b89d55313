package weft.crawl.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web site on loopback with some two thousand generated pages, whose crawl is known exactly.
 *
 * <p>It has trees and cross links, redirects and their loops, pages that fail and then work, slow
 * pages, forbidden ones, every spelling of a URL, many charsets, bodies beyond all limits and
 * connections cut off. It answers the same in every run, in any order of requests and with any
 * number of them at once; only the pages that fail at first count how often they were asked for,
 * each for itself, so a second crawl needs a site started afresh. Its methods may be called from
 * any thread.
 */
public final class DemoSite implements AutoCloseable {

  private static final int BACKLOG = 512;

  private final HttpServer server;
  private final ExecutorService executor;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Site site;
  private final SiteHandler handler;

  private DemoSite(HttpServer server, boolean withHang) {
    this.server = server;
    Origin origin = new Origin("localhost", server.getAddress().getPort());
    site = Site.of(origin, withHang);
    handler = new SiteHandler(site, closing);
    executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("weft-demo-", 0).factory());
    server.createContext("/", handler);
    server.setExecutor(executor);
    server.start();
  }

  /**
   * Starts the site on a free port.
   *
   * @throws IOException if it can't listen; the message is one clear line
   */
  public static DemoSite start() throws IOException {
    return start(0);
  }

  /**
   * Starts the site on a port of the caller's choice, 0 for a free one.
   *
   * @throws IOException if it can't listen there, as when the port is in use; the message is one
   *     clear line
   * @throws IllegalArgumentException if the port is not from 0 to 65535
   */
  public static DemoSite start(int port) throws IOException {
    return new DemoSite(listen(port), false);
  }

  /**
   * Starts the site on a free port, with {@code /hang} besides: a page that never answers.
   *
   * @throws IOException if it can't listen; the message is one clear line
   */
  public static DemoSite startWithHang() throws IOException {
    return new DemoSite(listen(0), true);
  }

  /** The URL to start a crawl from. */
  public URI root() {
    return site.origin().uri("/");
  }

  /** What a crawl from the root must bring back; computed anew by each call. */
  public Expected expected() {
    return Survey.of(site);
  }

  /** The same for a crawl that reads sitemaps too; {@code robots.txt} is in it as one of them. */
  public Expected expectedWithSitemaps() {
    return Survey.withSitemaps(site);
  }

  /**
   * How often each path was requested so far, by any method: as the client spelled it, with the
   * query, existing or not.
   */
  public SortedMap<String, Integer> requestCounts() {
    return handler.requests();
  }

  /** How often this path was requested so far, spelled like this. */
  public int requests(String path) {
    return handler.requests(path);
  }

  /** Ends the site and the connections to it; does nothing the second time. */
  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    executor.shutdownNow();
  }

  private static HttpServer listen(int port) throws IOException {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
    }
    try {
      // The name, not the address, is in the site's URLs: names can be spelled in capitals.
      InetAddress localhost = InetAddress.getByName("localhost");
      return HttpServer.create(new InetSocketAddress(localhost, port), BACKLOG);
    } catch (IOException e) {
      BindException failure =
          new BindException("cannot listen on localhost:" + port + ": " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }
}
