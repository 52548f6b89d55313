package weft.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, sizes and times, as people write and read them. */
final class Quantities {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?) ?([a-zA-Z]*)");
  private static final Map<String, Double> SECONDS =
      Map.of("ms", 0.001, "s", 1.0, "", 1.0, "m", 60.0, "min", 60.0, "h", 3600.0);
  private static final Map<String, Double> BYTES =
      Map.of("", 1.0, "b", 1.0, "k", 1e3, "kb", 1e3, "m", 1e6, "mb", 1e6, "g", 1e9, "gb", 1e9);

  private Quantities() {}

  static int wholeNumber(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      boolean large = text.matches("\\d+");
      throw wrong(option, text, large ? "is too large a number" : "is not a whole number");
    }
  }

  static double number(String option, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(option, text, "is not a number");
    }
  }

  /** A time such as 500ms, 30s or 2m; seconds where no unit is given. */
  static Duration time(String option, String text) {
    double seconds = scaled(option, text, SECONDS, "is not a time such as 500ms, 30s or 2m");
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** A size such as 5MB; bytes where no unit is given. */
  static int size(String option, String text) {
    double bytes = scaled(option, text, BYTES, "is not a size such as 5MB, 500kB or 20000");
    if (bytes > Integer.MAX_VALUE) throw wrong(option, text, "is more than 2147483647 bytes");
    return (int) bytes;
  }

  private static double scaled(
      String option, String text, Map<String, Double> units, String complaint) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text);
    if (!matcher.matches()) throw wrong(option, text, complaint);
    Double unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (unit == null) throw wrong(option, text, complaint);
    return Double.parseDouble(matcher.group(1)) * unit;
  }

  private static CommandException wrong(String option, String text, String complaint) {
    return CommandException.usage(option + ": '" + text + "' " + complaint);
  }

  /** 12,345. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** 12.3 MB. */
  static String bytes(long bytes) {
    if (bytes < 1_000) return bytes + " B";
    if (bytes < 1_000_000) return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    if (bytes < 1_000_000_000) return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    return String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }

  /** 12 ms, 3.4 s, 2 min 5 s or 3 h 20 min. */
  static String time(Duration time) {
    if (time.toMillis() < 1_000) return time.toMillis() + " ms";
    if (time.toSeconds() < 60) return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    if (time.toMinutes() < 60) return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    return time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  /** 123 or 4.5. */
  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }
}
