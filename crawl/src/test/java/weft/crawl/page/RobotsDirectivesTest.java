package weft.crawl.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.crawl.url.WebUrl;

class RobotsDirectivesTest {
  private static final WebUrl URL = WebUrl.parse("http://h.example/a/b").orElseThrow();

  private static ParsedPage parse(String html) {
    return PageParser.parse(html.getBytes(UTF_8), Optional.of("utf-8"), URL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "noindex|true|false", "NoFollow|false|true", "none|true|true",
        "index, follow|false|false", "all|false|false", "noarchive,NOINDEX , nofollow|true|true",
        "noindexing|false|false"
      })
  void metaElementsAskForThings(String content, boolean noindex, boolean nofollow) {
    var asked = new RobotsDirectives(noindex, nofollow);
    assertThat(parse("<meta name=robots content='" + content + "'>").robots()).isEqualTo(asked);
    assertThat(parse("<META content='" + content + "' NAME=WEFT>").robots()).isEqualTo(asked);
    assertThat(parse("<meta name=otherbot content='" + content + "'>").robots())
        .isEqualTo(RobotsDirectives.NONE);
    assertThat(parse("<meta content='" + content + "'>").robots()).isEqualTo(RobotsDirectives.NONE);
  }

  @Test
  void whatSeveralElementsAskForAddsUp() {
    assertThat(
            parse("<meta name=robots content=nofollow><meta name=weft content=noindex>").robots())
        .isEqualTo(new RobotsDirectives(true, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "noindex|true|false",
        "noindex, nofollow|true|true",
        "weft: nofollow|false|true",
        "Weft : noindex, nofollow|true|true",
        "otherbot: noindex, nofollow|false|false",
        "unavailable_after: 25 Jun 2030 15:00:00 PST|false|false",
        "max-snippet: 20, noindex|true|false",
        "noindex, unavailable_after: 25 Jun 2030 15:00:00 PST|true|false",
        "otherbot: nofollow; weft: noindex|false|false",
        "nofollow & otherbot: noindex|false|true"
      })
  void headersMayBeForOneCrawler(String values, boolean noindex, boolean nofollow) {
    List<String> headers = Arrays.asList(values.split(" & ", -1));
    assertThat(RobotsDirectives.ofHeaders(headers, "weft"))
        .isEqualTo(new RobotsDirectives(noindex, nofollow));
  }

  @Test
  void linksWithNofollowAreTold() {
    var page =
        parse(
            """
            <a rel=nofollow href=1>x</a><a rel='external NOFOLLOW ugc' href=2>x</a><a href=2#x>y</a>
            <a rel=nofollow>no link</a><a href=3>x</a><area rel=nofollow href=4><a rel=nofollowing href=5>x</a>
            """);
    assertThat(page.links()).hasSize(5);
    assertThat(page.unfollowed().stream().map(WebUrl::path))
        .containsExactlyInAnyOrder("/a/1", "/a/4");
  }

  @Test
  void theFirstCanonicalUrlCounts() {
    assertThat(
            parse(
                    "<link rel=canonical><link rel='x CANONICAL' href='/c?b=1#f'><link rel=canonical href=d>")
                .canonical())
        .map(WebUrl::toString)
        .hasValue("http://h.example/c?b=1");
    assertThat(parse("<base href=/x/><link rel=canonical href=c>").canonical())
        .map(WebUrl::toString)
        .hasValue("http://h.example/x/c");
    assertThat(parse("<link rel=canonical href='mailto:a@b'>").canonical()).isEmpty();
    assertThat(parse("<link rel=alternate href=c>").canonical()).isEmpty();
  }
}
