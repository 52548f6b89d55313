package weft.crawl.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.crawl.url.WebUrl;

class ExtractionRuleTest {
  private static final WebUrl URL = WebUrl.parse("http://h.example/").orElseThrow();
  private static final String PAGE =
      """
      <title>T</title><h1> A  <b>bold</b> one </h1><h1>Another</h1>
      <p class=price>unknown</p><p class=price data-value=5>5 €</p><p class=price data-value="">free</p>
      <ul><li class=tag>red<li class=tag>green</ul><a href="mailto:a@b.example">mail</a>
      <a href="/x" title="a@b">x</a>
      """;

  private static Map<String, String> extracted(String... rules) {
    List<ExtractionRule> parsed = Stream.of(rules).map(ExtractionRule::parse).toList();
    return PageParser.parse(
            PAGE.getBytes(UTF_8), Optional.empty(), URL, new Reading("weft", parsed))
        .extracted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x=h1|A bold one",
        "x = h1 > b |bold",
        "x=.price|unknown",
        "x=.price@data-value|5",
        "x=p.price:last-of-type @data-value|''",
        "x=li:nth-child(2)|green",
        "x=a[href^=\"mailto:a@b.example\"]|mail",
        "x=a[href^=mailto]@href|mailto:a@b.example",
        "x=h2, li|red",
        "x=ul:has(li)|red green",
        "größe=h1|A bold one",
        "og.price_1-x=h1|A bold one",
      })
  void takesTheFirstMatch(String rule, String value) {
    assertThat(extracted(rule).values()).containsExactly(value);
  }

  @Test
  void takesAllMatchesALineEach() {
    assertThat(extracted("tags[]=.tag", "prices[]=.price@data-value", "all[] = h1"))
        .isEqualTo(Map.of("tags", "red\ngreen", "prices", "5\n", "all", "A bold one\nAnother"));
  }

  @Test
  void matchesInEachOtherDoNotMakeMuchOfLittle() {
    String html = "<div>".repeat(100) + "x".repeat(200_000);
    var rule = List.of(ExtractionRule.parse("all[]=div"));
    var page =
        PageParser.parse(html.getBytes(UTF_8), Optional.empty(), URL, new Reading("weft", rule));
    assertThat(page.extracted().get("all")).hasSizeBetween(8_000_000, 9_000_000);
  }

  /** For each in the name of a tag, jsoup copies all of the name. */
  @Test
  void zerosAreReplacedBeforeThereIsATree() {
    String html = "<p>a\0b</p>";
    var rule = List.of(ExtractionRule.parse("x=p"));
    var page =
        PageParser.parse(html.getBytes(UTF_8), Optional.empty(), URL, new Reading("weft", rule));
    assertThat(page.extracted()).isEqualTo(Map.of("x", "a\ufffdb"));
  }

  @Test
  void whatIsNotThereHasNoValue() {
    assertThat(extracted("x=h3", "y=h1@class", "z[]=h3", "here=title"))
        .isEqualTo(Map.of("here", "T"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h1|write it like NAME=SELECTOR",
        "=h1|write it like NAME=SELECTOR",
        "a b=h1|write it like NAME=SELECTOR",
        "1=h1|write it like NAME=SELECTOR",
        "x=|no CSS selector",
        "x= @href|no CSS selector",
        "x=.price[|not a CSS selector",
        "x=h1 >|not a CSS selector",
        "x=:nonsense(1)|not a CSS selector",
        "x=a:matches([)|not a CSS selector"
      })
  void aWrongRuleIsNamed(String rule, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExtractionRule.parse(rule))
        .withMessageStartingWith("extraction rule '" + rule + "': ")
        .withMessageContaining(why)
        .withMessageNotContaining("\n");
  }

  @Test
  void aRuleIsWhatWasWritten() {
    assertThat(ExtractionRule.parse("t[]=.tag").toString()).isEqualTo("t[]=.tag");
    assertThat(ExtractionRule.parse("t[]=.tag").name()).isEqualTo("t");
  }
}
