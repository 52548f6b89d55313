package weft.crawl.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdnTest {
  private static String host(String name) {
    return WebUrl.parse("http://" + name + "/").map(WebUrl::authority).orElse("");
  }

  /** By the rules of 2003 they were ss.de and the like: domains of other people. */
  @ParameterizedTest
  @CsvSource({
    "\u00df.de, xn--zca.de",
    "\u1e9e.de, xn--zca.de",
    "fa\u00df.de, xn--fa-hia.de",
    "FA\u00df.DE, xn--fa-hia.de",
    "stra\u00dfe.m\u00fcnchen.de, xn--strae-oqa.xn--mnchen-3ya.de",
    "fa%C3%9F.de, xn--fa-hia.de",
    "\u03b2\u03cc\u03bb\u03bf\u03c2.com, xn--nxasmm1c.com",
    "\u03b2\u03cc\u03bb\u03bf\u03c3.com, xn--nxasmq6b.com",
    "\u0dc1\u0dca\u200d\u0dbb\u0dd3.com, xn--10cl1a0b660p.com",
    "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com, xn--mgba3gch31f060k.com",
    "b\u00fccher.example., xn--bcher-kva.example.",
    "\uff45\uff58.\u3002b\u00fc, ex..xn--b-eha"
  })
  void namesAreThoseThatBrowsersMeet(String name, String ascii) {
    assertThat(host(name)).isEqualTo(ascii);
  }

  @ParameterizedTest
  @CsvSource({"a\u200db.de", "\u200d.de", "\u00df\u200c.de", "\u00df\ufffd.de", "\u00df b.de"})
  void whatIsNoNameIsNoUrl(String name) {
    assertThat(host(name)).isEmpty();
  }

  @Test
  void norIsOneThatIsTooLongForTheJdk() {
    assertThat(host("\u00fc".repeat(3000) + ".de")).isEmpty();
  }

  @Test
  void punycodeIsThatOfTheJdk() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      var label = new StringBuilder();
      for (int j = 1 + random.nextInt(8); j > 0; j--)
        label.append(random.nextInt(3) == 0 ? (char) ('a' + random.nextInt(26)) : letter(random));
      label.append(letter(random));
      assertThat("xn--" + Punycode.encode(label.toString()))
          .isEqualTo(IDN.toASCII(label.toString()));
    }
  }

  /** Letters that nameprep leaves alone. */
  private static char letter(Random random) {
    return (char)
        (random.nextBoolean() ? 0x430 + random.nextInt(32) : 0x4e00 + random.nextInt(0x5000));
  }
}
