package weft.crawl.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlGlobTest {
  @ParameterizedTest
  @CsvSource({
    "/docs/**,http://h/docs/a/b?q,true",
    "/docs/**,http://h/docs,false",
    "/docs/*,http://h/docs/a,true",
    "/docs/*,http://h/docs/a/b,false",
    "/docs/*,http://h/docs/a?b,true",
    "**.pdf,http://h/a/b.pdf,true",
    "**.pdf,http://h/a/b.pdf?x,false",
    "**?**,http://h/a?b,true",
    "**?**,http://h/a,false",
    "/a.c,http://h/abc,false",
    "/,http://h/,true",
    "/x/***,http://h/x/y/z,true",
    "http://*/a,http://h/a,true",
    "https://**,http://h/a,false",
    "http://h:81/**,http://h:81/b,true",
    "/(a|b)+[c],http://h/a,false"
  })
  void patternsMatch(String glob, String url, boolean expected) {
    assertThat(UrlGlob.of(glob).matches(WebUrl.parse(url).orElseThrow())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "docs", ".pdf"})
  void whatCanMatchNothingIsRefused(String glob) {
    assertThatThrownBy(() -> UrlGlob.of(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a pattern for URLs: '" + glob + "'");
  }

  @Test
  void manyStarsTakeNoLongTime() {
    var url = WebUrl.parse("http://h/" + "a".repeat(2000)).orElseThrow();
    assertThat(UrlGlob.of("/**a*").matches(url)).isTrue();
    assertThat(UrlGlob.of("/**a**b").matches(url)).isFalse();
  }
}
