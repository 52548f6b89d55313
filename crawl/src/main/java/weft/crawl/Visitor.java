package weft.crawl;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import weft.Clock;
import weft.Weft;
import weft.crawl.Reader.Read;
import weft.crawl.archive.Warc;
import weft.crawl.fetch.Accept;
import weft.crawl.fetch.Fetched;
import weft.crawl.fetch.Fetcher;
import weft.crawl.frontier.SpillFile;
import weft.crawl.page.MediaType;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Validators;
import weft.crawl.result.Visit;
import weft.crawl.sitemap.Sitemap;
import weft.crawl.store.Earlier;
import weft.crawl.url.WebUrl;
import weft.sync.Mutex;

/** Visits one URL: asks robots.txt, fetches, reads, records, and takes in what it leads to. */
final class Visitor implements Host.Worker {
  private static final String ROBOTS = "/robots.txt";

  private final CrawlSettings settings;
  private final Fetcher fetcher;
  private final Recorder recorder;
  private final Counters counters;
  private final PageBudget budget;
  private final Clock clock;
  private final Bounds bounds;
  private final BeforeRefresh before;
  private final Frontier frontier;
  private final Reader reader;
  private final RedirectGraph redirects = new RedirectGraph();
  private final Mutex redirecting = new Mutex();
  private final boolean sitemaps;
  private final Accept wanted;
  private final Accept sitemap;

  Visitor(
      CrawlSettings settings,
      Fetcher fetcher,
      Recorder recorder,
      Counters counters,
      PageBudget budget,
      Clock clock,
      Bounds bounds,
      BeforeRefresh before,
      Pause pause,
      SpillFile spill) {
    this.settings = settings;
    this.fetcher = fetcher;
    this.recorder = recorder;
    this.counters = counters;
    this.budget = budget;
    this.clock = clock;
    this.bounds = bounds;
    this.before = before;
    this.frontier = new Frontier(settings, counters, this, pause, spill);
    this.reader = new Reader(settings, bounds);
    this.sitemaps = settings.sitemaps && settings.depth.orElse(1) > 0;
    this.wanted =
        new Accept(
            sitemaps ? type -> type.isHtml() || Reader.mayBeSitemap(type) : MediaType::isHtml,
            settings.maxBody,
            false);
    this.sitemap = new Accept(_ -> true, Math.max(settings.maxBody, Sitemap.MOST_BYTES), false);
  }

  Frontier frontier() {
    return frontier;
  }

  /** Takes in what an earlier crawl has found. */
  Earlier earlier() {
    return new Earlier() {
      @Override
      public void done(String url) {
        frontier.addDone(url);
      }

      @Override
      public void redirect(String from, String to) {
        redirects.add(from, to);
      }

      @Override
      public void duplicate(String url, String canonical) {
        reader.addDuplicate(url, canonical);
      }

      @Override
      public void pending(String url, int depth, Optional<String> referrer, boolean sitemap) {
        WebUrl.parse(url)
            .ifPresent(to -> frontier.offer(new Target(to, depth, 0, referrer, sitemap)));
      }
    };
  }

  /** Sees to it that the sitemaps of this URL's host are read, if they are wanted. */
  void findSitemaps(WebUrl url) {
    if (sitemaps) url.resolve(ROBOTS).map(Target::seed).ifPresent(frontier::offer);
  }

  @Override
  public void visit(Host host, Target target) {
    findSitemaps(target.url());
    RobotsAccess robots = host.robots(target, fetcher, settings);
    if (robots.unreachable().isPresent()) {
      Weft.checkpoint(); // it may be the end of the crawl that cut it off
      record(target, Fetched.failed(Kind.FAILED, robots.unreachable().get()));
    } else if (sitemaps && robots.note().isEmpty() && target.url().path().equals(ROBOTS)) {
      record(target, robots.answer(), reader.robots(target, robots.rules()));
    } else if (!robots.rules().allow(target.url())) {
      record(target, Fetched.failed(Kind.DISALLOWED, robots.note().orElse("by robots.txt")));
    } else {
      budget.spend(() -> fetch(host, target));
    }
  }

