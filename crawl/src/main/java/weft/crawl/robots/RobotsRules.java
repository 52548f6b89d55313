package weft.crawl.robots;

import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.crawl.url.WebUrl;

/** What one host's robots.txt allows a crawler of some name, by RFC 9309. Immutable. */
public final class RobotsRules {
  private static final int MAX_WARNINGS = 0;

  private final SimpleRobotRules rules;

  private RobotsRules(SimpleRobotRules rules) {
    this.rules = rules;
  }

  /** The rules where there is no robots.txt: everything is allowed. */
  public static RobotsRules allowAll() {
    return new RobotsRules(new SimpleRobotRules(RobotRulesMode.ALLOW_ALL));
  }

  /** The rules where robots.txt can't be had: nothing is allowed. */
  public static RobotsRules allowNone() {
    return new RobotsRules(new SimpleRobotRules(RobotRulesMode.ALLOW_NONE));
  }

  /**
   * Reads a robots.txt; lines that make no sense are passed over.
   *
   * @param userAgent the crawler's {@code User-Agent}; its first word is the name that counts
   */
  public static RobotsRules parse(byte[] text, String userAgent) {
    // With its own limit the parser would forbid everything where the delay is long.
    var parser = new SimpleRobotRulesParser(Long.MAX_VALUE, MAX_WARNINGS);
    return new RobotsRules(
        parser.parseContent("", text, "text/plain", List.of(product(userAgent))));
  }

  /** Tells whether the URL may be requested. */
  public boolean allow(WebUrl url) {
    return rules.isAllowAll() || (!rules.isAllowNone() && rules.isAllowed(url.toString()));
  }

  /** The least time between two requests, if one is asked for. */
  public Optional<Duration> crawlDelay() {
    long millis = rules.getCrawlDelay();
    return millis > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
  }

  /** The sitemaps that it names, as they are written. */
  public List<String> sitemaps() {
    return List.copyOf(rules.getSitemaps());
  }

  /** The name at the head of a user agent, as "weft" in "weft/1.0 (+https://…)". */
  public static String product(String userAgent) {
    String agent = userAgent.strip();
    int end = 0;
    while (end < agent.length() && isNamePart(agent.charAt(end))) end++;
    return agent.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }
}
