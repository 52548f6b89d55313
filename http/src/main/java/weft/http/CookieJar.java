package weft.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import weft.Environment;

/**
 * Keeps the cookies that servers set, and tells which go where. In memory; safe for use by many
 * tasks.
 *
 * <p>It takes what a browser would: nothing for hosts that the server isn't part of, nor for what
 * many owners share ({@code co.uk}), nothing secure over plain HTTP; 50 cookies a domain and 3,000
 * in all, the oldest going first, for 400 days at most.
 */
public final class CookieJar {
  private static final int MAX_PER_DOMAIN = 50;
  private static final int MAX = 3000;

  private final Object lock = new Object();
  private final List<Cookie> cookies = new ArrayList<>(); // the oldest first

  /** An empty jar. */
  public CookieJar() {}

  /** All cookies that haven't expired, the oldest first. */
  public List<Cookie> cookies() {
    synchronized (lock) {
      dropExpired(now());
      return List.copyOf(cookies);
    }
  }

  /** Adds a cookie, in place of the one with the same name, domain and path. */
  public void add(Cookie cookie) {
    synchronized (lock) {
      put(cookie, now());
    }
  }

  /** Drops all cookies. */
  public void clear() {
    synchronized (lock) {
      cookies.clear();
    }
  }

  /** Takes in what an answer sets. */
  void store(Target from, Headers headers) {
    var fields = headers.all("Set-Cookie");
    if (fields.isEmpty()) return;
    Instant now = now();
    for (String field : fields) {
      var cookie = SetCookie.parse(field, from, now);
      if (cookie.isEmpty()) continue;
      synchronized (lock) {
        if (!overwritesSecure(cookie.get(), from)) put(cookie.get(), now);
      }
    }
  }

  /** The value of a {@code Cookie} header; empty where none goes there. */
  String header(Target to) {
    String path = to.path();
    int question = path.indexOf('?');
    String plain = question < 0 ? path : path.substring(0, question);
    synchronized (lock) {
      dropExpired(now());
      return cookies.stream()
          .filter(c -> c.goesTo(to.name(), plain, to.isSecure()))
          .sorted(Comparator.comparingInt((Cookie c) -> c.path().length()).reversed())
          .map(c -> c.name() + "=" + c.value())
          .collect(Collectors.joining("; "));
    }
  }

  /** What came over plain HTTP doesn't take the place of what came over TLS. */
  private boolean overwritesSecure(Cookie cookie, Target from) {
    return !from.isSecure()
        && cookies.stream()
            .anyMatch(c ->
                c.secure() && c.name().equals(cookie.name()) && c.domain().equals(cookie.domain()));
  }

  private void put(Cookie cookie, Instant now) {
    int before = -1;
    for (int i = 0; i < cookies.size() && before < 0; i++) {
      if (isSame(cookies.get(i), cookie)) before = i;
    }
    if (before >= 0) cookies.remove(before);
    if (cookie.isExpired(now)) return;
    // In its old place: the order in which cookies were made is the order in which they are sent.
    cookies.add(before >= 0 ? before : cookies.size(), cookie);
    long ofDomain = cookies.stream().filter(c -> c.domain().equals(cookie.domain())).count();
    if (ofDomain > MAX_PER_DOMAIN) {
      for (int i = 0; i < cookies.size(); i++) {
        if (cookies.get(i).domain().equals(cookie.domain())) {
          cookies.remove(i);
          break;
        }
      }
    }
    if (cookies.size() > MAX) cookies.removeFirst();
  }

  private static boolean isSame(Cookie a, Cookie b) {
    return a.name().equals(b.name())
        && a.domain().equals(b.domain())
        && a.path().equals(b.path())
        && a.hostOnly() == b.hostOnly();
  }

  private void dropExpired(Instant now) {
    cookies.removeIf(c -> c.isExpired(now));
  }

  private static Instant now() {
    return Environment.current().clock().now();
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "cookie jar with " + cookies.size() + " cookies";
    }
  }
}
