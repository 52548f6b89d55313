package weft.crawl.page;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the charset of a page as browsers do: a byte order mark goes before the header, the header
 * before a meta element, and a page that says nothing is UTF-8 if it can be, else windows-1252.
 */
final class Charsets {
  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** Names that stand for more than they say; from the WHATWG's encoding standard. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("l1", "windows-1252"),
          Map.entry("ascii", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("latin5", "windows-1254"),
          Map.entry("iso-8859-11", "windows-874"),
          Map.entry("tis-620", "windows-874"),
          Map.entry("gb2312", "gbk"),
          Map.entry("gb_2312-80", "gbk"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("korean", "x-windows-949"),
          Map.entry("unicode", "utf-16le"),
          Map.entry("utf-16", "utf-16le"),
          Map.entry("utf8", "utf-8"),
          Map.entry("unicode-1-1-utf-8", "utf-8"),
          Map.entry("x-mac-cyrillic", "x-MacCyrillic"));

  private Charsets() {}

  /** A page's text and what it was written in. */
  record Decoded(String text, Charset charset) {}

  static Decoded decode(byte[] body, Optional<String> header) {
    int mark = markLength(body);
    if (mark > 0) {
      Charset marked = mark == 3 ? UTF_8 : body[0] == (byte) 0xfe ? UTF_16BE : UTF_16LE;
      return new Decoded(new String(body, mark, body.length - mark, marked), marked);
    }
    Optional<Charset> told = header.flatMap(Charsets::forLabel).or(() -> MetaScan.charset(body));
    return told.map(charset -> new Decoded(new String(body, charset), charset))
        .orElseGet(() -> guess(body));
  }

  /** The charset of a name as pages use it; empty where nothing is known by it. */
  static Optional<Charset> forLabel(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT);
    if (name.equals("utf-8")) return Optional.of(UTF_8);
    try {
      return Optional.of(Charset.forName(MEANT.getOrDefault(name, name)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static int markLength(byte[] body) {
    if (body.length >= 3
        && body[0] == (byte) 0xef
        && body[1] == (byte) 0xbb
        && body[2] == (byte) 0xbf) {
      return 3;
    }
    if (body.length < 2) return 0;
    boolean big = body[0] == (byte) 0xfe && body[1] == (byte) 0xff;
    boolean little = body[0] == (byte) 0xff && body[1] == (byte) 0xfe;
    return big || little ? 2 : 0;
  }

  private static Decoded guess(byte[] body) {
    try {
      return new Decoded(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString(), UTF_8);
    } catch (CharacterCodingException _) {
      return new Decoded(new String(body, WINDOWS_1252), WINDOWS_1252);
    }
  }
}
