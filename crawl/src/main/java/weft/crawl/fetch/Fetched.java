package weft.crawl.fetch;

import java.time.Duration;
import java.util.Optional;
import weft.crawl.page.MediaType;
import weft.crawl.result.Kind;
import weft.http.Headers;

/** What came of fetching a URL: never an exception, unless the fetch was cancelled. */
public final class Fetched {
  static final byte[] NO_BODY = {};

  private final Kind kind;
  private final int status;
  private final Headers headers;
  private final MediaType type;
  private final byte[] body;
  private final long bytes;
  private final Optional<String> detail;
  private final Duration duration;
  private final int attempts;
  private final Optional<Exchange> exchange;
  private final boolean fromPublic;

  private Fetched(
      Kind kind,
      int status,
      Headers headers,
      MediaType type,
      byte[] body,
      long bytes,
      Optional<String> detail,
      Duration duration,
      int attempts,
      Optional<Exchange> exchange,
      boolean fromPublic) {
    this.kind = kind;
    this.status = status;
    this.headers = headers;
    this.type = type;
    this.body = body;
    this.bytes = bytes;
    this.detail = detail;
    this.duration = duration;
    this.attempts = attempts;
    this.exchange = exchange;
    this.fromPublic = fromPublic;
  }

  static Fetched body(int status, Headers headers, MediaType type, byte[] body) {
    return new Fetched(
        Kind.PAGE,
        status,
        headers,
        type,
        body,
        body.length,
        Optional.empty(),
        Duration.ZERO,
        0,
        Optional.empty(),
        false);
  }

  static Fetched without(
      Kind kind, int status, MediaType type, long bytes, Optional<String> detail) {
    return new Fetched(
        kind,
        status,
        Headers.none(),
        type,
        NO_BODY,
        bytes,
        detail,
        Duration.ZERO,
        0,
        Optional.empty(),
        false);
  }

  /** What comes of a URL that gets no answer, or is not asked for. */
  public static Fetched failed(Kind kind, String why) {
    return without(kind, 0, MediaType.of(Optional.empty()), 0, Optional.of(why));
  }

  Fetched in(Duration time, int tries) {
    return changed(time, tries, exchange, fromPublic);
  }

  Fetched with(Exchange kept) {
    return changed(duration, attempts, Optional.of(kept), fromPublic);
  }

  Fetched from(boolean publicAddress) {
    return changed(duration, attempts, exchange, publicAddress);
  }

  /** The same answer, with other circumstances. */
  private Fetched changed(
      Duration time, int tries, Optional<Exchange> kept, boolean publicAddress) {
    return new Fetched(
        kind, status, headers, type, body, bytes, detail, time, tries, kept, publicAddress);
  }

  /** This, without its body and headers. */
  public Fetched bare() {
    return without(kind, status, type, bytes, detail).in(duration, attempts);
  }

  /**
   * What it is, by the response alone: a {@link Kind#PAGE} is a body that was accepted, or, with
   * status 304, a page that has not changed.
   */
  public Kind kind() {
    return kind;
  }

  /** The last status, 0 without an answer. */
  public int status() {
    return status;
  }

  /** The headers of the response, for a {@link Kind#PAGE}. */
  public Headers headers() {
    return headers;
  }

  /** What the response says it is. */
  public MediaType type() {
    return type;
  }

  /** The body of a {@link Kind#PAGE}, not copied. */
  public byte[] body() {
    return body;
  }

  /** How much was read of the body. */
  public long bytes() {
    return bytes;
  }

  /** The {@code Location} of a redirect as it was sent, or one line on what went wrong. */
  public Optional<String> detail() {
    return detail;
  }

  /** What was sent and received, where that is kept and there was an answer. */
  public Optional<Exchange> exchange() {
    return exchange;
  }

  /** Whether it came from an address of the public internet. */
  public boolean isFromPublic() {
    return fromPublic;
  }

  /** The time from the beginning of the last attempt to its end. */
  public Duration duration() {
    return duration;
  }

  /** How often it was requested. */
  public int attempts() {
    return attempts;
  }
}
