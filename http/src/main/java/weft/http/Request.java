package weft.http;

import java.net.URI;

/** A request to send. Immutable. */
public final class Request {
  private static final byte[] NO_BODY = {};

  private final String method;
  private final String url;
  private final Headers headers;
  private final byte[] body;
  private final boolean fresh;

  private Request(String method, String url, Headers headers, byte[] body, boolean fresh) {
    this.fresh = fresh;
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A request with any method.
   *
   * @param method for example "GET", upper case
   * @param url an absolute {@code http} or {@code https} URL, with everything percent-encoded that
   *     must be; its fragment is not sent
   * @throws IllegalArgumentException if the method is not one
   */
  public static Request of(String method, String url) {
    if (method.isEmpty() || !method.chars().allMatch(Request::inMethod)) {
      throw new IllegalArgumentException("not a method: '" + method + "' (write it in capitals)");
    }
    return new Request(method, url, Headers.none(), NO_BODY, false);
  }

  /** A GET. */
  public static Request get(String url) {
    return new Request("GET", url, Headers.none(), NO_BODY, false);
  }

  /** A GET. */
  public static Request get(URI url) {
    return get(url.toString());
  }

  /** A HEAD: the answer has headers and no body. */
  public static Request head(String url) {
    return new Request("HEAD", url, Headers.none(), NO_BODY, false);
  }

  /** A POST of {@code body}; say what it is with a {@code Content-Type} header. */
  public static Request post(String url, byte[] body) {
    return new Request("POST", url, Headers.none(), body.clone(), false);
  }

  /**
   * This request with one more header, beside those the client adds: Host, User-Agent,
   * Accept-Encoding, Connection, Content-Length.
   */
  public Request withHeader(String name, String value) {
    return new Request(method, url, headers.with(name, value), body, fresh);
  }

  /** This request with all of {@code value} as its headers. */
  public Request withHeaders(Headers value) {
    return new Request(method, url, value, body, fresh);
  }

  /** This request with a copy of {@code value} to send. */
  public Request withBody(byte[] value) {
    return new Request(method, url, headers, value.clone(), fresh);
  }

  /**
   * This request on a connection that is opened for it. A server may close one that was kept at the
   * moment it is used again: a second try on another of the same age may end alike.
   */
  public Request withFreshConnection() {
    return new Request(method, url, headers, body, true);
  }

  /** What to do there, for example "GET". */
  public String method() {
    return method;
  }

  /** Where to send it. */
  public String url() {
    return url;
  }

  /** What was added to the client's own headers. */
  public Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  boolean wantsFreshConnection() {
    return fresh;
  }

  private static boolean inMethod(int c) {
    return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }

  @Override
  public String toString() {
    return method + " " + url;
  }
}
