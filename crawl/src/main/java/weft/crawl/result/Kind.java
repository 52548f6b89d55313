package weft.crawl.result;

/** What became of a URL. */
public enum Kind {
  /** Answered with 2xx and HTML: parsed, and its links followed. */
  PAGE,
  /**
   * HTML that names another URL of the crawl as its canonical one: its links are followed, and its
   * content is kept under that URL only.
   */
  DUPLICATE,
  /** HTML that asks not to be indexed: its links are followed, and nothing of it is kept. */
  NO_INDEX,
  /** A sitemap, where the settings ask for sitemaps to be read. */
  SITEMAP,
  /** What names sitemaps: an index of them, or a robots.txt. */
  SITEMAP_INDEX,
  /** Answered with a redirect; the target is a URL with an outcome of its own. */
  REDIRECT,
  /** Answered with 2xx, but with another type than HTML or with none. */
  NOT_HTML,
  /** The body is over the size limit, as sent or after decompression. */
  TOO_LARGE,
  /** The last answer was no success: see the status. */
  HTTP_ERROR,
  /** Forbidden by robots.txt, and never requested. */
  DISALLOWED,
  /** A redirect that leads back to itself, or one too many in a row. */
  REDIRECT_LOOP,
  /** No whole answer: see the detail. */
  FAILED,
  /** No whole answer within the time limit. */
  TIMED_OUT;

  /** Tells whether the server answered with anything at all. */
  public boolean isAnswer() {
    return switch (this) {
      case PAGE,
          DUPLICATE,
          NO_INDEX,
          SITEMAP,
          SITEMAP_INDEX,
          REDIRECT,
          NOT_HTML,
          TOO_LARGE,
          HTTP_ERROR,
          REDIRECT_LOOP ->
          true;
      case DISALLOWED, FAILED, TIMED_OUT -> false;
    };
  }
}
