package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import weft.Proof;

/** {@link Cron} against a walk over all minutes of some days. */
@Proof
class CronPropertyTest {
  private static final int DAYS = 3;
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe", // by half an hour
          "America/Sao_Paulo", // at midnight
          "Asia/Beirut", // at midnight
          "Asia/Kolkata",
          "Pacific/Apia"); // a whole day

  /** A field as text, and what it means. */
  private record Field(String text, TreeSet<Integer> numbers, boolean starred) {
    static Field random(Random random, int least, int most, int starIn) {
      var numbers = new TreeSet<Integer>();
      if (random.nextInt(starIn) > 0) {
        int step = random.nextInt(4) == 0 ? 1 + random.nextInt(most - least + 1) : 1;
        for (int i = least; i <= most; i += step) numbers.add(i);
        return new Field(step == 1 ? "*" : "*/" + step, numbers, true);
      }
      var parts = new ArrayList<String>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int from = least + random.nextInt(most - least + 1);
        int to = from + random.nextInt(most - from + 1);
        int step = 1 + random.nextInt(5);
        switch (random.nextInt(3)) {
          case 0 -> {
            parts.add("" + from);
            numbers.add(from);
          }
          case 1 -> {
            parts.add(from + "-" + to);
            IntStream.rangeClosed(from, to).forEach(numbers::add);
          }
          default -> {
            parts.add(from + "-" + to + "/" + step);
            for (int i = from; i <= to; i += step) numbers.add(i);
          }
        }
      }
      return new Field(String.join(",", parts), numbers, false);
    }
  }

  private record Line(Field minute, Field hour, Field day, Field month, Field weekday) {
    String text() {
      return List.of(minute, hour, day, month, weekday).stream()
          .map(Field::text)
          .collect(Collectors.joining(" "));
    }

    boolean fits(ZonedDateTime t) {
      boolean d = day.numbers.contains(t.getDayOfMonth());
      int w = t.getDayOfWeek().getValue();
      boolean wd = weekday.numbers.contains(w) || (w == 7 && weekday.numbers.contains(0));
      boolean days = day.starred || weekday.starred ? d && wd : d || wd;
      return days
          && minute.numbers.contains(t.getMinute())
          && hour.numbers.contains(t.getHour())
          && month.numbers.contains(t.getMonthValue());
    }
  }

  /** All minutes that are due in a stretch of time, from offsets alone. */
  private static List<Instant> model(Line line, ZoneId zone, Instant from, Instant to) {
    var due = new ArrayList<Instant>();
    for (var t = from; t.isBefore(to); t = t.plusSeconds(60)) {
      var offset = zone.getRules().getOffset(t);
      var before = zone.getRules().getOffset(t.minusSeconds(60));
      boolean fits = line.fits(t.atZone(offset));
      if (!line.hour.starred) {
        int forward = offset.getTotalSeconds() - before.getTotalSeconds();
        for (int s = 0; s < forward; s += 60) { // what the clocks skipped
          fits |= line.fits(t.plusSeconds(s).atZone(before));
        }
        fits = fits && !wasShownBefore(zone, t, offset);
      }
      if (fits) due.add(t);
    }
    return due;
  }

  private static boolean wasShownBefore(ZoneId zone, Instant t, ZoneOffset offset) {
    for (int back = 1; back <= 26; back++) {
      var other = zone.getRules().getOffset(t.minusSeconds(back * 1800L));
      int setBack = other.getTotalSeconds() - offset.getTotalSeconds();
      if (setBack <= 0) continue;
      var shown = t.minusSeconds(setBack);
      if (zone.getRules().getOffset(shown).equals(other)) return true;
    }
    return false;
  }

  private static Instant anyTime(Random random, ZoneId zone) {
    var some =
        Instant.parse("2005-01-01T00:00:00Z").plusSeconds(random.nextInt(20 * 365) * 86_400L);
    var change = random.nextInt(4) == 0 ? null : zone.getRules().nextTransition(some);
    if (change == null || change.getInstant().getEpochSecond() % 60 != 0) return some;
    return change.getInstant().minusSeconds(random.nextInt(2 * 24 * 60) * 60L);
  }

  @Property(tries = 200)
  void isDueWhenTheModelIs(@ForAll long seed) {
    var random = new Random(seed);
    var line =
        new Line(
            Field.random(random, 0, 59, 2),
            Field.random(random, 0, 23, 2),
            Field.random(random, 1, 31, 4),
            Field.random(random, 1, 12, 4),
            Field.random(random, 0, 7, 4));
    var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    Cron cron;
    try {
      cron = Cron.parse(line.text(), zone);
    } catch (IllegalArgumentException e) { // no such day: it can't be due
      assertThat(e).hasMessageContaining("no day is ever like that");
      return;
    }
    var from = anyTime(random, zone);
    var to = from.plusSeconds(DAYS * 86_400L);
    var due = new ArrayList<Instant>();
    var next = cron.after(from.minusNanos(1));
    for (; next.isBefore(to); next = cron.after(next)) due.add(next);
    assertThat(due).as(line.text() + " in " + zone).isEqualTo(model(line, zone, from, to));
  }
}
