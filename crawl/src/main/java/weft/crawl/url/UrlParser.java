package weft.crawl.url;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes one reference apart, as the WHATWG's URL standard does for special schemes. */
final class UrlParser {
  private final @Nullable WebUrl base;
  private final String text;
  private final int end;
  private int at;

  UrlParser(@Nullable WebUrl base, String reference) {
    String line = withoutBreaks(reference);
    int from = 0;
    int to = line.length();
    while (from < to && line.charAt(from) <= ' ') from++;
    while (to > from && line.charAt(to - 1) <= ' ') to--;
    int fragment = line.indexOf('#', from);
    this.base = base;
    this.text = line;
    this.at = from;
    this.end = fragment >= 0 && fragment < to ? fragment : to;
  }

  Optional<WebUrl> parse() {
    int colon = schemeEnd();
    if (colon < 0) return base == null ? Optional.empty() : relative(base);
    String scheme = schemeOf(colon);
    if (scheme.isEmpty()) return Optional.empty();
    at = colon + 1;
    // "http:page" is a relative link on a page of the same scheme: an old habit browsers honour.
    if (base != null && base.scheme().equals(scheme) && !slashes(2)) return relative(base);
    return absolute(scheme);
  }

  private Optional<WebUrl> relative(WebUrl page) {
    String known = page.toString();
    if (slashes(2)) return absolute(page.scheme());
    var out = new StringBuilder(known.length() + end - at);
    if (slashes(1)) {
      out.append(known, 0, page.pathStart());
    } else {
      int query = known.indexOf('?', page.pathStart());
      int pathEnd = query < 0 ? known.length() : query;
      if (at == end) return Optional.of(page);
      boolean onlyQuery = text.charAt(at) == '?';
      out.append(known, 0, onlyQuery ? pathEnd : known.lastIndexOf('/', pathEnd - 1) + 1);
    }
    return Optional.of(finish(out, page.scheme(), page.pathStart()));
  }

  private Optional<WebUrl> absolute(String scheme) {
    while (slashes(1)) at++;
    int authority = at;
    while (at < end && !isSlash(text.charAt(at)) && text.charAt(at) != '?') at++;
    String host = Host.normalize(text.substring(authority, at), scheme);
    if (host.isEmpty()) return Optional.empty();
    var out = new StringBuilder(scheme.length() + 4 + host.length() + end - at);
    out.append(scheme).append("://").append(host);
    int pathStart = out.length();
    if (!slashes(1)) out.append('/');
    return Optional.of(finish(out, scheme, pathStart));
  }

  /** Appends what is left, path and query, and removes dot segments. */
  private WebUrl finish(StringBuilder out, String scheme, int pathStart) {
    int query = text.indexOf('?', at);
    int pathEnd = query >= 0 && query < end ? query : end;
    Percent.append(out, text, at, pathEnd, true);
    DotSegments.remove(out, pathStart);
    if (pathEnd + 1 < end) {
      out.append('?');
      Percent.append(out, text, pathEnd + 1, end, false);
    }
    return new WebUrl(out.toString(), scheme.length() + "://".length(), pathStart);
  }

  /** Where the scheme ends, or -1: a letter, then letters, digits and three signs, then a colon. */
  private int schemeEnd() {
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c == ':') return i > at ? i : -1;
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (!later || i == at)) return -1;
    }
    return -1;
  }

  private String schemeOf(int colon) {
    int length = colon - at;
    if (length == 4 && text.regionMatches(true, at, "http", 0, 4)) return "http";
    if (length == 5 && text.regionMatches(true, at, "https", 0, 5)) return "https";
    return "";
  }

  private boolean slashes(int count) {
    if (end - at < count) return false;
    for (int i = 0; i < count; i++) {
      if (!isSlash(text.charAt(at + i))) return false;
    }
    return true;
  }

  private static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  private static String withoutBreaks(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isBreak(text.charAt(i))) {
        var out = new StringBuilder(text.length()).append(text, 0, i);
        for (int j = i; j < text.length(); j++) {
          if (!isBreak(text.charAt(j))) out.append(text.charAt(j));
        }
        return out.toString();
      }
    }
    return text;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\t';
  }
}
