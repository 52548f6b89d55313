package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages in many charsets, told by header, meta element or byte order mark.
 *
 * <p>Each has a title and a link in its own script: read with a wrong charset, the link leads to
 * nothing, and the page behind it is never found.
 */
final class Charsets {

  private static final String ROOT = "/charsets/";
  private static final String BOM = "\uFEFF";

  private final List<Page> pages = new ArrayList<>();

  private Charsets() {}

  static List<Page> pages(Origin origin) {
    Charsets charsets = new Charsets();
    charsets.byHeader();
    charsets.byMeta();
    charsets.byMark();
    List<Link> index = Link.to(charsets.pages.stream());
    List<Page> targets =
        charsets.pages.stream()
            .map(page -> Page.html(page.links().getFirst().to(), page.title(), Link.to(ROOT)))
            .toList();
    charsets.pages.addAll(targets);
    charsets.pages.addFirst(Page.html(ROOT, "Charsets", index));
    return charsets.pages;
  }

  private void byHeader() {
    add("latin-1", "text/html; charset=ISO-8859-1", "", ISO_8859_1, "Größe", "größe");
    add("koi8-r", "text/html;charset=koi8-r", "", charset("KOI8-R"), "Ткань", "нить");
    add("utf-8", "text/html; charset=utf-8", "", UTF_8, "Weben 🧵 織り", "🧵");
    add("quoted", "Text/HTML; Charset=\"UTF-8\"; x=y", "", UTF_8, "Étoffe", "étoffe");
    // The header is told apart from the file, by who serves it: it goes before the meta element.
    add("conflict", "text/html; charset=utf-8", meta("iso-8859-1"), UTF_8, "Maß für Maß", "maß");
    add("unknown", "text/html; charset=nonsense", "", UTF_8, "Plain text", "plain");
  }

  private void byMeta() {
    Charset windows = charset("windows-1252");
    add("windows-1252", "text/html", meta("windows-1252"), windows, "“5 € – gewebt”", "5€");
    add("shift-jis", "text/html", meta("Shift_JIS"), charset("Shift_JIS"), "織物の町", "織物");
    add("euc-kr", "text/html", meta("euc-kr"), charset("EUC-KR"), "베틀", "직물");
    add("gbk", "text/html", meta("gbk"), charset("GBK"), "织布机", "布");
    add("meta-utf-8", "text/html", meta("UTF-8"), UTF_8, "Ύφασμα", "ύφασμα");
    String pragma = "<meta content='text/html; charset=iso-8859-2' http-equiv='Content-Type'>";
    add("http-equiv", "text/html", pragma, charset("ISO-8859-2"), "Přadlena česká", "příze");
  }

  private void byMark() {
    add("utf-8-bom", "text/html", "", UTF_8, "Überzug", "überzug", BOM);
    add("utf-16le-bom", "text/html", "", UTF_16LE, "Węzeł", "węzeł", BOM);
    add("utf-16be-bom", "text/html", "", UTF_16BE, "Düğüm", "düğüm", BOM);
  }

  private void add(
      String name, String type, String meta, Charset charset, String title, String link) {
    add(name, type, meta, charset, title, link, "");
  }

  private void add(
      String name,
      String type,
      String meta,
      Charset charset,
      String title,
      String link,
      String mark) {
    String markup =
        "%s<!DOCTYPE html><html><head>%s<title>%s</title></head><body><a href=\"%s\">%s</a></body></html>"
            .formatted(mark, meta, title, link, title);
    Link target = Link.written(link, ROOT + URLEncoder.encode(link, UTF_8));
    Answer answer = Answers.bytes(type, markup.getBytes(charset));
    pages.add(Page.parsed(ROOT + name, title, List.of(target), answer));
  }

  private static String meta(String charset) {
    return "<meta charset=\"" + charset + "\">";
  }

  /** Charsets beyond the standard ones, which every complete JDK has. */
  private static Charset charset(String name) {
    return Charset.forName(name);
  }
}