  private Kind fetch(Host host, Target target) {
    Fetched fetched;
    Accept accept = target.sitemap() ? sitemap : wanted;
    // An archive is to have pages whole, also those that have not changed.
    Validators validators =
        settings.warc.isPresent() ? Validators.NONE : before.validators(target.url().toString());
    try (var flight = counters.observations().flights.begin(target, host)) {
      fetched = fetcher.fetch(target.url(), accept, flight, validators);
    }
    return switch (fetched.kind()) {
      case PAGE -> body(target, fetched);
      case REDIRECT -> redirect(target, fetched);
      default -> record(target, fetched);
    };
  }

  private Kind body(Target target, Fetched fetched) {
    if (fetched.status() == BeforeRefresh.UNCHANGED) {
      return record(target, fetched, Reader.stored(target, before.page(target.url().toString())));
    }
    boolean html = fetched.type().isHtml() && !target.sitemap();
    Read read;
    try {
      read = html ? reader.page(target, fetched) : reader.sitemap(target, fetched);
    } catch (RuntimeException | StackOverflowError e) {
      return record(target, fetched, Kind.FAILED, Optional.of("the page can't be parsed: " + e));
    }
    return record(target, fetched, read);
  }

  private Kind redirect(Target target, Fetched fetched) {
    Optional<WebUrl> to = fetched.detail().flatMap(target.url()::resolve);
    if (to.isEmpty()) return record(target, fetched); // to a mail address, or nonsense
    String from = target.url().toString();
    Optional<String> detail = to.map(WebUrl::toString);
    boolean tooMany = target.hops() >= settings.redirects;
    boolean inside = target.sitemap() ? bounds.isOnHost(to.get()) : bounds.isInside(to.get());
    // One at a time, for the other redirects of a loop have to be stored before they are changed.
    Kind kind =
        redirecting.with(() -> {
          int loop = redirects.add(from, to.get().toString());
          var found = loop == 0 && !tooMany ? Kind.REDIRECT : Kind.REDIRECT_LOOP;
          var outcome = outcome(target, fetched, found, detail);
          var link = new Link(to.get().toString(), inside);
          done(
              new Visit(outcome, Optional.empty(), List.of(link), loop, archived(outcome, fetched)),
              target);
          if (loop > 1) counters.becameLoop(loop - 1);
          return found;
        });
    if (kind == Kind.REDIRECT && inside) frontier.offer(target.redirect(to.get()));
    return kind;
  }

  private Kind record(Target target, Fetched fetched) {
    return record(target, fetched, fetched.kind(), fetched.detail());
  }

  private Kind record(Target target, Fetched fetched, Kind kind, Optional<String> detail) {
    var nothing = new Read(kind, detail, Optional.empty(), List.of(), List.of());
    return record(target, fetched, nothing);
  }

  private Kind record(Target target, Fetched fetched, Read read) {
    UrlOutcome outcome = outcome(target, fetched, read.kind(), read.detail());
    done(new Visit(outcome, read.content(), read.links(), 0, archived(outcome, fetched)), target);
    // Only now, so that what is found is stored after the page that leads to it.
    for (Target next : read.next()) frontier.offer(next);
    return read.kind();
  }

  private static Optional<Gzipped> archived(UrlOutcome outcome, Fetched fetched) {
    return fetched
        .exchange()
        .map(exchange -> new Gzipped(Warc.records(outcome.url(), outcome.at(), exchange)));
  }

  private void done(Visit visit, Target target) {
    recorder.put(visit);
    counters.done(target.url().authority(), visit);
    settings.listener.onOutcome(visit.outcome());
    if (visit.page().isPresent()) settings.onPage.accept(visit.outcome(), visit.page().get());
  }

  private UrlOutcome outcome(Target target, Fetched fetched, Kind kind, Optional<String> detail) {
    Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS); // as it can be stored
    Duration duration = fetched.duration();
    return new UrlOutcome(
        target.url().toString(),
        kind,
        fetched.status(),
        fetched.attempts(),
        fetched.bytes(),
        duration,
        target.depth(),
        target.referrer(),
        detail,
        now);
  }
}
