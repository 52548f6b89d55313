package weft.crawl.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {
  private static final String BASE = "http://h.example/a/b/c?q=1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          http://h                        | http://h/
          HTTP://H.Example:80/            | http://h.example/
          https://h:443/x                 | https://h/x
          https://h:80/x                  | https://h:80/x
          http://h:/x                     | http://h/x
          http://h:0080/x                 | http://h/x
          http://user:pw@h/x              | http://h/x
          http:h/x                        | http://h/x
          http:\\\\h\\x                   | http://h/x
          http:////h/x                    | http://h/x
          http://h?                       | http://h/
          http://h?a=b                    | http://h/?a=b
          http://h/?#x                    | http://h/
          http://h/a/./b/../c             | http://h/a/c
          http://h/../../a                | http://h/a
          http://h/a/..                   | http://h/
          http://h/a/.                    | http://h/a/
          http://h/a/%2e%2E/b             | http://h/b
          http://h/a//..//b               | http://h/a//b
          http://h//                      | http://h//
          http://h/%7euser/%41%2f%3a      | http://h/~user/A%2F%3A
          http://h/a b                    | http://h/a%20b
          http://h/é/🧵                   | http://h/%C3%A9/%F0%9F%A7%B5
          http://h/?q=é&r=a b             | http://h/?q=%C3%A9&r=a%20b
          http://h/100%                   | http://h/100%25
          http://h/%%41%g1                | http://h/%25A%25g1
          http://h/a^`{}<>"               | http://h/a%5E%60%7B%7D%3C%3E%22
          http://h/?a[]=1                 | http://h/?a%5B%5D=1
          http://h/x?y=/../z              | http://h/x?y=/../z
          http://h/x?y=a\\b               | http://h/x?y=a%5Cb
          http://h/...                    | http://h/...
          http://h/a/index.html           | http://h/a/index.html
          http://h/x?b=2&a=1&             | http://h/x?b=2&a=1&
          http://bücher.Example/          | http://xn--bcher-kva.example/
          http://B%C3%BCcher.example/     | http://xn--bcher-kva.example/
          http://h。example/              | http://h.example/
          http://[2001:DB8::1]:8080/      | http://[2001:db8::1]:8080/
          http://127.0.0.1:80/            | http://127.0.0.1/
          """)
  void normalizes(String text, String expected) {
    assertThat(WebUrl.parse(text.replace("`", "`"))).map(WebUrl::toString).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          d                | http://h.example/a/b/d
          ./d              | http://h.example/a/b/d
          ../d             | http://h.example/a/d
          ../../../d       | http://h.example/d
          .                | http://h.example/a/b/
          ..               | http://h.example/a/
          /d               | http://h.example/d
          \\d              | http://h.example/d
          //other/d        | http://other/d
          \\\\other\\d     | http://other/d
          ///other/d       | http://other/d
          ?q=2             | http://h.example/a/b/c?q=2
          ?                | http://h.example/a/b/c
          #top             | http://h.example/a/b/c?q=1
          http:d           | http://h.example/a/b/d
          https:d          | https://d/
          d:e              | none
          ./d:e            | http://h.example/a/b/d:e
          d?e:f            | http://h.example/a/b/d?e:f
          1:2              | http://h.example/a/b/1:2
          https://o/d      | https://o/d
          """)
  void resolves(String reference, String expected) {
    var base = WebUrl.parse(BASE).orElseThrow();
    assertThat(base.resolve(reference).map(WebUrl::toString).orElse("none")).isEqualTo(expected);
  }

  @Test
  void whiteSpaceAroundAndBreaksWithinAreDropped() {
    var base = WebUrl.parse(BASE).orElseThrow();
    assertThat(base.resolve(" \n d\te\r\nf \u0000"))
        .map(WebUrl::toString)
        .contains("http://h.example/a/b/def");
    assertThat(base.resolve("")).contains(base);
    assertThat(base.resolve("  ")).contains(base);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "/x",
        "//h/x",
        "mailto:a@b",
        "javascript:void(0)",
        "data:text/html,x",
        "ftp://h/",
        "file:///x",
        "http:",
        "http://",
        "http:///",
        "http://?x",
        "http://h:x/",
        "http://h:65536/",
        "http://h:-1/",
        "http://a b/",
        "http://a|b/",
        "http://[::1/",
        "http://[::1]x/",
        "http://[]/",
        "http://%00/",
        "http://％/",
        "://h/",
        "1http://h/",
        ":",
        "h.example:80"
      })
  void whatIsNoWebUrlIsEmpty(String text) {
    assertThat(WebUrl.parse(text)).isEmpty();
  }

  @Test
  void partsAreCutOutOfTheText() {
    var url = WebUrl.parse("https://H.example:8443/a?b").orElseThrow();
    assertThat(url.authority()).isEqualTo("h.example:8443");
    assertThat(url.origin()).isEqualTo("https://h.example:8443");
    assertThat(url.path()).isEqualTo("/a?b");
  }
}
