package weft.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the dates of cookies, which come in every form there ever was (RFC 6265, 5.1.1). */
final class CookieDate {
  private static final Pattern DELIMITER =
      Pattern.compile("[\\x09\\x20-\\x2f\\x3b-\\x40\\x5b-\\x60\\x7b-\\x7e]+");
  private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(\\D.*)?");
  private static final Pattern DAY = Pattern.compile("(\\d{1,2})(\\D.*)?");
  private static final Pattern YEAR = Pattern.compile("(\\d{2,4})(\\D.*)?");
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private CookieDate() {}

  static Optional<Instant> parse(String text) {
    int[] time = {};
    int day = -1;
    int month = -1;
    int year = -1;
    for (String token : DELIMITER.split(text, -1)) {
      Matcher asTime = TIME.matcher(token);
      Matcher asDay = DAY.matcher(token);
      Matcher asYear = YEAR.matcher(token);
      if (time.length == 0 && asTime.matches())
        time = new int[] {number(asTime, 1), number(asTime, 2), number(asTime, 3)};
      else if (day < 0 && asDay.matches()) day = number(asDay, 1);
      else if (month < 0 && month(token) > 0) month = month(token);
      else if (year < 0 && asYear.matches()) year = number(asYear, 1);
    }
    if (year >= 70 && year <= 99) year += 1900;
    else if (year >= 0 && year <= 69) year += 2000;
    if (time.length == 0 || day < 0 || month < 0 || year < 1601) return Optional.empty();
    try {
      return Optional.of(
          LocalDateTime.of(year, month, day, time[0], time[1], time[2]).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }

  private static int month(String token) {
    if (token.length() < 3) return -1;
    int at = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
    return at < 0 || at % 3 != 0 ? -1 : at / 3 + 1;
  }
}
