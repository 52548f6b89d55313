package weft.web;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Origins as browsers write them: what somebody wrote otherwise would never be theirs. */
final class Origins {
  private static final Pattern ORIGIN =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]*)://(\\[[0-9a-fA-F:.]+]|[^/*?#\\s:@\\[]+)(:\\d{1,5})?/?");
  private static final Map<String, String> USUAL_PORTS = Map.of("http", ":80", "https", ":443");

  private Origins() {}

  /**
   * All of them, in small letters and without the usual port.
   *
   * @throws IllegalArgumentException if one is no origin
   */
  static List<String> canonical(String... origins) {
    return Stream.of(origins).map(Origins::canonical).toList();
  }

  private static String canonical(String origin) {
    var parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "no origin: '" + origin + "'; one is like https://example.org, without a path");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    String host = parts.group(2).toLowerCase(Locale.ROOT);
    String port = parts.group(3);
    boolean isUsual = port == null || port.equals(USUAL_PORTS.get(scheme));
    return scheme
        + "://"
        + (host.startsWith("[") ? host : IDN.toASCII(host))
        + (isUsual ? "" : port);
  }
}
