package weft.crawl.fetch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import weft.crawl.url.WebUrl;
import weft.http.Headers;

/**
 * A request and its answer, as they can be archived: the body with its encodings undone, and so
 * without the fields that tell of these.
 */
public final class Exchange {
  private final String request;
  private final int status;
  private final Headers headers;
  private final byte[] body;
  private final Optional<String> truncated;

  private Exchange(
      String request, int status, Headers headers, byte[] body, Optional<String> truncated) {
    this.request = request;
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.truncated = truncated;
  }

  static Exchange of(
      WebUrl url,
      Headers asked,
      int status,
      Headers headers,
      byte[] body,
      Optional<String> truncated) {
    var request = new StringBuilder("GET ").append(url.path()).append(" HTTP/1.1\r\n");
    field(request, "Host", url.authority());
    fields(request, asked);
    return new Exchange(request.append("\r\n").toString(), status, headers, body, truncated);
  }

  /** The head of the request, as far as the crawl makes it. */
  public String request() {
    return request;
  }

  /** The head of the response. */
  public String response() {
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    fields(head, headers);
    field(head, "Content-Length", Integer.toString(body.length));
    return head.append("\r\n").toString();
  }

  /** The body, not copied. */
  public byte[] body() {
    return body;
  }

  /** Why the body is not all that was sent, in a word of WARC; empty if it is. */
  public Optional<String> truncated() {
    return truncated;
  }

  /** The SHA-256 of the body, in hexadecimal. */
  public String sha256() {
    return sha256(body);
  }

  /** The SHA-256 of these bytes, in hexadecimal. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void fields(StringBuilder head, Headers headers) {
    for (String name : headers.names()) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "content-encoding", "transfer-encoding", "content-length" -> {}
        default -> headers.all(name).forEach(value -> field(head, name, value));
      }
    }
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
