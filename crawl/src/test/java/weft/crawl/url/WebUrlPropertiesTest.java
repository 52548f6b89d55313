package weft.crawl.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WebUrlPropertiesTest {
  private static final WebUrl BASE = WebUrl.parse("http://h.example/a/b/c?q=1").orElseThrow();

  /** Pieces that mean something in a URL, and any characters between them. */
  @Provide
  Arbitrary<String> references() {
    var pieces =
        Arbitraries.of(
            "/",
            "//",
            ".",
            "..",
            "/.",
            "/../",
            "%",
            "%2",
            "%2e",
            "%2F",
            "%41",
            "%e9",
            "%25",
            "?",
            "#",
            "\\",
            ":",
            "http:",
            "https://",
            "HTTP://H",
            "@",
            "[",
            "]",
            " ",
            "\t",
            "é",
            "🧵",
            "\uD83E",
            "ß",
            "。",
            "a",
            "Z",
            "0",
            ":80",
            ":443",
            "|",
            "x=1&y=2",
            "mailto:");
    var any = Arbitraries.strings().ofMaxLength(4);
    return Arbitraries.oneOf(pieces, any).list().ofMaxSize(10).map(list -> String.join("", list));
  }

  @Property(tries = 20_000)
  void whatIsNormalStaysAsItIs(@ForAll("references") String reference) {
    Optional<WebUrl> url = BASE.resolve(reference);
    url.ifPresent(once -> {
      assertThat(WebUrl.parse(once.toString())).contains(once);
      assertThat(BASE.resolve(once.toString())).contains(once);
    });
  }

  @Property(tries = 20_000)
  void whatIsNormalIsAUriWithoutDotSegmentsAndFragment(@ForAll("references") String reference) {
    Optional<WebUrl> url = BASE.resolve(reference);
    url.ifPresent(normal -> {
      URI uri = URI.create(normal.toString());
      assertThat(uri.getScheme()).isIn("http", "https");
      assertThat(uri.getRawFragment()).isNull();
      assertThat(uri.getRawUserInfo()).isNull();
      assertThat(uri.getRawPath()).startsWith("/");
      assertThat(uri.getRawPath().split("/", -1)).doesNotContain(".", "..");
      assertThat(normal.toString()).isEqualTo(normal.origin() + normal.path());
    });
  }

  @Property(tries = 5_000)
  void anAbsolutePathLeadsWhereItSays(@ForAll("references") String tail) {
    String path = "/x" + tail;
    assertThat(WebUrl.parse("http://h.example" + path)).isEqualTo(BASE.resolve(path));
  }
}
