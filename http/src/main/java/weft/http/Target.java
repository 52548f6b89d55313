package weft.http;

import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import weft.http.HttpException.Reason;

/**
 * Where a URL leads and what to ask for there, cut out of the text: {@link java.net.URI} refuses
 * many URLs that servers answer.
 */
record Target(HttpHost host, String path) {
  static Target of(String url) throws HttpException {
    int scheme = url.indexOf("://");
    String name = scheme < 0 ? "" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
    if (!name.equals("http") && !name.equals("https"))
      throw bad(
          url, "it must begin with http:// or https:// (a path is for a client with a baseUrl)");
    int start = scheme + 3;
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) end++;
    int fragment = url.indexOf('#', end);
    int stop = fragment < 0 ? url.length() : fragment;
    for (int i = start; i < stop; i++) {
      if (url.charAt(i) <= ' ' || url.charAt(i) >= 127)
        throw bad(url, "it has a character that must be percent-encoded");
    }
    String path =
        end < stop && url.charAt(end) == '/'
            ? url.substring(end, stop)
            : "/" + url.substring(end, stop);
    return new Target(host(url, name, url.substring(start, end)), path);
  }

  /** The URL again, as it was sent. */
  String url() {
    return host.getSchemeName() + "://" + host.toHostString() + path;
  }

  boolean isSecure() {
    return host.getSchemeName().equals("https");
  }

  int port() {
    if (host.getPort() >= 0) return host.getPort();
    return isSecure() ? 443 : 80;
  }

  /** Scheme, host and port: what servers that trust each other share. */
  String origin() {
    return host.getSchemeName() + "://" + name() + ":" + port();
  }

  /** The host's name in small letters, an IPv6 address without its brackets. */
  String name() {
    return host.getHostName().toLowerCase(Locale.ROOT);
  }

  private static HttpHost host(String url, String scheme, String authority) throws HttpException {
    if (authority.indexOf('@') >= 0)
      throw bad(url, "it has a user name; send an Authorization header instead");
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', bracket + 1);
    String host = colon < 0 ? authority : authority.substring(0, colon);
    // What other programs read as another host than this one is a way around their checks.
    boolean bracketed = host.startsWith("[") && host.indexOf(']') == host.length() - 1;
    if (bracketed) host = host.substring(1, bracket);
    if (host.isEmpty()) throw bad(url, "it names no host");
    if (host.chars().anyMatch(c -> "[]\\<>^`{|}\"".indexOf(c) >= 0))
      throw bad(url, "no host has such a name");
    int port = -1;
    if (colon >= 0 && colon + 1 < authority.length()) {
      try {
        port = Integer.parseInt(authority, colon + 1, authority.length(), 10);
      } catch (NumberFormatException _) {
        throw bad(url, "its port is no number");
      }
      if (port < 0 || port > 65_535) throw bad(url, "its port is not between 0 and 65535");
    }
    return new HttpHost(scheme, host, port);
  }

  private static HttpException bad(String url, String why) {
    return new HttpException(
        Reason.BAD_URL, "not a URL to call: " + Errors.plainUrl(url) + ": " + why);
  }
}
