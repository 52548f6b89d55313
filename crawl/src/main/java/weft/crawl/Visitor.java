package weft.crawl;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weft.Clock;
import weft.Weft;
import weft.crawl.fetch.Accept;
import weft.crawl.fetch.Fetched;
import weft.crawl.fetch.Fetcher;
import weft.crawl.frontier.SpillFile;
import weft.crawl.page.MediaType;
import weft.crawl.page.PageParser;
import weft.crawl.page.ParsedPage;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;
import weft.crawl.store.Earlier;
import weft.crawl.url.WebUrl;
import weft.sync.Mutex;

/** Visits one URL: asks robots.txt, fetches, parses, records, and takes in what it leads to. */
final class Visitor implements Host.Worker {
  private final CrawlSettings settings;
  private final Fetcher fetcher;
  private final Recorder recorder;
  private final Counters counters;
  private final PageBudget budget;
  private final Clock clock;
  private final Set<String> authorities;
  private final Frontier frontier;
  private final RedirectGraph redirects = new RedirectGraph();
  private final Mutex redirecting = new Mutex();
  private final Accept html;

  Visitor(
      CrawlSettings settings,
      Fetcher fetcher,
      Recorder recorder,
      Counters counters,
      PageBudget budget,
      Clock clock,
      Set<String> authorities,
      Pause pause,
      SpillFile spill) {
    this.settings = settings;
    this.fetcher = fetcher;
    this.recorder = recorder;
    this.counters = counters;
    this.budget = budget;
    this.clock = clock;
    this.authorities = authorities;
    this.frontier = new Frontier(settings, counters, this, pause, spill);
    this.html = new Accept(MediaType::isHtml, settings.maxBody, false);
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
      public void pending(String url, int depth, Optional<String> referrer) {
        WebUrl.parse(url)
            .ifPresent(parsed -> frontier.offer(new Target(parsed, depth, 0, referrer)));
      }
    };
  }

  @Override
  public void visit(Host host, Target target) {
    RobotsAccess robots = host.robots(target, fetcher, settings);
    if (robots.unreachable().isPresent()) {
      Weft.checkpoint(); // it may be the end of the crawl that cut it off
      record(target, Fetched.failed(Kind.FAILED, robots.unreachable().get()));
    } else if (!robots.rules().allow(target.url())) {
      record(target, Fetched.failed(Kind.DISALLOWED, robots.note().orElse("by robots.txt")));
    } else {
      budget.spend(() -> fetch(host, target));
    }
  }

  private Kind fetch(Host host, Target target) {
    Fetched fetched;
    try (var flight = counters.observations().flights.begin(target, host)) {
      fetched = fetcher.fetch(target.url(), html, flight);
    }
    return switch (fetched.kind()) {
      case PAGE -> page(target, fetched);
      case REDIRECT -> redirect(target, fetched);
      default -> record(target, fetched);
    };
  }

  private Kind page(Target target, Fetched fetched) {
    ParsedPage page;
    try {
      page = PageParser.parse(fetched.body(), fetched.type().charset(), target.url());
    } catch (RuntimeException | StackOverflowError e) {
      return record(target, fetched, Kind.FAILED, Optional.of("the page can't be parsed: " + e));
    }
    var content = Contents.of(page, fetched, settings.keepHtml);
    UrlOutcome outcome = outcome(target, fetched, Kind.PAGE, Optional.empty());
    done(new Visit(outcome, Optional.of(content), links(page.links()), false), target);
    // Only now, so that what is found is stored after the page that leads to it.
    for (WebUrl url : page.links()) {
      if (isInside(url)) frontier.offer(target.link(url));
    }
    return Kind.PAGE;
  }

  private Kind redirect(Target target, Fetched fetched) {
    Optional<WebUrl> to = fetched.detail().flatMap(target.url()::resolve);
    if (to.isEmpty()) return record(target, fetched); // to a mail address, or nonsense
    String from = target.url().toString();
    Optional<String> detail = to.map(WebUrl::toString);
    boolean tooMany = target.hops() >= settings.redirects;
    // One at a time, for the other redirects of a loop have to be stored before they are changed.
    Kind kind =
        redirecting.with(() -> {
          int loop = redirects.add(from, to.get().toString());
          var found = loop == 0 && !tooMany ? Kind.REDIRECT : Kind.REDIRECT_LOOP;
          var outcome = outcome(target, fetched, found, detail);
          done(new Visit(outcome, Optional.empty(), links(List.of(to.get())), loop > 1), target);
          if (loop > 1) counters.becameLoop(loop - 1);
          return found;
        });
    if (kind == Kind.REDIRECT && isInside(to.get())) frontier.offer(target.redirect(to.get()));
    return kind;
  }

  private Kind record(Target target, Fetched fetched) {
    return record(target, fetched, fetched.kind(), fetched.detail());
  }

  private Kind record(Target target, Fetched fetched, Kind kind, Optional<String> detail) {
    done(
        new Visit(outcome(target, fetched, kind, detail), Optional.empty(), List.of(), false),
        target);
    return kind;
  }

  private void done(Visit visit, Target target) {
    recorder.put(visit);
    counters.done(target.url().authority(), visit);
    settings.listener.onOutcome(visit.outcome());
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

  private List<Link> links(List<WebUrl> urls) {
    return urls.stream().map(url -> new Link(url.toString(), isInside(url))).toList();
  }

  private boolean isInside(WebUrl url) {
    return authorities.contains(url.authority()) && settings.isWanted(url);
  }
}
