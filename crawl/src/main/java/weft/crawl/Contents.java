package weft.crawl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import weft.crawl.fetch.Fetched;
import weft.crawl.page.ParsedPage;
import weft.crawl.result.PageContent;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.Validators;
import weft.crawl.url.WebUrl;
import weft.http.Headers;

/** Makes of a parsed page what is kept of it: everything but its text, unless that is asked for. */
final class Contents {
  private Contents() {}

  static PageContent of(
      ParsedPage page, Fetched fetched, Optional<WebUrl> canonical, boolean keepHtml) {
    byte[] body = fetched.body();
    return new PageContent(
        page.title(),
        fetched.type().type(),
        page.charset(),
        body.length,
        sha256(body),
        keepHtml ? Optional.of(gzip(body)) : Optional.empty(),
        canonical.map(WebUrl::toString),
        validators(fetched.headers()),
        page.extracted());
  }

  private static Validators validators(Headers headers) {
    Optional<String> etag = headers.first("ETag");
    Optional<String> lastModified = headers.first("Last-Modified");
    return etag.isEmpty() && lastModified.isEmpty()
        ? Validators.NONE
        : new Validators(etag, lastModified);
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Gzipped gzip(byte[] body) {
    var packed = new ByteArrayOutputStream(body.length / 3 + 64);
    try (var out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return new Gzipped(packed.toByteArray());
  }
}
