package weft.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static weft.Weft.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.Crawl;
import weft.crawl.CrawlSettings;
import weft.crawl.CrawlSummary.End;
import weft.web.Message;
import weft.web.Routes;
import weft.web.Web;

/** The live page as somebody sees it who has it open: in a real browser, from a real crawl. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LivePageInChromiumTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  @TempDir Path dir;

  @Test
  void aCrawlIsWatchedPausedResumedStoppedAndSearched() throws Exception {
    var executable = Chromium.executable();
    assumeTrue(executable.isPresent(), "no chromium is installed here");
    Path profile = Files.createDirectory(dir.resolve("profile"));
    try (var crawled = new Crawled(dir, settings -> settings.rate(40));
        var browser = new Chromium(executable.get(), profile)) {
      browser.look(1280, 1000, false, false);
      browser.open(crawled.uri().toString());

      // It shows what comes, and keeps on doing so.
      browser.await("document.querySelectorAll('.chart canvas').length === 2");
      browser.await(text("pages") + " > 10");
      browser.await("document.querySelectorAll('.tree li').length > 3");
      browser.await("document.querySelectorAll('td.sent').length > 0");
      browser.await("document.body.innerText.includes('Newest pages')");
      browser.await(
          "[...document.querySelectorAll('.bars li')].some(row => row.innerText.startsWith('404'))");
      browser.look(1280, 2400, false, false);
      browser.screenshot(PICTURES.resolve("light.png"));

      press(browser, "PAUSE");
      browser.await(state("paused"));
      assertThat(crawled.crawl.isPaused()).isTrue();
      browser.await("document.querySelectorAll('td.sent').length === 0");
      browser.look(1280, 1000, true, false);
      browser.screenshot(PICTURES.resolve("dark.png"));

      press(browser, "RESUME");
      browser.await(state("running"));
      assertThat(crawled.crawl.isPaused()).isFalse();
      browser.look(390, 844, false, true);
      browser.await(text("pages") + " > 60");
      browser.screenshot(PICTURES.resolve("phone.png"));
      browser.look(390, 2600, false, true);
      browser.screenshot(PICTURES.resolve("phone-long.png"));
      assertThat(browser.evaluate("String(document.documentElement.scrollWidth <= innerWidth)"))
          .as("fits a phone")
          .isEqualTo("true");

      press(browser, "STOP");
      browser.await(state("stopped"));
      assertThat(crawled.summary().end()).isEqualTo(End.STOPPED);

      // The results: all, some, the links of one, and the graph.
      browser.look(1280, 1000, false, false);
      long done = crawled.summary().progress().done();
      browser.await("document.querySelector('[data-found]')?.dataset.found === '" + done + "'");
      browser.evaluate(
          """
          const field = document.querySelector('input[type=search]');
          field.value = 'robots no such word';
          field.dispatchEvent(new Event('input', { bubbles: true }))\
          """);
      browser.await("document.querySelector('[data-found]').dataset.found === '0'");
      browser.evaluate(
          "field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))");
      browser.await("document.querySelectorAll('.entries .plain').length > 20");
      browser.evaluate("document.querySelector('.entries .plain').click()");
      browser.await("document.querySelectorAll('.chosen .entries li').length > 0");
      browser.evaluate("document.querySelector('button[aria-pressed]').click()");
      browser.await("document.querySelector('.graph canvas') !== null");
      browser.evaluate("new Promise(done => setTimeout(done, 2500))");
      browser.screenshot(PICTURES.resolve("results.png"));

      assertThat(browser.problems).isEmpty();
      press(browser, "CLOSE");
      crawled.awaitEnd();
    }
  }

  /** Whoever opens the page as the crawl begins or ends hears some of it before the hello. */
  @Test
  void whatOvertakesTheHelloIsNotForgotten() throws Exception {
    var executable = Chromium.executable();
    assumeTrue(executable.isPresent(), "no chromium is installed here");
    Path profile = Files.createDirectory(dir.resolve("profile"));
    var crawl = Crawl.of(CrawlSettings.builder(dir.resolve("results")).build());
    var first = Tick.of(1, crawl.snapshots(Duration.ofSeconds(1)).first());
    var routes =
        new Routes()
            .webSocket(
                "/live",
                socket -> {
                  socket.send("{\"type\": \"ready\"}");
                  socket.send(Message.json(new History(1, 1).hello(false))); // before any tick
                  socket.send(Message.json(first));
                  socket.messages().drain();
                });
    Assets.addTo(routes);
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var browser = new Chromium(executable.get(), profile)) {
                browser.open(server.uri() + "/");
                browser.await("document.querySelector('.state') !== null");
                browser.await("document.querySelector('input[type=search]') !== null");
              }
            }));
  }

  private static void press(Chromium browser, String action) throws Exception {
    String button = "document.querySelector('[data-action=" + action + "]')";
    browser.await(button + " !== null");
    browser.evaluate(button + ".click()");
  }

  private static String state(String expected) {
    return "document.querySelector('.state').innerText === '" + expected + "'";
  }

  /** One of the numbers at the top. */
  private static String text(String label) {
    return "Number([...document.querySelectorAll('.totals div')]"
        + ".find(box => box.querySelector('dt').innerText === '"
        + label
        + "').querySelector('dd').innerText.replaceAll(',', ''))";
  }
}
