package weft.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which pages of other origins may call a server from a browser, and what they may do (CORS, as the
 * Fetch standard has it). Immutable; see {@link ServerBuilder#cors}.
 *
 * <pre>{@code
 * Web.server(routes).cors(Cors.allow("https://app.example.org").withCredentials())
 * }</pre>
 *
 * <p>It is the browser that keeps to it: other programs call whatever they can reach.
 */
public final class Cors {
  private static final String REQUEST_METHOD = "Access-Control-Request-Method";
  private static final String REQUEST_HEADERS = "Access-Control-Request-Headers";
  private static final List<String> USUAL =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final Duration USUAL_AGE = Duration.ofHours(1);

  /** No page of another origin: what a server does that says nothing. */
  static final Cors NONE = allow();

  private final Optional<List<String>> origins; // empty: any
  private final List<String> methods;
  private final List<String> headers; // none: what is asked for
  private final List<String> exposed;
  private final boolean credentials;
  private final Duration maxAge;

  private Cors(
      Optional<List<String>> origins,
      List<String> methods,
      List<String> headers,
      List<String> exposed,
      boolean credentials,
      Duration maxAge) {
    this.origins = origins;
    this.methods = methods;
    this.headers = headers;
    this.exposed = exposed;
    this.credentials = credentials;
    this.maxAge = maxAge;
  }

  /**
   * Pages of these origins, each scheme, host and, if it isn't the usual one, port, as in {@code
   * https://example.org}; with the usual methods, any headers, and without the user's cookies.
   *
   * @throws IllegalArgumentException if one is no origin
   */
  public static Cors allow(String... origins) {
    return new Cors(
        Optional.of(Origins.canonical(origins)), USUAL, List.of(), List.of(), false, USUAL_AGE);
  }

  /** All pages, as for an API that is open to everybody; never with the user's cookies. */
  public static Cors anyOrigin() {
    return new Cors(Optional.empty(), USUAL, List.of(), List.of(), false, USUAL_AGE);
  }

  /** Only these methods; without this {@code GET}, {@code HEAD}, {@code POST}, {@code PUT}, … */
  public Cors methods(String... names) {
    return new Cors(origins, List.of(names), headers, exposed, credentials, maxAge);
  }

  /** Only these headers of requests, beside those that are always allowed; without this any. */
  public Cors headers(String... names) {
    return new Cors(origins, methods, List.of(names), exposed, credentials, maxAge);
  }

  /** Lets pages read these headers of answers, beside those that they always may. */
  public Cors expose(String... names) {
    return new Cors(origins, methods, headers, List.of(names), credentials, maxAge);
  }

  /**
   * With the user's cookies, so that the page acts for the user.
   *
   * @throws IllegalStateException if pages of any origin could do that
   */
  public Cors withCredentials() {
    if (origins.isEmpty()) {
      throw new IllegalStateException("any page could act for the user: name the origins");
    }
    return new Cors(origins, methods, headers, exposed, true, maxAge);
  }

  /** How long a browser may remember what was allowed; an hour without this. */
  public Cors maxAge(Duration age) {
    return new Cors(origins, methods, headers, exposed, credentials, age);
  }

  /** The answer to a browser that asks before it calls; empty for all other requests. */
  Optional<Response> preflight(Request request) {
    boolean asks =
        request.method().equals("OPTIONS")
            && request.header("Origin").isPresent()
            && request.header(REQUEST_METHOD).isPresent();
    if (!asks || this == NONE) return Optional.empty();
    if (!isAllowed(request)) {
      return Optional.of(Failures.render(request, 403, "pages of this origin may not call"));
    }
    var response =
        Response.empty()
            .header("Access-Control-Allow-Methods", String.join(", ", methods))
            .header("Access-Control-Max-Age", "" + maxAge.toSeconds())
            .addHeader("Vary", REQUEST_HEADERS);
    String asked = request.header(REQUEST_HEADERS).orElse("");
    String allowed = headers.isEmpty() ? asked : String.join(", ", headers);
    return Optional.of(
        allowed.isEmpty() ? response : response.header("Access-Control-Allow-Headers", allowed));
  }

  /** The answer, with what lets the page read it. */
  Response apply(Request request, Response response) {
    if (this == NONE) return response;
    if (origins.isEmpty()) return exposing(response.header("Access-Control-Allow-Origin", "*"));
    var varying = response.addHeader("Vary", "Origin");
    if (!isAllowed(request)) return varying;
    String origin = request.header("Origin").orElseThrow();
    var readable = exposing(varying.header("Access-Control-Allow-Origin", origin));
    return credentials ? readable.header("Access-Control-Allow-Credentials", "true") : readable;
  }

  private Response exposing(Response response) {
    if (exposed.isEmpty()) return response;
    return response.header("Access-Control-Expose-Headers", String.join(", ", exposed));
  }

  private boolean isAllowed(Request request) {
    return origins.isEmpty()
        || request.header("Origin").filter(origins.get()::contains).isPresent();
  }

  @Override
  public String toString() {
    return "CORS for " + origins.map(all -> String.join(", ", all)).orElse("any origin");
  }
}
