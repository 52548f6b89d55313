package weft.http;

import java.time.Duration;

/**
 * How an {@link Http} client behaves. Immutable; each {@code with} method gives a changed copy.
 *
 * @param userAgent sent as {@code User-Agent} where a request has none of its own
 * @param connectTimeout how long to wait for one address of a host to accept, TLS included; more
 *     than zero
 * @param responseTimeout how long the server may send nothing before a read fails; zero means for
 *     ever
 * @param maxConnections how many connections may be open at once; further calls wait, first come
 *     first served
 * @param maxConnectionsPerHost how many of them may go to one scheme, host and port
 * @param idleTimeout how long an unused connection is kept for the next call; more than zero
 */
public record HttpSettings(
    String userAgent,
    Duration connectTimeout,
    Duration responseTimeout,
    int maxConnections,
    int maxConnectionsPerHost,
    Duration idleTimeout) {

  private static final HttpSettings DEFAULTS =
      new HttpSettings(
          "weft", Duration.ofSeconds(10), Duration.ofSeconds(30), 256, 32, Duration.ofSeconds(30));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public HttpSettings {
    check(
        !userAgent.isBlank() && userAgent.chars().allMatch(c -> c >= ' ' && c < 127),
        "user agent must be printable ASCII and not blank, not '" + userAgent + "'");
    check(
        connectTimeout.isPositive(),
        "connect timeout must be more than zero, not " + connectTimeout);
    check(
        !responseTimeout.isNegative(),
        "response timeout must not be negative, not " + responseTimeout);
    check(maxConnections > 0, "max connections must be at least 1, not " + maxConnections);
    check(
        maxConnectionsPerHost > 0,
        "max connections per host must be at least 1, not " + maxConnectionsPerHost);
    check(idleTimeout.isPositive(), "idle timeout must be more than zero, not " + idleTimeout);
  }

  /**
   * User agent "weft", 10 s to connect, 30 s between bytes, 256 connections, 32 a host, 30 s idle.
   */
  public static HttpSettings defaults() {
    return DEFAULTS;
  }

  /** Replaces the user agent. */
  public HttpSettings withUserAgent(String value) {
    return new HttpSettings(
        value, connectTimeout, responseTimeout, maxConnections, maxConnectionsPerHost, idleTimeout);
  }

  /** Replaces the time to connect. */
  public HttpSettings withConnectTimeout(Duration value) {
    return new HttpSettings(
        userAgent, value, responseTimeout, maxConnections, maxConnectionsPerHost, idleTimeout);
  }

  /** Replaces the longest silence of a server; zero means for ever. */
  public HttpSettings withResponseTimeout(Duration value) {
    return new HttpSettings(
        userAgent, connectTimeout, value, maxConnections, maxConnectionsPerHost, idleTimeout);
  }

  /** Replaces both limits on open connections. */
  public HttpSettings withConnections(int inAll, int perHost) {
    return new HttpSettings(
        userAgent, connectTimeout, responseTimeout, inAll, perHost, idleTimeout);
  }

  /** Replaces the time an unused connection is kept. */
  public HttpSettings withIdleTimeout(Duration value) {
    return new HttpSettings(
        userAgent, connectTimeout, responseTimeout, maxConnections, maxConnectionsPerHost, value);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) throw new IllegalArgumentException(otherwise);
  }
}
