package weft.crawl.page;

import java.util.List;
import java.util.Locale;

/**
 * What a page asks of robots, by {@code meta name=robots} or {@code X-Robots-Tag}.
 *
 * @param noindex not to keep it
 * @param nofollow not to follow its links
 */
public record RobotsDirectives(boolean noindex, boolean nofollow) {
  /** A page that asks for nothing. */
  public static final RobotsDirectives NONE = new RobotsDirectives(false, false);

  /** Reads the content of a meta element, as "noindex, nofollow"; "none" is both. */
  static RobotsDirectives of(String directives) {
    boolean noindex = false;
    boolean nofollow = false;
    for (String directive : directives.toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
      noindex |= directive.equals("noindex") || directive.equals("none");
      nofollow |= directive.equals("nofollow") || directive.equals("none");
    }
    return noindex || nofollow ? new RobotsDirectives(noindex, nofollow) : NONE;
  }

  /**
   * Reads headers, each of which may be for one crawler only, as "otherbot: noindex".
   *
   * @param agent the crawler's name, lower case
   */
  public static RobotsDirectives ofHeaders(List<String> values, String agent) {
    var all = NONE;
    for (String value : values) all = all.and(ofHeader(value, agent));
    return all;
  }

  private static RobotsDirectives ofHeader(String value, String agent) {
    int colon = value.indexOf(':');
    String name = colon < 0 ? "" : value.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    // Some directives have a value after a colon too, and none of these comes before a list.
    boolean named = colon >= 0 && name.indexOf(',') < 0 && !isDirective(name);
    if (!named) return of(value);
    return name.equals(agent) ? of(value.substring(colon + 1)) : NONE;
  }

  private static boolean isDirective(String name) {
    return name.equals("unavailable_after") || name.startsWith("max-");
  }

  /** What these ask for, and those. */
  public RobotsDirectives and(RobotsDirectives other) {
    if (other.equals(NONE)) return this;
    return new RobotsDirectives(noindex || other.noindex, nofollow || other.nofollow);
  }
}
