package weft.crawl;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a crawl came to.
 *
 * @param end why it stopped
 * @param progress the counts at its end
 * @param unchanged how many pages of {@code progress} were the same as when they were stored
 * @param resumed how many URLs an earlier run had done before
 * @param database where the results are
 * @param jsonLines the file with one JSON object a page, if it was asked for
 * @param csv the file with one record a page, if it was asked for
 * @param warc the archive of what was sent and received, if it was asked for
 */
public record CrawlSummary(
    End end,
    CrawlProgress progress,
    long unchanged,
    long resumed,
    CrawlDatabase database,
    Optional<Path> jsonLines,
    Optional<Path> csv,
    Optional<Path> warc) {

  /** Why a crawl stopped. */
  public enum End {
    /** It is still going on. */
    RUNNING,
    /** Nothing is left to fetch within the limits. */
    COMPLETE,
    /** It has as many pages as were asked for. */
    PAGE_LIMIT,
    /** It was ended by {@link Crawl#stop}; what was fetched is stored, and it can be resumed. */
    STOPPED,
    /** It was cancelled, or failed; what was fetched is stored, and it can be resumed. */
    CUT_SHORT
  }
}
