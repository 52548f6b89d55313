package weft.crawl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetsTest extends RunningSite {

  @ParameterizedTest
  @CsvSource({
    "latin-1, ISO-8859-1, text/html; charset=ISO-8859-1",
    "koi8-r, KOI8-R, text/html;charset=koi8-r",
    "utf-8, UTF-8, text/html; charset=utf-8",
    "quoted, UTF-8, Text/HTML; Charset=\"UTF-8\"; x=y",
    "conflict, UTF-8, text/html; charset=utf-8",
    "unknown, US-ASCII, text/html; charset=nonsense",
    "windows-1252, windows-1252, text/html",
    "shift-jis, Shift_JIS, text/html",
    "euc-kr, EUC-KR, text/html",
    "gbk, GBK, text/html",
    "meta-utf-8, UTF-8, text/html",
    "http-equiv, ISO-8859-2, text/html",
    "utf-8-bom, UTF-8, text/html",
    "utf-16le-bom, UTF-16LE, text/html",
    "utf-16be-bom, UTF-16BE, text/html",
  })
  void thePageIsInItsCharset(String name, String charset, String type) {
    RawClient.Response response = client.get("/charsets/" + name);
    String text = new String(response.body(), Charset.forName(charset));
    Expected.ExpectedPage page = expected.pages().get(uri("/charsets/" + name));

    assertThat(response.header("content-type")).isEqualTo(type);
    assertThat(text).contains("<title>" + page.title() + "</title>");
    assertThat(page.links())
        .singleElement()
        .satisfies(link -> {
          String last = link.getPath().substring("/charsets/".length());
          assertThat(text).contains("href=\"" + last + "\"");
          assertThat(client.get(path(link)).text()).contains(page.title());
        });
  }

  @Test
  void marksAndBytesAreAsTheyShouldBe() {
    assertThat(hex("utf-8-bom")).startsWith("efbbbf3c");
    assertThat(hex("utf-16le-bom")).startsWith("fffe3c00");
    assertThat(hex("utf-16be-bom")).startsWith("feff003c");
    assertThat(hex("windows-1252")).contains("933520802096"); // “5 € –
    assertThat(hex("shift-jis")).contains("904495a8"); // 織物
    assertThat(hex("latin-1")).contains("4772f6df65"); // Größe
  }

  private String hex(String name) {
    return HexFormat.of().formatHex(client.get("/charsets/" + name).body());
  }
}
