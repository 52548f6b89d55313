package weft.crawl;

import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.Environment;
import weft.Scope;
import weft.TaskFailedException;
import weft.crawl.CrawlSummary.End;
import weft.crawl.fetch.FetchRules;
import weft.crawl.fetch.Fetcher;
import weft.crawl.frontier.SpillFile;
import weft.crawl.result.UrlOutcome;
import weft.crawl.store.CrawlStore;
import weft.crawl.store.Export;
import weft.crawl.store.Place;
import weft.crawl.store.StoreException;
import weft.flow.Flow;
import weft.http.Http;
import weft.http.HttpOptions;
import weft.sync.Event;

/**
 * A crawl of some hosts: breadth first, many pages at once, each URL once.
 *
 * <pre>{@code
 * var settings = CrawlSettings.builder(Path.of("results")).pages(1000).build();
 * CrawlSummary summary = Crawl.of(settings).run("https://example.org/");
 * }</pre>
 *
 * <p>A crawl is run once. Its progress may be asked for from any thread, at any time.
 */
public final class Crawl {
  private final CrawlSettings settings;
  private final Clock clock = Environment.current().clock();
  private final Counters counters = new Counters(clock);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicReference<End> end = new AtomicReference<>(End.RUNNING);
  private final AtomicReference<@Nullable Scope> level = new AtomicReference<>();
  private final Pause pause = new Pause();
  private final Event over = new Event();
  private volatile long resumed;

  private Crawl(CrawlSettings settings) {
    this.settings = settings;
  }

  /** A crawl with these settings. */
  public static Crawl of(CrawlSettings settings) {
    return new Crawl(settings);
  }

  /** Crawls from these URLs; see {@link #run(Collection)}. */
  public CrawlSummary run(String... seeds) {
    return run(Arrays.asList(seeds));
  }

  /**
   * Crawls from these URLs, and within their hosts, to the end; returns when all is stored.
   *
   * <p>Cancellation: what was fetched is stored and the database closed before {@link
   * weft.CancelledError} comes out; {@link #summary} then tells how far it came, and the crawl can
   * be resumed.
   *
   * @param seeds absolute URLs; none are needed to resume
   * @throws CrawlException if it can't begin or go on, or if not one of the seeds can be reached;
   *     the message is one line
   * @throws IllegalStateException if the crawl was run before
   */
  public CrawlSummary run(Collection<String> seeds) {
    if (!started.compareAndSet(false, true)) throw new IllegalStateException("a crawl is run once");
    try {
      runOnce(seeds);
    } catch (StoreException e) {
      throw new CrawlException(String.valueOf(e.getMessage()), e);
    } finally {
      end.compareAndSet(End.RUNNING, End.CUT_SHORT);
      over.set();
    }
    return summary();
  }

