package weft.resilience;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The minutes that a line of {@code crontab} names; see {@link Schedule#cron}. */
final class Cron {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int CYCLE = 146_097; // days after which the calendar repeats itself

  private final CronField minute;
  private final CronField hour;
  private final CronField day;
  private final CronField month;
  private final CronField weekday;
  private final ZoneId zone;

  private Cron(List<String> fields, ZoneId zone) {
    minute = CronField.parse("minute", fields.get(0), 0, 59, List.of());
    hour = CronField.parse("hour", fields.get(1), 0, 23, List.of());
    day = CronField.parse("day of the month", fields.get(2), 1, 31, List.of());
    month = CronField.parse("month", fields.get(3), 1, 12, MONTHS);
    weekday = CronField.parse("day of the week", fields.get(4), 0, 7, DAYS);
    this.zone = zone;
  }

  static Cron parse(String line, ZoneId zone) {
    var fields = List.of(line.strip().toUpperCase(Locale.ROOT).split("\\s+"));
    if (fields.size() != 5) {
      throw new IllegalArgumentException(
          "a cron line has 5 fields, and not " + fields.size() + ": '" + line + "'");
    }
    var cron = new Cron(fields, zone);
    if (!cron.everComes()) {
      throw new IllegalArgumentException("no day is ever like that: '" + line + "'");
    }
    return cron;
  }

  private boolean everComes() {
    var date = LocalDate.EPOCH;
    for (int i = 0; i < CYCLE; i++, date = date.plusDays(1)) if (matches(date)) return true;
    return false;
  }

  private boolean matches(LocalDate date) {
    if (!month.has(date.getMonthValue())) return false;
    boolean byDay = day.has(date.getDayOfMonth());
    int number = date.getDayOfWeek().getValue(); // 1 to 7
    boolean byWeekday = weekday.has(number) || (number == 7 && weekday.has(0));
    return (day.starred() || weekday.starred()) ? byDay && byWeekday : byDay || byWeekday;
  }

  private boolean matches(LocalDateTime time) {
    return minute.has(time.getMinute()) && hour.has(time.getHour()) && matches(time.toLocalDate());
  }

  /** The first such minute after {@code moment}. */
  Instant after(Instant moment) {
    var date = moment.atZone(zone).toLocalDate();
    var rules = zone.getRules();
    // A day that begins with the clocks set forward has what is left out of the one before.
    var change = rules.nextTransition(date.atStartOfDay(zone).toInstant().minusSeconds(1));
    while (true) {
      var end = date.plusDays(1).atStartOfDay(zone).toInstant();
      boolean changes = change != null && change.getInstant().isBefore(end);
      Optional<Instant> found = Optional.empty();
      if (changes) found = onDayOfChange(date, end, moment);
      else if (matches(date)) found = onUsualDay(date, moment);
      if (found.isPresent()) return found.get();
      if (changes) change = rules.nextTransition(end.minusSeconds(1));
      date = date.plusDays(1);
    }
  }

  private Optional<Instant> onUsualDay(LocalDate date, Instant moment) {
    ZoneOffset offset = zone.getRules().getOffset(date.atStartOfDay(zone).toInstant());
    for (int h = hour.from(0); h >= 0; h = hour.from(h + 1)) {
      if (!date.atTime(h, 59).toInstant(offset).isAfter(moment)) continue;
      for (int m = minute.from(0); m >= 0; m = minute.from(m + 1)) {
        var instant = date.atTime(h, m).toInstant(offset);
        if (instant.isAfter(moment)) return Optional.of(instant);
      }
    }
    return Optional.empty();
  }

  /** Minute by minute: such days are rare. */
  private Optional<Instant> onDayOfChange(LocalDate date, Instant end, Instant moment) {
    var time = date.atStartOfDay(zone);
    for (; time.toInstant().isBefore(end); time = time.plus(1, ChronoUnit.MINUTES)) {
      if (time.toInstant().isAfter(moment) && isDue(time)) return Optional.of(time.toInstant());
    }
    return Optional.empty();
  }

  private boolean isDue(ZonedDateTime time) {
    var rules = zone.getRules();
    var local = time.toLocalDateTime();
    if (hour.starred()) return matches(local);
    boolean secondTime =
        rules.getValidOffsets(local).size() > 1
            && !time.getOffset().equals(time.withEarlierOffsetAtOverlap().getOffset());
    if (secondTime) return false;
    if (matches(local)) return true;
    @Nullable ZoneOffsetTransition change =
        rules.nextTransition(time.toInstant().minusNanos(1)); // the one at this very moment
    return change != null
        && change.isGap()
        && change.getInstant().equals(time.toInstant())
        && leftOut(change);
  }

  private boolean leftOut(ZoneOffsetTransition gap) {
    var time = gap.getDateTimeBefore();
    for (; time.isBefore(gap.getDateTimeAfter()); time = time.plusMinutes(1)) {
      if (matches(time)) return true;
    }
    return false;
  }
}
