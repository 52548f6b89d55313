package weft.crawl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.crawl.CrawlProgress.HostStats;
import weft.crawl.CrawlSummary.End;
import weft.crawl.result.UrlOutcome;

/**
 * All that can be seen of a crawl at one moment, and what became of it since the moment before; see
 * {@link Crawl#snapshots}. Immutable. The crawl goes on while it is taken, so numbers may be ahead
 * of each other by what is done meanwhile.
 *
 * @param end whether it is over, and why
 * @param paused whether it is paused
 * @param progress the counts since its beginning
 * @param window what happened since the snapshot before
 * @param statuses how many URLs ended with which HTTP status; 0 for those without an answer
 * @param hosts what goes on at each host, the one with the most requests first
 * @param fetching how many URLs are being fetched
 * @param fetches some of these, 200 at most: those that are sent first, the oldest of them first
 * @param pages pages that came since the snapshot before, the newest 50 at most, oldest first
 * @param errors URLs that were to be had and were not, in the same way
 */
public record CrawlSnapshot(
    End end,
    boolean paused,
    CrawlProgress progress,
    Window window,
    Map<Integer, Long> statuses,
    List<HostState> hosts,
    int fetching,
    List<Fetch> fetches,
    List<NewPage> pages,
    List<UrlOutcome> errors) {

  /** The snapshot, with copies of the lists. */
  public CrawlSnapshot {
    statuses = Map.copyOf(statuses);
    hosts = List.copyOf(hosts);
    fetches = List.copyOf(fetches);
    pages = List.copyOf(pages);
    errors = List.copyOf(errors);
  }

  /**
   * What happened in a time.
   *
   * @param length its length; zero for a first snapshot
   * @param urls URLs done in it
   * @param pages pages among them
   * @param bytes the size of their bodies
   * @param median how long an answer took, in the middle; right to a tenth, zero if there were none
   * @param p95 what 95 of 100 answers took at most
   * @param p99 what 99 of 100 answers took at most
   */
  public record Window(
      Duration length,
      long urls,
      long pages,
      long bytes,
      Duration median,
      Duration p95,
      Duration p99) {

    /** URLs a second. */
    public double urlsPerSecond() {
      return perSecond(urls);
    }

    /** Pages a second. */
    public double pagesPerSecond() {
      return perSecond(pages);
    }

    /** Bytes a second. */
    public double bytesPerSecond() {
      return perSecond(bytes);
    }

    private double perSecond(long number) {
      return length.isZero() ? 0 : number * 1e9 / length.toNanos();
    }
  }

  /**
   * What goes on at a host.
   *
   * @param host name and port
   * @param waiting URLs that wait for a task
   * @param tasks tasks that are at work on others
   * @param requests requests that are sent and not answered
   * @param limit how many of these there may be at once
   * @param interval the time between two requests, if there is one to be kept
   * @param stats what was seen of it
   */
  public record HostState(
      String host,
      long waiting,
      int tasks,
      int requests,
      int limit,
      Optional<Duration> interval,
      HostStats stats) {}

  /** How far the fetching of a URL is. */
  public enum Stage {
    /** The request is sent, and the answer not yet complete. */
    SENT,
    /** It failed, and is waiting to be tried again. */
    WAITS_TO_RETRY,
    /** It waits for its host's turn, or for the end of a pause. */
    QUEUED
  }

  /**
   * A URL that is being fetched.
   *
   * @param url the URL
   * @param host name and port
   * @param stage how far it is
   * @param attempt which attempt that is, from 1
   * @param since how long it has been there
   */
  public record Fetch(String url, String host, Stage stage, int attempt, Duration since) {}

  /**
   * A page that came.
   *
   * @param title its title; may be empty
   * @param outcome what became of its URL
   */
  public record NewPage(String title, UrlOutcome outcome) {}
}
