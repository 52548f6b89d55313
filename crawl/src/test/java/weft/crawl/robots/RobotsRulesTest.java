package weft.crawl.robots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import weft.crawl.url.WebUrl;

class RobotsRulesTest {
  private static final String TEXT =
      """
      User-agent: *
      Disallow: /all
      Crawl-delay: 7

      User-agent: Weft
      Disallow: /private/
      Allow: /private/open
      Disallow: /*.bak$
      Disallow: /~hidden
      """;

  private static boolean allows(RobotsRules rules, String path) {
    return rules.allow(WebUrl.parse("http://h.example" + path).orElseThrow());
  }

  @Test
  void theGroupOfTheOwnNameCountsAndNoOther() {
    for (String agent : new String[] {"weft", "Weft/1.0 (+https://h.example/bot)", "WEFT"}) {
      var rules = RobotsRules.parse(TEXT.getBytes(UTF_8), agent);
      assertThat(allows(rules, "/all")).isTrue();
      assertThat(allows(rules, "/private/x")).isFalse();
      assertThat(allows(rules, "/private/open/x")).isTrue();
      assertThat(allows(rules, "/a/b.bak")).isFalse();
      assertThat(allows(rules, "/a/b.bak?x")).isTrue();
      assertThat(allows(rules, "/%7Ehidden")).isFalse();
      assertThat(rules.crawlDelay()).isEmpty();
    }
    var others = RobotsRules.parse(TEXT.getBytes(UTF_8), "weftless");
    assertThat(allows(others, "/all/x")).isFalse();
    assertThat(allows(others, "/private/x")).isTrue();
    assertThat(others.crawlDelay()).contains(Duration.ofSeconds(7));
  }

  @Test
  void aLongDelayIsADelayAndNotAProhibition() {
    var rules = RobotsRules.parse("User-agent: *\nCrawl-delay: 86400\n".getBytes(UTF_8), "weft");
    assertThat(allows(rules, "/")).isTrue();
    assertThat(rules.crawlDelay()).contains(Duration.ofDays(1));
  }

  @Test
  void whatIsNoRobotsTxtAllowsEverything() {
    for (String text : new String[] {"", "<html>Not found</html>", "\u0000\uFFFF", "Disallow: /"}) {
      assertThat(allows(RobotsRules.parse(text.getBytes(UTF_8), "weft"), "/x")).isTrue();
    }
    assertThat(allows(RobotsRules.allowAll(), "/x")).isTrue();
    assertThat(allows(RobotsRules.allowNone(), "/x")).isFalse();
  }

  @Test
  void theNameIsTheFirstWordOfTheUserAgent() {
    assertThat(RobotsRules.product("Weft-Bot_2/3 (x)")).isEqualTo("weft-bot_");
    assertThat(RobotsRules.product("weft")).isEqualTo("weft");
  }
}
