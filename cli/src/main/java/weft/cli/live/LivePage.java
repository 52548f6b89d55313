package weft.cli.live;

import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import weft.crawl.Crawl;
import weft.crawl.CrawlResults;
import weft.sync.Event;
import weft.web.Handler;
import weft.web.HttpError;
import weft.web.Request;
import weft.web.Response;
import weft.web.Routes;
import weft.web.SlowPolicy;
import weft.web.Web;
import weft.web.WebSocket;
import weft.web.WebSocketOptions;

/**
 * A page that shows a crawl while it runs, with buttons to pause and stop it, and its results
 * afterwards.
 *
 * <p>Everything is below a path that begins with a secret: who doesn't know the address can neither
 * look nor press a button, and no page of another origin may connect.
 */
public final class LivePage {
  private static final int TOKEN_BYTES = 16;
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** While nobody looks: as long as a browser may need to load the page again. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.defaults()
          .maxMessage(1_000)
          .rate(20, Duration.ofSeconds(1))
          .slow(SlowPolicy.DISCONNECT, 64); // it comes back, and gets the history

  /** The page needs nothing but what is served here, and may be put into no other. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Crawl crawl;
  private final Feed feed;
  private final ResultRoutes results = new ResultRoutes();
  private final Event closed = new Event();
  private final String token = token();

  /** A page for {@code crawl}. */
  public LivePage(Crawl crawl) {
    this.crawl = crawl;
    this.feed = new Feed(crawl, token);
  }

  private static String token() {
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Serves the page while {@code body} runs, on the caller's thread. The body gets the page's
   * address.
   *
   * @param port 0 for one that is free
   * @throws java.io.UncheckedIOException if the address can't be listened at
   */
  public <T> T serve(String host, int port, Function<URI, T> body) {
    return Web.server(routes())
        .host(host)
        .port(port)
        .closeWithin(GOODBYE)
        .<T, RuntimeException>serve(server ->
            scope(s -> {
              var _ = s.background("live page", feed::run);
              return body.apply(server.uri().resolve("/" + token + "/"));
            }));
  }

  private Routes routes() {
    return new Routes()
        .group(
            "/{token}",
            page -> {
              page.filter(this::secured)
                  .webSocket("/live", OPTIONS, socket -> feed.show(socket, () -> obey(socket)))
                  .group("/results", results::addTo);
              Assets.addTo(page);
            });
  }

  private Response secured(Request request, Handler next) throws Exception {
    byte[] said = request.pathValue("token").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(said, token.getBytes(StandardCharsets.UTF_8))) {
      throw HttpError.notFound("there is nothing here");
    }
    Response response = next.handle(request);
    return response.status() == 101
        ? response
        : response
            .header("Content-Security-Policy", POLICY)
            .header("Referrer-Policy", "no-referrer")
            .header("X-Content-Type-Options", "nosniff");
  }

  private void obey(WebSocket socket) {
    socket
        .json(Order.class)
        .forEach(order -> {
          switch (order.action()) {
            case PAUSE -> crawl.pause();
            case RESUME -> crawl.resume();
            case STOP -> crawl.stop();
            case CLOSE -> closed.set();
          }
        });
  }

  /** Lets the results be looked at, from now on. */
  public void show(CrawlResults crawled) {
    results.open(crawled);
    feed.resultsAreReady();
  }

  /** Whether the page is open in a browser. */
  public boolean isWatched() {
    return feed.isWatched();
  }

  /** Waits until somebody has closed the page with its button. */
  public void awaitClosed() {
    closed.await();
  }

  /** Waits until the page is open in no browser any more, or was closed with its button. */
  public void awaitUnwatched() {
    while (!closed.isSet() && isWatched()) {
      boolean _ = moveOnAfter(LOOK, closed::await);
      if (!isWatched()) {
        boolean _ = moveOnAfter(GRACE, closed::await);
      }
    }
  }
}
