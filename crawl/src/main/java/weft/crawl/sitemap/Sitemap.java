package weft.crawl.sitemap;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.AbstractSiteMap.SitemapType;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.UnknownFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import weft.crawl.url.WebUrl;

/**
 * A sitemap, or an index of sitemaps, by the protocol of sitemaps.org: XML, packed with gzip or
 * not. Where one was announced, also a list of URLs, one a line, or a feed.
 *
 * @param index whether what it names are sitemaps
 * @param entries what it names, each URL once
 */
public record Sitemap(boolean index, List<Entry> entries) {
  /** What the protocol allows, after unpacking. */
  public static final int MOST_BYTES = 50 * 1024 * 1024;

  /**
   * A URL in a sitemap.
   *
   * @param url where it is, on any host
   * @param lastModified when it was last changed, if that is told
   */
  public record Entry(WebUrl url, Optional<Instant> lastModified) {}

  /**
   * Reads a body; entries that are no web addresses are passed over, and a broken sitemap counts as
   * far as it can be read.
   *
   * @param announced whether robots.txt or an index names it as a sitemap; else it has to be
   *     unmistakably one
   * @return empty if it is none, or larger than {@link #MOST_BYTES}
   */
  public static Optional<Sitemap> read(byte[] body, WebUrl url, boolean announced) {
    try {
      byte[] text = unpacked(body);
      URL at = URI.create(url.toString()).toURL();
      boolean xml = beginsWithTag(text);
      if (!xml && !announced) return Optional.empty();
      var parser = new SiteMapParser(false, true);
      AbstractSiteMap map = parser.parseSiteMap(xml ? "text/xml" : "text/plain", text, at);
      boolean feed = map.getType() == SitemapType.RSS || map.getType() == SitemapType.ATOM;
      return feed && !announced ? Optional.empty() : Optional.of(of(map));
    } catch (IOException | UnknownFormatException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Sitemap of(AbstractSiteMap map) {
    var entries = new LinkedHashMap<WebUrl, Entry>();
    if (map instanceof SiteMapIndex index) {
      index.getSitemaps().forEach(one -> add(entries, one.getUrl(), one.getLastModified()));
    } else if (map instanceof SiteMap one) {
      one.getSiteMapUrls().forEach(to -> add(entries, to.getUrl(), to.getLastModified()));
    }
    return new Sitemap(map.isIndex(), List.copyOf(entries.values()));
  }

  private static void add(Map<WebUrl, Entry> entries, @Nullable URL url, @Nullable Date modified) {
    if (url == null) return;
    Optional<Instant> time = Optional.ofNullable(modified).map(Date::toInstant);
    WebUrl.parse(url.toString()).ifPresent(to -> entries.putIfAbsent(to, new Entry(to, time)));
  }

  private static byte[] unpacked(byte[] body) throws IOException {
    boolean packed = body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    if (!packed) return body;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] text = in.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) throw new IOException("too large a sitemap");
      return text;
    }
  }

  private static boolean beginsWithTag(byte[] text) {
    for (byte b : text) {
      if (b == '<') return true;
      boolean mayPrecede = b <= ' '; // white space, a byte order mark, and zeros of UTF-16
      if (!mayPrecede) return false;
    }
    return false;
  }
}
