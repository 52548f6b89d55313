package weft.crawl.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.crawl.url.WebUrl;

/** A scan that doesn't give up comes to the same as jsoup's tree, whatever the page is. */
class LinkScanTest {
  private static final WebUrl PAGE = WebUrl.parse("http://example.org/a/b?c").orElseThrow();

  /** Compares the two; tells whether the scan was sure. */
  static boolean agrees(String html) {
    var seen = new Finder("weft");
    Optional<String> title = LinkScan.scan(html, seen);
    if (title.isEmpty()) return false;
    Document document = Jsoup.parse(html);
    assertThat(seen.page(PAGE, "", "", Map.of()))
        .as(html)
        .isEqualTo(PageParser.inTree(document, "weft").page(PAGE, "", "", Map.of()));
    assertThat(Spaces.collapse(title.get())).as(html).isEqualTo(Spaces.collapse(document.title()));
    return true;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "just words",
        "<a href=x",
        "<a href='x'>1</a><a href=\"y\" >2</a><A HREF=z/>3</A>",
        "<a href=1 href=2>the first counts</a>",
        "<a title='>' href=a&amp;b=c&copy=1&copy;&#x41>entities</a>",
        "<!-- <a href=no> --><a href=yes><!--><a href=2>--><!---><a href=3>",
        "<!-- a --!><a href=1>",
        "<script>'<a href=no>'</script><a href=yes>",
        "<script><!-- <script> </script> --></script><a href=yes>",
        "<style>a{}</style><textarea><a href=no></textarea><a href=yes>",
        "<title>A &amp; B\n &nbsp; <b>C</b></title><title>no</title>",
        "<p>words</p><title>no title of the page</title>",
        "</p><title>a title</title>",
        "<head></head><title>after the head</title>",
        "<noscript><link rel=next href=1></noscript><title>t</title>",
        "<noscript><img src=1></noscript><title>t</title><a href=1>",
        "<table><a href=2></a><tr><td><a href=1></a></table>",
        "<table><tr><td><a href=1></a></td></tr><a href=2></a></table>",
        "<table><tr><td><table><tr><td><a href=1></table><a href=2></table><a href=3>",
        "<select><option><a href=no>x</select><a href=yes>",
        "<svg><title>no</title><a href=1 /></svg><a href=2>",
        "<svg><path d='M0'/></svg><a href=2>",
        "<svg/><a href=2>",
        "<base href=/x/><base href=/y/><a href=1>",
        "<link rel='Next stylesheet' href=1><link rel=stylesheet href=no>",
        "<a href=1 rel=nofollow><a href=2 rel='x NoFollow'><a href=2><a rel=nofollow>",
        "<link rel=canonical><link rel='x Canonical' href=1><link rel=canonical href=no>",
        "<meta name=Robots content='noindex&#44;nofollow'><meta name=other content=none>",
        "<p>words<meta name=weft content=none><link rel=canonical href=1>",
        "<noscript><meta name=robots content=none></noscript><title>t</title>",
        "<table><meta name=robots content=none><link rel=canonical href=1></table>",
        "<select><meta name=robots content=none></select>",
        "<svg><meta name=robots content=none></svg>",
        "<a href=1><p><a href=2>nested</p></a><p>again</p>",
        "<![CDATA[<a href=1>]]><a href=2>",
        "<template><a href=1></template><a href=2>",
        "<frameset><a href=1></frameset>",
        "<plaintext><a href=1>",
        "<?xml version='1.0'?><!DOCTYPE html><a href=1>",
        "< a href=no><</a><<a href=yes>",
        "</ a href=no><a href=yes></><a href=2>",
        "<script src=1 /><a href=1></script><a href=2>",
        "\uFEFF<title>t</title><a href=1>",
        "<a\nhref\n=\n'1\n2'\n>",
        "<a href>none</a><a href=>none</a><a href=''>this</a>",
      })
  void oneByOne(String html) {
    boolean _ = agrees(html);
  }

  @Test
  void whatItFindsIsWhatThePageHas() {
    String html =
        "<title>A &amp; B</title><a href='1'>1</a><area href=2><link rel=next href=3>"
            + "<script>'<a href=no>'</script><a href=1#again>";
    var page = PageParser.parse(html.getBytes(StandardCharsets.UTF_8), Optional.of("utf-8"), PAGE);
    assertThat(page.title()).isEqualTo("A & B");
    assertThat(page.links()).map(WebUrl::path).containsExactly("/a/1", "/a/2", "/a/3");
  }
}
