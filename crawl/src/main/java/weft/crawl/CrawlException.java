package weft.crawl;

/** A crawl that can't begin or go on. The message is one line, for the person who started it. */
public final class CrawlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CrawlException(String message) {
    super(message);
  }

  CrawlException(String message, Throwable cause) {
    super(message, cause);
  }
}
