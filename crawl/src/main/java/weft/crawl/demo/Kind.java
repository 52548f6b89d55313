package weft.crawl.demo;

/** What becomes of one URL of the demo site in a crawl with the default settings. */
public enum Kind {
  /** Answered with 2xx and an HTML type; parsed, and its links followed. */
  PAGE,
  /** HTML that names another page of the site as its canonical one; its links are followed. */
  DUPLICATE,
  /** HTML that asks not to be indexed; its links are followed. */
  NO_INDEX,
  /** A sitemap, in a crawl that reads sitemaps. */
  SITEMAP,
  /** An index of sitemaps, in such a crawl; robots.txt is one. */
  SITEMAP_INDEX,
  /**
   * Answered with a redirect. The target is a URL of its own, with a kind of its own; it may lie
   * outside the site, and is then not fetched.
   */
  REDIRECT,
  /** Answered with 2xx, but with another type than HTML or with none: not parsed. */
  NOT_HTML,
  /** The body is over the size limit, as sent or after decompression: not parsed. */
  TOO_LARGE,
  /** The last answer, after the retries where there are any, was a 4xx or 5xx. */
  HTTP_ERROR,
  /** Forbidden by robots.txt: never requested. */
  DISALLOWED,
  /**
   * A redirect that leads back to itself, at once or by way of others. One that only leads into a
   * loop is a {@link #REDIRECT}.
   */
  REDIRECT_LOOP,
  /** No whole answer after the retries: the connection ended early or the body was cut off. */
  FAILED,
  /** No answer at all within the client's time limit. */
  TIMED_OUT
}
