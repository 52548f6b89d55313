package weft.crawl.fetch;

import static weft.Weft.timeout;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import weft.Clock;
import weft.TimeoutException;
import weft.Weft;
import weft.crawl.page.MediaType;
import weft.crawl.result.Kind;
import weft.crawl.result.Validators;
import weft.crawl.url.WebUrl;
import weft.http.Headers;
import weft.http.Http;
import weft.http.HttpException;
import weft.http.Request;
import weft.http.StreamingResponse;
import weft.resilience.Retry;

/**
 * Fetches URLs: each attempt behind the host's gate and under a time limit, and again with growing
 * waits where the failure may pass. A time-out is not tried again: the next would take as long.
 *
 * <p>A connection that is lost may have been closed by the server before the request came, which is
 * nobody's fault: the next attempt comes at once, and it and all after it on new connections.
 */
public final class Fetcher {
  private static final String ACCEPT = "text/html,application/xhtml+xml,*/*;q=0.5";
  private static final double JITTER = 0.2;

  private final Http http;
  private final FetchRules rules;
  private final Clock clock;
  private final Retry retry;
  private final boolean trusted;

  /** A fetcher that sends through {@code http}. */
  public Fetcher(Http http, FetchRules rules, Clock clock) {
    this(http, rules, clock, true);
  }

  private Fetcher(Http http, FetchRules rules, Clock clock, boolean trusted) {
    this.http = http;
    this.rules = rules;
    this.clock = clock;
    this.trusted = trusted;
    this.retry =
        Retry.exponential(rules.retries() + 1, rules.backoff())
            .jitter(JITTER)
            .maxDelay(rules.longestWait())
            .on(Again.class)
            .delay(Again::wait);
  }

  /** The same for URLs that a stranger has named: it fetches nothing from private addresses. */
  public Fetcher untrusted() {
    return new Fetcher(http, rules, clock, false);
  }

  /**
   * Fetches a URL.
   *
   * @throws weft.CancelledError if the caller is cancelled, wherever it waits; the connection is
   *     closed then
   */
  public Fetched fetch(WebUrl url, Accept accept, Gate gate) {
    return fetch(url, accept, gate, Validators.NONE);
  }

  /**
   * Fetches a URL unless it is still what it was: then the status is 304.
   *
   * @param validators what the server said of it before
   * @throws weft.CancelledError as {@link #fetch(WebUrl, Accept, Gate)}
   */
  public Fetched fetch(WebUrl url, Accept accept, Gate gate, Validators validators) {
    var attempts = new Attempts(url, accept, gate, validators);
    try {
      return retry.call(attempts::next);
    } catch (Again last) {
      // Given up before its time, since the crawl is being ended: then this URL isn't done.
      if (attempts.count <= rules.retries()) Weft.sleep(rules.longestWait());
      return last.fetched;
    }
  }

  /** The attempts at one URL. */
  private final class Attempts {
    private final WebUrl url;
    private final Accept accept;
    private final Gate gate;
    private final Validators validators;
    private int count;
    private boolean fresh;
    private Optional<Duration> retryAfter = Optional.empty();

    Attempts(WebUrl url, Accept accept, Gate gate, Validators validators) {
      this.url = url;
      this.accept = accept;
      this.gate = gate;
      this.validators = validators;
    }

    Fetched next() throws Again {
      try (var _ = gate.enter()) {
        count++;
        retryAfter = Optional.empty();
        long start = clock.nanoTime();
        boolean mayPass = false;
        Fetched fetched;
        try {
          fetched = timeout(rules.timeout(), this::exchange);
          mayPass = fetched.status() == 429 || fetched.status() >= 500;
        } catch (TimeoutException _) {
          String why = "no complete answer within " + rules.timeout().toMillis() + " ms";
          fetched = Fetched.failed(Kind.TIMED_OUT, why);
        } catch (HttpException e) {
          Weft.checkpoint(); // what ends a crawl ends its calls, in any order
          fetched = Fetched.failed(Kind.FAILED, String.valueOf(e.getMessage()));
          mayPass = e.isTransient();
          if (e.reason() == HttpException.Reason.CONNECTION_LOST && !fresh) {
            fresh = true;
            retryAfter = Optional.of(Duration.ZERO);
          }
        } catch (RuntimeException | StackOverflowError e) { // one answer must not end a crawl
          Weft.checkpoint();
          fetched = Fetched.failed(Kind.FAILED, "the answer can't be read: " + e);
        }
        fetched = fetched.in(Duration.ofNanos(clock.nanoTime() - start), count);
        gate.answered(fetched);
        if (mayPass) throw new Again(fetched, retryAfter);
        return fetched;
      } finally {
        gate.left();
      }
    }

