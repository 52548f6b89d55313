package weft.sql;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** PostgreSQL's intervals of days and less, as text: "1 day 02:00:00.5". */
final class Intervals {
  private static final Pattern FORM =
      Pattern.compile("(?:([-+]?\\d+) days? ?)?(?:([-+]?)(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?))?");

  private Intervals() {}

  /**
   * What {@code text} says; a day has 24 hours.
   *
   * @throws IllegalArgumentException if it is none, or has months, which have no length
   */
  static Duration duration(String text) {
    var form = FORM.matcher(text);
    if (!form.matches() || text.isEmpty()) throw new IllegalArgumentException(text);
    var days =
        form.group(1) == null ? Duration.ZERO : Duration.ofDays(Long.parseLong(form.group(1)));
    if (form.group(3) == null) return days;
    var time =
        Duration.ofHours(Long.parseLong(form.group(3)))
            .plusMinutes(Long.parseLong(form.group(4)))
            .plusNanos(new BigDecimal(form.group(5)).movePointRight(9).longValueExact());
    return form.group(2).equals("-") ? days.minus(time) : days.plus(time);
  }
}
