package weft.crawl.url;

import java.util.Optional;

/**
 * A normalised {@code http} or {@code https} URL without fragment. Immutable; equal where the text
 * is equal, so that one page is fetched once.
 *
 * <p>Normal means: scheme and host in lower case (an international name in punycode), no user name,
 * no default port, dot segments removed, percent-encoding in upper case and only where it says
 * something, everything that a URL may not contain encoded as UTF-8, a backslash before the query
 * taken as a slash, {@code /} for an empty path, and no empty query. Nothing else is changed: the
 * order of parameters, {@code index.html} and a slash at the end may well be another page.
 *
 * <p>Text is taken as browsers take it, which is more than {@link java.net.URI} does; the work is
 * done on strings since every link of every page passes here.
 */
public final class WebUrl {
  private final String text;
  private final int hostStart;
  private final int pathStart;

  WebUrl(String text, int hostStart, int pathStart) {
    this.text = text;
    this.hostStart = hostStart;
    this.pathStart = pathStart;
  }

  /** Reads an absolute URL; empty where it is none, or of another scheme. Never throws. */
  public static Optional<WebUrl> parse(String text) {
    return new UrlParser(null, text).parse();
  }

  /** Reads a link on the page of this URL; empty where it leads to no web page. Never throws. */
  public Optional<WebUrl> resolve(String reference) {
    return new UrlParser(this, reference).parse();
  }

  /** The host and, unless it is the default one, the port: {@code example.org:8080}. */
  public String authority() {
    return text.substring(hostStart, pathStart);
  }

  /** Scheme, host and port: what has a robots.txt of its own. */
  public String origin() {
    return text.substring(0, pathStart);
  }

  /** Path and query. */
  public String path() {
    return text.substring(pathStart);
  }

  String scheme() {
    return text.substring(0, hostStart - "://".length());
  }

  int pathStart() {
    return pathStart;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebUrl url && text.equals(url.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The URL, in ASCII. */
  @Override
  public String toString() {
    return text;
  }
}