  private void runOnce(Collection<String> seeds) {
    Seeds given = Seeds.parse(seeds);
    boolean begin =
        switch (settings.output) {
          case CREATE, REPLACE -> true;
          case RESUME, REFRESH -> false;
        };
    if (given.urls().isEmpty() && begin) throw nothingToCrawl();
    counters.begin();
    // The database is never worked on where an interrupt could come: it would close the file.
    CrawlStore store = shield(() -> toThread(this::open));
    try (Closing _ = () -> shield(() -> toThread(store::close))) { // hides no earlier failure
      run(store, given);
    } finally {
      end.compareAndSet(End.RUNNING, End.CUT_SHORT);
      counters.end();
    }
  }

  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets no request begin until {@link #resume}; those that are sent are waited for and stored.
   *
   * <p>A time limit for the whole crawl, or a cancellation, works in a pause as well. May be called
   * from any thread, also before the crawl is run; in a pause it does nothing.
   */
  public void pause() {
    pause.begin();
  }

  /** Ends a pause, if there is one. May be called from any thread. */
  public void resume() {
    pause.end();
  }

  /** Whether it is paused. */
  public boolean isPaused() {
    return pause.isOn();
  }

  /**
   * Ends the crawl before its time: requests that are sent are broken off, what was fetched is
   * stored, and {@link #run} returns with {@link End#STOPPED}. It can be resumed by another crawl.
   *
   * <p>May be called from any thread, doesn't wait, and does nothing to a crawl that has ended. One
   * that is not yet run will end as soon as it is.
   */
  public void stop() {
    if (end.compareAndSet(End.RUNNING, End.STOPPED)) cancelLevel("the crawl is stopped");
  }

  /**
   * How the crawl goes on: a snapshot at once, one after each time of {@code every}, and a last one
   * when it has ended; then the flow ends. Each who runs the flow gets snapshots of its own, and
   * what they say of the time since the one before is about those. A slow reader gets fewer of them
   * and slows nobody.
   *
   * <p>May be asked for before the crawl is run. Cancellation: takes nothing from anybody.
   *
   * @throws IllegalArgumentException if {@code every} is not more than zero
   */
  public Flow<CrawlSnapshot> snapshots(Duration every) {
    if (!every.isPositive()) {
      throw new IllegalArgumentException("the time between snapshots must be more than zero");
    }
    return Flow.generate(out -> {
      var last = new AtomicBoolean(); // only that one says that it is over: all is stored then
      var sampler =
          new Sampler(
              () -> summary(last.get() ? end.get() : End.RUNNING), counters.observations(), pause);
      while (!last.get()) {
        last.set(over.isSet());
        out.emit(sampler.next());
        if (!last.get()) {
          boolean _ = moveOnAfter(every, over::await);
        }
      }
    });
  }

  /** How far the crawl is. */
  public CrawlProgress progress() {
    return counters.snapshot();
  }

  /** What the crawl came to; while it runs, how far it is. */
  public CrawlSummary summary() {
    return summary(end.get());
  }

  private CrawlSummary summary(End how) {
    return new CrawlSummary(
        how,
        progress(),
        counters.unchanged(),
        resumed,
        settings.database,
        settings.jsonLines,
        settings.csv,
        settings.warc);
  }

  private static CrawlException nothingToCrawl() {
    return new CrawlException("nothing to crawl: give a URL to start from");
  }

  private CrawlStore open() {
    Place place = settings.database.place;
    return switch (settings.output) {
      case RESUME -> CrawlStore.resume(place, settings.exports());
      case REFRESH -> CrawlStore.refresh(place, settings.exports());
      case REPLACE -> CrawlStore.replace(place, settings.exports());
      case CREATE -> {
        for (Export export : settings.exports()) {
          if (CrawlStore.isFree(export.file())) continue;
          throw new CrawlException(
              export.file() + " is there already: choose another file for " + export.format());
        }
        yield CrawlStore.create(place, settings.exports());
      }
    };
  }

  private void run(CrawlStore store, Seeds given) {
    Seeds seeds = shield(() -> toThread(() -> given.and(store.seeds())));
    if (seeds.urls().isEmpty()) throw nothingToCrawl();
    var bounds = new Bounds(seeds.authorities(settings.hosts), settings);
    CrawlStore.Done done =
        shield(() ->
            toThread(() -> {
              store.addSeeds(seeds.texts());
              store.readAs(bounds.reading());
              settings.note.ifPresent(store::note);
              if (settings.output == CrawlSettings.Output.RESUME)
                store.takeBack(settings.retryFailed);
              return store.done();
            }));
    resumed = done.urls();
    var budget = new PageBudget(settings.pages, Math.toIntExact(done.pages()), this::enough);
    var recorder = new Recorder(store);
    try (var before = new BeforeRefresh(shield(() -> toThread(store::earlierPages)));
        var spill = new SpillFile(store.folder());
        var http = Http.open(connections())) {
      var visitor =
          new Visitor(
              settings,
              new Fetcher(http, rules(), clock),
              recorder,
              counters,
              budget,
              clock,
              bounds,
              before,
              pause,
              spill);
      counters.observations().begin(visitor.frontier());
      shield(() -> toThread(() -> store.replay(visitor.earlier())));
      seeds.urls().forEach(visitor::findSitemaps);
      scope(s -> {
        var _ = s.startReady("store", recorder::run);
        try {
          levels(visitor.frontier(), budget);
        } finally {
          recorder.close();
        }
      });
    } catch (TaskFailedException e) {
      if (recorder.failure().isPresent()) throw recorder.failure().get();
      if (e.getCause() instanceof StoreException failure) throw failure;
      throw e;
    }
    var failure = counters.nothingButFailures();
    // When resumed, what is left may be one dead link: then a host at least was there.
    boolean wanted = end.get() == End.RUNNING; // and not stopped before the first answer
    if (wanted && failure.isPresent() && (resumed == 0 || failure.get().attempts() == 0)) {
      UrlOutcome first = failure.get();
      shield(() -> toThread(() -> leave(store)));
      throw new CrawlException("cannot crawl " + first.url() + ": " + first.detail().orElse(""));
    }
    if (end.compareAndSet(End.RUNNING, End.COMPLETE)) {
      shield(() -> toThread(store::forgetEarlier));
    }
  }

  /** Leaves things as they were before a crawl that has reached nothing. */
  private void leave(CrawlStore store) {
    switch (settings.output) {
      case CREATE -> store.discard();
      case REFRESH -> store.restore();
      case REPLACE, RESUME -> {}
    }
  }

  /** A level at a time, each in a scope that ends with its last page. */
  private void levels(Frontier frontier, PageBudget budget) {
    boolean more = !budget.isSpent();
    if (!more) end.compareAndSet(End.RUNNING, End.PAGE_LIMIT);
    while (more && end.get() == End.RUNNING) {
      var opened = new AtomicBoolean();
      scope(s -> {
        level.set(s);
        if (end.get() != End.RUNNING) s.cancel("the crawl has ended");
        opened.set(frontier.open(s));
      });
      more = opened.get();
    }
  }

  private void enough() {
    if (end.compareAndSet(End.RUNNING, End.PAGE_LIMIT)) {
      cancelLevel("there are as many pages as were asked for");
    }
  }

  private void cancelLevel(String why) {
    Scope current = level.get();
    if (current != null) current.cancel(why);
  }

  private HttpOptions connections() {
    return HttpOptions.defaults()
        .userAgent(settings.userAgent)
        .connectTimeout(settings.timeout)
        .responseTimeout(Duration.ZERO) // each request has its own time limit
        .redirects(0) // each is an outcome of its own
        .reconnects(false) // and so is each attempt
        .connections(settings.concurrency, settings.perHost);
  }

  private FetchRules rules() {
    return new FetchRules(
        settings.timeout,
        settings.retries,
        settings.backoff,
        settings.longestWait,
        settings.warc.map(_ -> settings.userAgent));
  }
}
