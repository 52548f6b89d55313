package weft.web;

import static weft.web.Limits.positive;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for WebSockets. Immutable.
 *
 * <pre>{@code
 * WebSocketOptions.defaults()
 *     .maxMessage(4_000)
 *     .rate(20, Duration.ofSeconds(1))
 *     .origins("https://example.org")
 * }</pre>
 */
public final class WebSocketOptions {
  private static final WebSocketOptions DEFAULTS =
      new WebSocketOptions(
          new Values(
              64 * 1024,
              256,
              SlowPolicy.DISCONNECT,
              Optional.empty(),
              Duration.ofSeconds(30),
              Duration.ofSeconds(20),
              Optional.empty(),
              List.of(),
              true));

  /** So many messages in a time. */
  record Rate(int messages, Duration per) {}

  record Values(
      int maxMessage,
      int maxQueue,
      SlowPolicy slow,
      Optional<Rate> rate,
      Duration pingAfter,
      Duration pongWithin,
      Optional<Set<String>> origins,
      List<String> protocols,
      boolean compresses) {}

  private final Values values;

  private WebSocketOptions(Values values) {
    this.values = values;
  }

  /**
   * Messages of up to 64 KiB, any number of them; 256 may wait to be sent, then a broadcast
   * disconnects; a ping after 30 seconds of silence, an answer within 20; pages of the server's own
   * origin only; with compression.
   */
  public static WebSocketOptions defaults() {
    return DEFAULTS;
  }

  /**
   * How many bytes a message may have, compressed or not; a larger one closes with 1009. A client
   * can make the server keep two or three of them.
   */
  public WebSocketOptions maxMessage(int bytes) {
    return copy(positive(bytes), values.maxQueue, values.slow, values.rate);
  }

  /**
   * How many messages may come in a time, and as many at once after a pause; more close the
   * connection with 1008.
   */
  public WebSocketOptions rate(int messages, Duration per) {
    var rate = new Rate(positive(messages), positive(per));
    return copy(values.maxMessage, values.maxQueue, values.slow, Optional.of(rate));
  }

  /** What becomes of broadcasts when {@code queue} messages wait to be sent to a slow client. */
  public WebSocketOptions slow(SlowPolicy policy, int queue) {
    Objects.requireNonNull(policy, "policy");
    return copy(values.maxMessage, positive(queue), policy, values.rate);
  }

  private WebSocketOptions copy(int message, int queue, SlowPolicy slow, Optional<Rate> rate) {
    return new WebSocketOptions(
        new Values(
            message,
            queue,
            slow,
            rate,
            values.pingAfter,
            values.pongWithin,
            values.origins,
            values.protocols,
            values.compresses));
  }

  /**
   * After how much silence a client gets a ping, and within which time it has to say something, be
   * it a pong; else the connection is lost. They are looked at once a second.
   */
  public WebSocketOptions heartbeat(Duration after, Duration within) {
    return copy(
        positive(after), positive(within), values.origins, values.protocols, values.compresses);
  }

  /**
   * Which origins pages may have that connect, as {@code https://example.org}; without this, that
   * of the server, as the request names it. Programs that send no origin are let in.
   *
   * @throws IllegalArgumentException if one is no origin
   */
  public WebSocketOptions origins(String... allowed) {
    return from(Set.copyOf(Origins.canonical(allowed)));
  }

  private WebSocketOptions from(Set<String> origins) {
    return copy(
        values.pingAfter,
        values.pongWithin,
        Optional.of(origins),
        values.protocols,
        values.compresses);
  }

  /** Lets in pages of every origin: they then act with the cookies of whoever looks at them. */
  public WebSocketOptions anyOrigin() {
    return from(Set.of("*"));
  }

  /** Subprotocols that the server speaks, the best first. */
  public WebSocketOptions protocols(String... names) {
    return copy(
        values.pingAfter, values.pongWithin, values.origins, List.of(names), values.compresses);
  }

  /** Refuses compression. */
  public WebSocketOptions withoutCompression() {
    return copy(values.pingAfter, values.pongWithin, values.origins, values.protocols, false);
  }

  private WebSocketOptions copy(
      Duration pingAfter,
      Duration pongWithin,
      Optional<Set<String>> origins,
      List<String> protocols,
      boolean compresses) {
    return new WebSocketOptions(
        new Values(
            values.maxMessage,
            values.maxQueue,
            values.slow,
            values.rate,
            pingAfter,
            pongWithin,
            origins,
            protocols,
            compresses));
  }

  Values values() {
    return values;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
