package weft.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.cli.live.Talk.is;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.crawl.CrawlSummary.End;

/** What a live page says and is told, over real connections, about a real crawl. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LivePageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path dir;

  private static HttpResponse<String> get(URI uri) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  private static JsonNode ask(URI page, String path) throws Exception {
    var response = get(page.resolve("results/" + path));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void firstTheHistoryThenWhatIsNewThenTheEnd() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(100).pages(60).adaptive(false));
        var talk = new Talk(crawled.uri())) {
      JsonNode hello = talk.await(message -> is(message, "hello"));
      var seen = new ArrayList<String>();
      for (JsonNode page : hello.get("pages")) seen.add(page.get("url").asString());
      long number = hello.path("last").path("number").asLong(0);
      JsonNode tick = null;
      boolean tasks = false;
      boolean ready = false; // may come before the last tick
      while (tick == null || tick.get("state").asString().equals("running")) {
        JsonNode message = talk.next();
        if (is(message, "tasks")) {
          tasks |= message.toString().contains("localhost:");
          assertThat(message.toString()).doesNotContain(token(crawled.uri()));
        }
        ready |= is(message, "ready");
        if (!is(message, "tick")) continue;
        tick = message;
        if (tick.get("number").asLong() <= number) continue; // is part of the history
        assertThat(tick.get("number").asLong()).isEqualTo(++number);
        for (JsonNode page : tick.get("pages")) seen.add(page.get("url").asString());
      }
      assertThat(tick.get("state").asString()).isEqualTo("page limit");
      assertThat(tick.get("totals").get("pages").asLong()).isEqualTo(60);
      assertThat(tick.get("kinds").get("PAGE").asLong()).isEqualTo(60);
      assertThat(tick.get("statuses").get("200").asLong()).isGreaterThanOrEqualTo(60);
      assertThat(tick.get("hosts").get(0).get("limit").asInt()).isEqualTo(8);
      assertThat(seen).as("each page once").doesNotHaveDuplicates().hasSize(60);
      assertThat(tasks).as("tasks of the crawl were shown").isTrue();
      if (!ready) talk.await(message -> is(message, "ready"));

      try (var late = new Talk(crawled.uri())) {
        JsonNode all = late.await(message -> is(message, "hello"));
        assertThat(all.get("ready").asBoolean()).isTrue();
        assertThat(all.get("last").get("state").asString()).isEqualTo("page limit");
        assertThat(all.get("pages")).hasSize(60);
        assertThat(all.get("points").size()).isEqualTo((int) number);
      }
    }
  }

  private static String token(URI page) {
    return page.getPath().replace("/", "");
  }

  @Test
  void buttonsPauseResumeStopAndClose() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(50));
        var talk = new Talk(crawled.uri());
        var other = new Talk(crawled.uri())) {
      talk.awaitState("running");
      talk.order("PAUSE");
      talk.awaitState("paused");
      other.awaitState("paused");
      assertThat(crawled.crawl.isPaused()).isTrue();
      other.order("RESUME");
      talk.awaitState("running");
      talk.order("STOP");
      talk.awaitState("stopped");
      assertThat(crawled.summary().end()).isEqualTo(End.STOPPED);
      talk.order("CLOSE");
      crawled.awaitEnd();
      JsonNode end = talk.await(message -> is(message, "closed"));
      assertThat(end.get("code").asInt()).isEqualTo(1001);
    }
  }

  @Test
  void whoDoesNotKnowTheAddressFindsNothing() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(5))) {
      URI page = crawled.uri();
      for (String path :
          new String[] {
            "/",
            "/live",
            "/main.js",
            "/0123456789abcdef0123456789abcdef/",
            "/0123456789abcdef0123456789abcdef/results/search"
          }) {
        assertThat(get(page.resolve(path)).statusCode()).as(path).isEqualTo(404);
      }
      URI wrong = page.resolve("/0123456789abcdef0123456789abcdef/");
      assertThatThrownBy(() -> new Talk(wrong))
          .cause()
          .isInstanceOf(WebSocketHandshakeException.class);
    }
  }

  @Test
  void pagesOfOtherSitesMayNotConnect() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(5))) {
      URI page = crawled.uri();
      for (String origin : new String[] {"https://example.org", "http://127.0.0.1:1", "null"}) {
        assertThatThrownBy(() -> new Talk(page, origin))
            .cause()
            .isInstanceOfSatisfying(
                WebSocketHandshakeException.class,
                e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
      }
      String own = "http://" + page.getAuthority();
      try (var talk = new Talk(page, own)) {
        assertThat(talk.await(message -> is(message, "hello"))).isNotNull();
      }
    }
  }

  @Test
  void thePageNeedsNothingFromElsewhereAndMayNotBeFramed() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(5))) {
      URI page = crawled.uri();
      var index = get(page);
      assertThat(index.statusCode()).isEqualTo(200);
      assertThat(index.body()).doesNotContain("http:", "https:", "//");
      assertThat(index.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy ->
              assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
      assertThat(index.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      for (String file :
          new String[] {"lib/uplot/uPlot.iife.min.js", "lib/preact/preact.module.js", "main.js"}) {
        var script = get(page.resolve(file));
        assertThat(script.statusCode()).as(file).isEqualTo(200);
        assertThat(script.headers().firstValue("Content-Type"))
            .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{}", "{\"action\": null}", "{\"action\": \"FLY\"}", "[]"})
  void nonsenseIsNotObeyedAndEndsTheConnection(String text) throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.rate(5));
        var talk = new Talk(crawled.uri())) {
      talk.say(text);
      assertThat(talk.await(message -> is(message, "closed")).get("code").asInt()).isEqualTo(1007);
      assertThat(crawled.crawl.summary().end()).isEqualTo(End.RUNNING);
      assertThat(crawled.crawl.isPaused()).isFalse();
    }
  }

  @Test
  void aBrowserThatReadsNothingHoldsUpNobody() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings)) {
      URI page = crawled.uri();
      try (var deaf = new Socket(page.getHost(), page.getPort())) {
        OutputStream out = deaf.getOutputStream();
        out.write(
            ("GET "
                    + page.getPath()
                    + "live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        assertThat(crawled.summary().end()).isEqualTo(End.COMPLETE);
        try (var talk = new Talk(page)) {
          JsonNode hello = talk.await(message -> is(message, "hello"));
          assertThat(hello.get("last").get("totals").get("pages").asLong())
              .isEqualTo(crawled.summary().progress().pages());
        }
      }
    }
  }

  @Test
  void resultsAreSearchedWhenTheCrawlIsOver() throws Exception {
    try (var crawled = new Crawled(dir, settings -> settings.pages(200));
        var talk = new Talk(crawled.uri())) {
      URI page = crawled.uri();
      var early = get(page.resolve("results/search"));
      if (early.statusCode() != 200) assertThat(early.statusCode()).isEqualTo(409);
      JsonNode hello = talk.await(message -> is(message, "hello"));
      if (!hello.get("ready").asBoolean()) talk.await(message -> is(message, "ready"));

      JsonNode all = ask(page, "search?q=");
      assertThat(all.get("total").asLong()).isEqualTo(crawled.summary().progress().done());
      assertThat(all.get("entries")).hasSize(100);
      JsonNode root = all.get("entries").get(0);
      assertThat(root.get("title").asString()).isEqualTo("The demo site");
      assertThat(root.get("depth").asInt()).isZero();

      JsonNode some = ask(page, "search?q=DEMO+site");
      assertThat(some.get("entries").get(0).get("url")).isEqualTo(root.get("url"));
      assertThat(some.get("total").asLong()).isLessThan(all.get("total").asLong());
      assertThat(ask(page, "search?q=no+such%25page").get("total").asLong()).isZero();
      for (JsonNode error : ask(page, "search?q=&errors=1").get("entries")) {
        assertThat(error.get("kind").asString()).isIn("HTTP_ERROR", "FAILED", "TIMED_OUT");
      }

      JsonNode links = ask(page, "links?url=" + root.get("url").asString());
      assertThat(links.get("to").size()).isGreaterThan(5);
      assertThat(links.get("from").size()).isGreaterThan(1);
      assertThat(get(page.resolve("results/links?url=http://x/")).statusCode()).isEqualTo(404);

      JsonNode graph = ask(page, "graph");
      assertThat(graph.get("nodes").size()).isEqualTo(120);
      assertThat(graph.get("edges").size()).isGreaterThan(100);
      for (JsonNode edge : graph.get("edges")) {
        assertThat(edge.get("from").asInt()).isBetween(0, 119).isNotEqualTo(edge.get("to").asInt());
      }
    }
  }
}
