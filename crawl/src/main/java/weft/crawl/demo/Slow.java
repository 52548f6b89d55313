package weft.crawl.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pages that take their time, about six seconds altogether, and one that takes forever. */
final class Slow {

  private static final int COUNT = 30;

  private Slow() {}

  static List<Page> pages(Origin origin) {
    List<Page> slow = IntStream.rangeClosed(1, COUNT).mapToObj(Slow::page).toList();
    Page index = Page.html("/slow/", "Slow pages", Link.to(slow.stream()));
    return Stream.concat(Stream.of(index), slow.stream()).toList();
  }

  /** A page that never answers, for crawls that are to run into their time limit. */
  static List<Page> hang(Origin origin) {
    Answer never = (reply, _) -> reply.pause(Duration.ofDays(1));
    return List.of(Page.notParsed("/hang", Kind.TIMED_OUT, never));
  }

  private static Page page(int number) {
    Duration delay = Duration.ofMillis(100 + number * 67 % 201);
    Page page =
        Page.html(
            "/slow/" + number,
            "After " + delay.toMillis() + " ms",
            Link.written("./", "/slow/"),
            Link.to("/"));
    return Page.parsed(
        page.path(),
        page.title(),
        page.links(),
        (reply, attempt) -> {
          reply.pause(delay);
          page.answer().give(reply, attempt);
        });
  }
}
