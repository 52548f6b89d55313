package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of crontab that a reader can check by a calendar. */
@Timeout(30)
class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static List<String> next(String line, ZoneId zone, String after, int count) {
    var cron = Cron.parse(line, zone);
    var found = new ArrayList<String>();
    var moment = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      moment = cron.after(moment);
      found.add(moment.atZone(zone).toOffsetDateTime().toString());
    }
    return found;
  }

  @Test
  void everyQuarterOfAnHour() {
    assertThat(next("*/15 * * * *", ZoneOffset.UTC, "2026-11-24T10:14:59Z", 3))
        .containsExactly("2026-11-24T10:15Z", "2026-11-24T10:30Z", "2026-11-24T10:45Z");
  }

  @Test
  void aMomentThatIsDueIsNotAfterItself() {
    assertThat(next("15 10 * * *", ZoneOffset.UTC, "2026-11-24T10:15:00Z", 1))
        .containsExactly("2026-11-25T10:15Z");
  }

  @Test
  void namesOfDaysAndMonths() {
    assertThat(next("0 9 * dec mon-wed,Sun", ZoneOffset.UTC, "2026-11-24T00:00:00Z", 5))
        .containsExactly(
            "2026-12-01T09:00Z",
            "2026-12-02T09:00Z",
            "2026-12-06T09:00Z",
            "2026-12-07T09:00Z",
            "2026-12-08T09:00Z");
  }

  @Test
  void sevenIsSundayToo() {
    assertThat(next("0 0 * * 7", ZoneOffset.UTC, "2026-11-24T00:00:00Z", 2))
        .isEqualTo(next("0 0 * * 0", ZoneOffset.UTC, "2026-11-24T00:00:00Z", 2))
        .containsExactly("2026-11-29T00:00Z", "2026-12-06T00:00Z");
  }

  @Test
  void oneOfTwoDayFieldsIsEnough() {
    assertThat(next("0 0 13 * 5", ZoneOffset.UTC, "2026-11-10T00:00:00Z", 4))
        .containsExactly(
            "2026-11-13T00:00Z", "2026-11-20T00:00Z", "2026-11-27T00:00Z", "2026-12-04T00:00Z");
  }

  @Test
  void aLeapDayComes() {
    assertThat(next("0 0 29 2 *", ZoneOffset.UTC, "2096-03-01T00:00:00Z", 2))
        .containsExactly("2104-02-29T00:00Z", "2108-02-29T00:00Z");
  }

  @Test
  void whatIsLeftOutIsDueAtTheEndOfTheGap() {
    assertThat(next("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void whatComesTwiceIsDueOnce() {
    assertThat(next("30 2 * * *", BERLIN, "2026-10-24T00:00:00Z", 3))
        .containsExactly(
            "2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
  }

  @Test
  void everyHourGoesByElapsedTime() {
    assertThat(next("30 * * * *", BERLIN, "2026-10-24T23:00:00Z", 4))
        .containsExactly(
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:30+01:00");
    assertThat(next("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", 2))
        .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 * ",
        "* * * * 8",
        "*/0 * * * *",
        "5/10 * * * *",
        "5-1 * * * *",
        "1,,2 * * * *",
        "1- * * * *",
        "-1 * * * *",
        "a * * * *",
        "* * * * MO",
        "1/2/3 * * * *",
        "1-2-3 * * * *",
        "+1 * * * *",
        "99999999999 * * * *",
        "@daily",
        "JAN * * * *",
        "*-5 * * * *",
        "** * * * *"
      })
  void otherLinesAreRefused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Cron.parse(line, ZoneOffset.UTC));
  }

  @Test
  void aDayThatNeverComesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cron.parse("0 0 31 2,4,6 *", ZoneOffset.UTC))
        .withMessageContaining("no day is ever like that");
  }
}
