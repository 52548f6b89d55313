package weft.crawl.result;

import java.util.Optional;

/**
 * By what a server can tell later whether a page has changed, as it was sent.
 *
 * @param etag the {@code ETag}
 * @param lastModified the {@code Last-Modified}
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /** For a page that came without. */
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

  /** Whether there is nothing to ask with. */
  public boolean isEmpty() {
    return etag.isEmpty() && lastModified.isEmpty();
  }
}
