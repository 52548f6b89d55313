package weft.crawl.page;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.crawl.url.WebUrl;

class PageParserTest {
  private static final WebUrl URL = WebUrl.parse("http://h.example/a/b").orElseThrow();

  private static ParsedPage parse(String html) {
    return PageParser.parse(html.getBytes(UTF_8), Optional.of("utf-8"), URL);
  }

  private static List<String> links(String html) {
    return parse(html).links().stream().map(WebUrl::toString).toList();
  }

  @Test
  void takesLinksInTheirOrderAndEachOnce() {
    assertThat(
            links(
                """
                <link rel="stylesheet next" href=n><link rel=PREV href=p><link rel=icon href=i><link href=x>
                <a href="1#top">a</a><a href=/2>b</a><a name=x>c</a><a href>d</a><map><area href='3'></map>
                <A HREF=" 1 ">again</A><a rel=nofollow href=4>e</a><a href="mailto:a@b">f</a><a href="http://[">g</a>
                <!-- <a href=no> --><script>'<a href=no>'</script><iframe src=no></iframe><form action=no></form>
                """))
        .containsExactly(
            "http://h.example/a/n",
            "http://h.example/a/p",
            "http://h.example/a/1",
            "http://h.example/2",
            "http://h.example/a/b",
            "http://h.example/a/3",
            "http://h.example/a/4");
  }

  @Test
  void honoursTheFirstBaseWithAHref() {
    assertThat(links("<base target=x><base href=/c/><base href=/d/><a href=1>x</a>"))
        .containsExactly("http://h.example/c/1");
    assertThat(links("<base href='//o.example'><a href=1>x</a>"))
        .containsExactly("http://o.example/1");
    assertThat(links("<base href='data:,x'><a href=1>x</a>"))
        .containsExactly("http://h.example/a/1");
  }

  @Test
  void aLongBaseDoesNotMakeMuchOfLittle() {
    var html = new StringBuilder("<base href='/" + "b".repeat(1024 * 1024) + "/'>");
    for (int i = 0; i < 100; i++) html.append("<a href=").append(i).append(">x</a>");
    assertThat(links(html.toString())).hasSize(32);
  }

  @Test
  void titlesMoveNoCursor() {
    for (String html : List.of("", "<p>\0", "<select>")) {
      assertThat(parse("<title>\u001b[2Ja\u009b1mb\u0007</title>" + html).title())
          .isEqualTo("[2Ja 1mb");
    }
  }

  @Test
  void titleIsTheFirstWithWhiteSpaceCollapsed() {
    assertThat(parse("<title>\n A &amp;\u00a0 B </title><title>C</title>").title())
        .isEqualTo("A & B");
    assertThat(parse("no title").title()).isEmpty();
    assertThat(parse("").title()).isEmpty();
  }

  @Test
  void anyBytesAreParsed() {
    byte[] bytes = new byte[5000];
    new java.util.Random(1).nextBytes(bytes);
    assertThat(PageParser.parse(bytes, Optional.empty(), URL).charset()).isEqualTo("windows-1252");
    assertThat(links("<div>".repeat(20_000) + "<a href=deep>x</a>")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "utf-8, UTF-8, Größe 🧵", "UTF8, UTF-8, é", "iso-8859-1, windows-1252, “5 €”",
        "latin1, windows-1252, é",
    "koi8-r, KOI8-R, Ткань", "Shift_JIS, windows-31j, 織物", "euc-kr, x-windows-949, 베틀",
        "gb2312, GBK, 织布机",
    "iso-8859-2, ISO-8859-2, Přadlena"
  })
  void readsWhatHeaderOrMetaSays(String label, String charset, String title) {
    Charset in = Charset.forName(charset);
    byte[] plain = ("<title>" + title + "</title>").getBytes(in);
    assertRead(plain, Optional.of(label), charset, title);
    byte[] meta = ("<meta charset=\"" + label + "\"><title>" + title + "</title>").getBytes(in);
    assertRead(meta, Optional.empty(), charset, title);
    String pragma = "<META content='text/html; charset=" + label + "' http-equiv=Content-Type>";
    assertRead(
        (pragma + "<title>" + title + "</title>").getBytes(in), Optional.empty(), charset, title);
  }

  @Test
  void byteOrderMarkGoesBeforeHeaderAndHeaderBeforeMeta() {
    Optional<String> latin = Optional.of("iso-8859-1");
    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      byte[] marked = "\uFEFF<meta charset=koi8-r><title>Węzeł</title>".getBytes(charset);
      assertRead(marked, latin, charset.name(), "Węzeł");
    }
    byte[] header =
        "<meta charset=utf-8><title>é</title>".getBytes(Charset.forName("windows-1252"));
    assertRead(header, latin, "windows-1252", "é");
  }

  @Test
  void whatSaysNothingUsableIsUtf8OrElseWindows1252() {
    byte[] utf8 = "<title>é</title>".getBytes(UTF_8);
    assertRead(utf8, Optional.empty(), "UTF-8", "é");
    assertRead(utf8, Optional.of("nonsense"), "UTF-8", "é");
    assertRead(
        "<meta charset=utf-16><title>é</title>".getBytes(UTF_8), Optional.empty(), "UTF-8", "é");
    assertRead(
        "<!-- <meta charset=koi8-r> --><title>é</title>".getBytes(UTF_8),
        Optional.empty(),
        "UTF-8",
        "é");
    byte[] windows = "<title>é</title>".getBytes(Charset.forName("windows-1252"));
    assertRead(windows, Optional.empty(), "windows-1252", "é");
  }

  private static void assertRead(
      byte[] body, Optional<String> header, String charset, String title) {
    ParsedPage page = PageParser.parse(body, header, URL);
    assertThat(page.charset()).isEqualTo(charset);
    assertThat(page.title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html|text/html||true",
        "Text/HTML ; Charset=\"UTF-8\"; x=y|text/html|UTF-8|true",
        "application/xhtml+xml;charset=utf-8|application/xhtml+xml|utf-8|true",
        "text/plain|text/plain||false",
        "text/html; xcharset; charset = 'a b'|text/html|a b|true",
        "text/html; charset=|text/html||true",
        "||  |false"
      })
  void readsContentType(String header, String type, String charset, boolean html) {
    var media = MediaType.of(Optional.ofNullable(header));
    assertThat(media.type()).isEqualTo(type == null ? "" : type);
    assertThat(media.charset().orElse(null))
        .isEqualTo(charset == null || charset.isBlank() ? null : charset);
    assertThat(media.isHtml()).isEqualTo(html);
  }
}
