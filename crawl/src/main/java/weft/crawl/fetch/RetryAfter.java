package weft.crawl.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a {@code Retry-After} header: seconds, or a date in one of HTTP's three formats. */
final class RetryAfter {
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH);
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

  private RetryAfter() {}

  /** How long to wait from {@code now}: not negative; empty where the header says nothing clear. */
  static Optional<Duration> parse(String header, Instant now) {
    String text = header.strip();
    if (text.isEmpty()) return Optional.empty();
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      // More digits than a long has are a wait that nobody sits through.
      return Optional.of(
          Duration.ofSeconds(text.length() > 9 ? 999_999_999 : Long.parseLong(text)));
    }
    return date(text).map(date -> date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      // one of the two old formats, or none
    }
    for (DateTimeFormatter format : List.of(RFC_850, ASCTIME)) {
      try {
        return Optional.of(LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException _) {
        // the next
      }
    }
    return Optional.empty();
  }
}
