package weft.crawl.sitemap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import weft.crawl.sitemap.Sitemap.Entry;
import weft.crawl.url.WebUrl;

class SitemapTest {
  private static final WebUrl URL = url("http://h.example/maps/sitemap.xml");
  private static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> http://h.example/a?x=1&amp;y=2#f </loc><lastmod>2026-01-02</lastmod></url>
        <url><loc>http://other.example/b</loc><lastmod>2026-01-02T03:04:05+01:00</lastmod><priority>0.5</priority></url>
        <url><loc>http://h.example/a?x=1&amp;y=2</loc></url>
        <url><loc>mailto:a@b</loc></url><url><loc>http://[</loc></url><url></url>
        <url><loc>http://h.example/c</loc><lastmod>yesterday</lastmod></url>
      </urlset>
      """;

  private static WebUrl url(String text) {
    return WebUrl.parse(text).orElseThrow();
  }

  private static Entry entry(String url) {
    return new Entry(url(url), Optional.empty());
  }

  private static Optional<Sitemap> read(String text, boolean announced) {
    return Sitemap.read(text.getBytes(UTF_8), URL, announced);
  }

  @Test
  void namesUrlsAndWhenTheyWereModified() {
    assertThat(read(XML, false))
        .hasValue(
            new Sitemap(
                false,
                List.of(
                    new Entry(
                        url("http://h.example/a?x=1&y=2"),
                        Optional.of(Instant.parse("2026-01-02T00:00:00Z"))),
                    new Entry(
                        url("http://other.example/b"),
                        Optional.of(Instant.parse("2026-01-02T02:04:05Z"))),
                    entry("http://h.example/c"))));
  }

  @Test
  void mayBePackedAndMayHaveAByteOrderMark() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(XML.getBytes(UTF_8));
    }
    assertThat(Sitemap.read(packed.toByteArray(), URL, false)).isEqualTo(read(XML, false));
    assertThat(read("\uFEFF" + XML, false)).isEqualTo(read(XML, false));
  }

  @Test
  void anIndexNamesSitemaps() {
    String index =
        "<sitemapindex><sitemap><loc>http://h.example/1.xml.gz</loc></sitemap></sitemapindex>";
    assertThat(read(index, false))
        .hasValue(new Sitemap(true, List.of(entry("http://h.example/1.xml.gz"))));
  }

  @Test
  void listsAndFeedsCountWhereTheyAreAnnounced() {
    String list = "http://h.example/a\nhttp://h.example/b\n";
    assertThat(read(list, true))
        .hasValue(
            new Sitemap(false, List.of(entry("http://h.example/a"), entry("http://h.example/b"))));
    assertThat(read(list, false)).isEmpty();
    String feed =
        "<rss version='2.0'><channel><title>x</title><item><link>http://h.example/a</link></item></channel></rss>";
    assertThat(read(feed, true).orElseThrow().entries()).contains(entry("http://h.example/a"));
    assertThat(read(feed, false)).isEmpty();
  }

  @Test
  void whatIsBrokenCountsAsFarAsItGoes() {
    assertThat(
            read(XML.substring(0, XML.indexOf("<url><loc>mailto")), false).orElseThrow().entries())
        .hasSize(2);
  }

  @Test
  void otherThingsAreNone() throws IOException {
    assertThat(read("<!DOCTYPE html><html><a href=/x>x</a></html>", true)).isEmpty();
    assertThat(read("<svg xmlns='http://www.w3.org/2000/svg'/>", true)).isEmpty();
    byte[] noise = new byte[2000];
    new Random(1).nextBytes(noise);
    assertThat(Sitemap.read(noise, URL, false)).isEmpty();
    noise[0] = 0x1f;
    noise[1] = (byte) 0x8b;
    assertThat(Sitemap.read(noise, URL, true)).isEmpty();
    assertThat(read("", false)).isEmpty();
  }

  @Test
  void nothingIsReadFromElsewhereByAnEntity() {
    String evil =
        "<?xml version='1.0'?><!DOCTYPE urlset [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
            + "<urlset><url><loc>http://h.example/&x;</loc></url></urlset>";
    assertThat(read(evil, true).map(Sitemap::entries).orElse(List.of())).isEmpty();
  }

  @Test
  void moreThanTheProtocolAllowsIsNotUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      byte[] block = new byte[1024 * 1024];
      for (int i = 0; i <= 50; i++) out.write(block);
    }
    assertThat(Sitemap.read(packed.toByteArray(), URL, true)).isEmpty();
  }
}
