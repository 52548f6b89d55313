package weft.crawl.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pages that fail a few times and then work, pages that always fail, and pages that are not there.
 */
final class Failures {

  private static final String ROOT = "/failures/";

  private final List<Page> pages = new ArrayList<>();

  private Failures() {}

  static List<Page> pages(Origin origin) {
    Failures failures = new Failures();
    failures.passing();
    failures.lasting();
    List<Link> index = Link.to(failures.pages.stream());
    failures.pages.addAll(followers(failures.pages));
    failures.pages.addFirst(Page.html(ROOT, "Failures", index));
    return failures.pages;
  }

  private void passing() {
    Answer unavailable = Answers.error(503);
    // Waiting is what these cost, so only one of the two failures asks for a whole second.
    Answer inOneSecond = unavailable.after(1, Answers.error(503, "1"));
    flaky("unavailable/1", 2, inOneSecond);
    flaky("unavailable/2", 2, inOneSecond);
    flaky("unavailable/3", 2, unavailable.after(1, atDate(Duration.ofSeconds(1))));
    flaky("unavailable/4", 2, unavailable.after(1, atDate(Duration.ofDays(-1))));
    flaky("unavailable/5", 2, Answers.error(503, "0"));
    flaky("unavailable/6", 2, Answers.error(503, "soon"));
    IntStream.rangeClosed(7, 12).forEach(i -> flaky("unavailable/" + i, 2, unavailable));
    flaky("busy/1", 2, Answers.error(429).after(1, Answers.error(429, "1")));
    flaky("busy/2", 2, Answers.error(429));
    flaky("busy/3", 1, Answers.error(429));
    flaky("changing", 2, Answers.error(500).after(1, Answers.error(502)));
    flaky("last-chance", Page.RETRIES, unavailable);
  }

  private void lasting() {
    IntStream.rangeClosed(1, 5).forEach(i -> pages.add(Page.error(ROOT + "broken/" + i, 500)));
    for (int status : new int[] {400, 401, 403, 405, 406, 410, 418, 429, 451, 502, 503, 504}) {
      pages.add(Page.error(ROOT + "status/" + status, status));
    }
    IntStream.rangeClosed(1, 20).forEach(i -> pages.add(Page.error(ROOT + "missing/" + i, 404)));
  }

  private void flaky(String name, int failures, Answer failure) {
    String path = ROOT + name;
    pages.add(
        Page.html(path, "Works after all: " + name, Link.to(path + "/after"))
            .failingFirst(failures, failure));
  }

  /** Pages that are found only if the failing ones are tried again. */
  private static List<Page> followers(List<Page> pages) {
    return pages.stream()
        .flatMap(page -> page.links().stream())
        .map(link -> Page.html(link.to(), "Found thanks to a retry", Link.to(ROOT)))
        .toList();
  }

  private static Answer atDate(Duration fromNow) {
    return (reply, attempt) -> {
      ZonedDateTime date = ZonedDateTime.now(Clock.system(ZoneOffset.UTC)).plus(fromNow);
      String retryAfter = DateTimeFormatter.RFC_1123_DATE_TIME.format(date);
      Answers.error(503, retryAfter).give(reply, attempt);
    };
  }
}