    private Fetched exchange() throws HttpException {
      Request request = request();
      try (StreamingResponse response = http.stream(fresh ? request.freshConnection() : request)) {
        Fetched fetched =
            rules.keptAs().isPresent() && !accept.cut()
                ? kept(request, response, rules.keptAs().get())
                : answer(response);
        return fetched.from(response.isFromPublic());
      }
    }

    private Fetched answer(StreamingResponse response) throws HttpException {
      int status = response.status();
      var type = MediaType.of(response.headers().first("Content-Type"));
      if (status >= 200 && status < 300) return success(response, type);
      if (status == 304 && !validators.isEmpty()) {
        return Fetched.without(Kind.PAGE, status, type, response.discard(), Optional.empty());
      }
      return refused(response, response.discard());
    }

    /** What is no success: a redirect or an error, of whose body so much was read. */
    private Fetched refused(StreamingResponse response, long bytes) {
      int status = response.status();
      var type = MediaType.of(response.headers().first("Content-Type"));
      retryAfter = response.headers().first("Retry-After").flatMap(this::wait);
      Optional<String> location =
          isRedirect(status) ? response.headers().first("Location") : Optional.empty();
      var kind = location.isPresent() ? Kind.REDIRECT : Kind.HTTP_ERROR;
      return Fetched.without(kind, status, type, bytes, location);
    }

    /** Also what was sent and received; an error's body is read for it too, but not other types. */
    private Fetched kept(Request request, StreamingResponse response, String agent)
        throws HttpException {
      int status = response.status();
      boolean success = status >= 200 && status < 300;
      Fetched fetched;
      byte[] body = Fetched.NO_BODY;
      Optional<String> truncated = Optional.empty();
      if (success) {
        fetched = answer(response);
        body = fetched.body();
        truncated =
            switch (fetched.kind()) {
              case NOT_HTML -> Optional.of("unspecified");
              case TOO_LARGE -> Optional.of("length");
              default -> Optional.empty();
            };
      } else {
        try {
          body = head(response);
          if (body.length >= accept.limit()) truncated = Optional.of("length");
        } catch (HttpException _) { // it is an error all the same
          truncated = Optional.of("disconnect");
        }
        fetched = refused(response, body.length);
      }
      Headers asked = request.headers().with("User-Agent", agent);
      return fetched.with(Exchange.of(url, asked, status, response.headers(), body, truncated));
    }

    private Request request() {
      var request = Request.get(url.toString()).header("Accept", ACCEPT);
      if (validators.etag().isPresent()) {
        request = request.header("If-None-Match", validators.etag().get());
      }
      if (validators.lastModified().isPresent()) {
        request = request.header("If-Modified-Since", validators.lastModified().get());
      }
      return trusted ? request : request.untrusted();
    }

    private Optional<Duration> wait(String header) {
      return RetryAfter.parse(header, clock.now());
    }

    private Fetched success(StreamingResponse response, MediaType type) throws HttpException {
      int status = response.status();
      if (!accept.types().test(type)) {
        return Fetched.without(Kind.NOT_HTML, status, type, response.discard(), Optional.empty());
      }
      try {
        return Fetched.body(
            status,
            response.headers(),
            type,
            accept.cut() ? head(response) : response.bytes(accept.limit()));
      } catch (HttpException e) {
        if (e.reason() != HttpException.Reason.TOO_LARGE) throw e;
        return Fetched.without(
            Kind.TOO_LARGE,
            status,
            type,
            accept.limit(),
            Optional.of(String.valueOf(e.getMessage())));
      }
    }

    private byte[] head(StreamingResponse response) throws HttpException {
      int limit = Math.toIntExact(accept.limit());
      try (InputStream body = response.inputStream(Long.MAX_VALUE / 2)) {
        return body.readNBytes(limit);
      } catch (HttpException e) {
        throw e;
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e); // a body's stream has no other
      }
    }
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }
}
