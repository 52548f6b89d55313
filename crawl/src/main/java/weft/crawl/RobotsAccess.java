package weft.crawl;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import weft.crawl.fetch.Accept;
import weft.crawl.fetch.Fetched;
import weft.crawl.fetch.Fetcher;
import weft.crawl.fetch.Gate;
import weft.crawl.result.Kind;
import weft.crawl.robots.RobotsRules;
import weft.crawl.url.WebUrl;

/**
 * What a host's robots.txt allows.
 *
 * @param rules the rules
 * @param unreachable why the host could not be asked; nothing is to be requested there then
 * @param note why nothing is allowed, if that is not what robots.txt says
 * @param answer the last answer, without its body
 */
record RobotsAccess(
    RobotsRules rules, Optional<String> unreachable, Optional<String> note, Fetched answer) {
  private static final int MAX_REDIRECTS = 5;

  /** RFC 9309 asks for 500 kibibytes at least; what comes after is not read. */
  private static final int MOST_BYTES = 500 * 1024;

  private static final Accept ANY = new Accept(_ -> true, MOST_BYTES, true);

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /**
   * Fetches robots.txt; what can't be had counts as RFC 9309 says. It may be on another host, but
   * none of the public internet leads to a private address.
   */
  static RobotsAccess fetch(WebUrl page, Fetcher fetcher, Gate gate, String userAgent) {
    WebUrl url = page.resolve("/robots.txt").orElseThrow();
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      Fetched fetched = fetcher.fetch(url, ANY, gate);
      Optional<WebUrl> next = fetched.detail().flatMap(url::resolve);
      if (fetched.kind() != Kind.REDIRECT || next.isEmpty() || hop == MAX_REDIRECTS) {
        return of(fetched, userAgent);
      }
      url = next.get();
      if (fetched.isFromPublic()) fetcher = fetcher.untrusted();
    }
    throw new AssertionError("the last hop has an answer");
  }

  private static RobotsAccess of(Fetched fetched, String userAgent) {
    return switch (fetched.kind()) {
      case PAGE -> read(fetched, userAgent);
      case FAILED, TIMED_OUT ->
          new RobotsAccess(RobotsRules.allowNone(), fetched.detail(), Optional.empty(), fetched);
      default -> mayBeThere(fetched.status()) ? closed(fetched) : free(fetched);
    };
  }

  private static RobotsAccess read(Fetched fetched, String userAgent) {
    try {
      return new RobotsAccess(
          RobotsRules.parse(wholeLines(fetched.body()), userAgent),
          Optional.empty(),
          Optional.empty(),
          fetched.bare());
    } catch (RuntimeException | StackOverflowError e) {
      String why = "robots.txt can't be read: " + e;
      return new RobotsAccess(
          RobotsRules.allowNone(), Optional.empty(), Optional.of(why), fetched.bare());
    }
  }

  /** Half a line, at the end of what was read, is another rule than the whole one. */
  private static byte[] wholeLines(byte[] text) {
    int end = text.length;
    if (end < MOST_BYTES) return text;
    while (end > 0 && text[end - 1] != '\n' && text[end - 1] != '\r') end--;
    return Arrays.copyOf(text, end);
  }

  /** A server in trouble may have rules that it can't tell now. */
  private static boolean mayBeThere(int status) {
    return status == 429 || status >= 500;
  }

  private static RobotsAccess closed(Fetched fetched) {
    return new RobotsAccess(
        RobotsRules.allowNone(),
        Optional.empty(),
        Optional.of("robots.txt was answered with " + fetched.status()),
        fetched);
  }

  private static RobotsAccess free(Fetched fetched) {
    return new RobotsAccess(RobotsRules.allowAll(), Optional.empty(), Optional.empty(), fetched);
  }

  /** The time between two requests that the host asks for, within reason. */
  Optional<Duration> delay() {
    return rules
        .crawlDelay()
        .map(delay -> delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY);
  }
}
