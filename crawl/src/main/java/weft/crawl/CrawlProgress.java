package weft.crawl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import weft.crawl.result.Kind;

/**
 * How far a crawl is, at one moment. Immutable.
 *
 * @param outcomes how many URLs ended how, in this run; every kind is there
 * @param queued URLs that are known and not done
 * @param bytes the size of all bodies read, after decompression
 * @param elapsed the time since the crawl began
 * @param hosts what was seen of each host, the one with the most requests first
 */
public record CrawlProgress(
    Map<Kind, Long> outcomes, long queued, long bytes, Duration elapsed, List<HostStats> hosts) {

  /**
   * What was seen of one host.
   *
   * @param host name and port
   * @param urls URLs that got an answer, or none after all attempts
   * @param mean the mean time of their last attempts
   * @param max the longest of these times
   */
  public record HostStats(String host, long urls, Duration mean, Duration max) {
    /** A host of which nothing was seen. */
    static HostStats none(String host) {
      return new HostStats(host, 0, Duration.ZERO, Duration.ZERO);
    }
  }

  /** URLs that are done, in this run. */
  public long done() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Pages among them. */
  public long pages() {
    return outcomes.getOrDefault(Kind.PAGE, 0L);
  }

  /** Pages a second, over the whole run. */
  public double pagesPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? pages() / seconds : 0;
  }
}
