package weft.crawl;

import java.util.Optional;
import weft.crawl.archive.Gzip;
import weft.crawl.fetch.Exchange;
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
        Exchange.sha256(body),
        keepHtml ? Optional.of(new Gzipped(Gzip.pack(body))) : Optional.empty(),
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
}
