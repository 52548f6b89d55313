package weft.cli;

import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import weft.CancelledError;
import weft.Weft;
import weft.cli.live.LivePage;
import weft.crawl.Crawl;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlException;
import weft.crawl.CrawlResults;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.CrawlSettingsBuilder;
import weft.crawl.CrawlSummary;
import weft.crawl.demo.DemoSite;

/** One run of {@code weft crawl}. */
final class CrawlCommand {
  private final Streams streams;
  private final CrawlOptions given;
  private boolean summarized;

  CrawlCommand(Streams streams, CrawlOptions given) {
    this.streams = streams;
    this.given = given.withRulesRead();
  }

  /** Crawls; returns the exit code. Ctrl-C ends the process, after the summary. */
  int run() {
    var _ = Serving.of(given, Terminal.none()); // a wrong one leaves no folder behind
    boolean resume = given.has("--resume");
    boolean overwrite = given.has("--overwrite");
    boolean refresh = given.has("--refresh");
    if (resume && overwrite) {
      throw CommandException.usage("--resume and --overwrite exclude each other");
    }
    if (refresh && (resume || overwrite)) {
      String other = resume ? "--resume" : "--overwrite";
      throw CommandException.usage("--refresh and " + other + " exclude each other");
    }
    if (given.has("--retry-failed") && !resume) {
      throw CommandException.usage("--retry-failed is for --resume");
    }
    if (overwrite && !given.has("--output")) {
      throw CommandException.usage("--overwrite needs --output: every other crawl is kept apart");
    }
    if (resume) return goOn(Output.RESUME);
    if (refresh) return goOn(Output.REFRESH);
    return begin(overwrite ? Output.REPLACE : Output.CREATE);
  }

  /** Goes on with a crawl, or begins it again. */
  private int goOn(Output output) {
    String what = output == Output.RESUME ? "resume" : "refresh";
    ResultPlace files =
        given
            .text("--output")
            .map(ResultPlace::named)
            .orElseGet(() -> ResultFiles.latest(what))
            .existing(what);
    Optional<CrawlOptions> earlier = files.options();
    CrawlOptions options = earlier.map(given::over).orElse(given);
    boolean demo = options.urls().isEmpty() && earlier.isPresent();
    return run(options, files, output, demo);
  }

  private int begin(Output output) {
    var _ =
        Settings.of(given, CrawlDatabase.of(Path.of("any"))); // wrong ones leave no folder behind
    if (output == Output.CREATE) {
      for (String option : CrawlOptions.FILES) {
        given.path(option).ifPresent(file -> mustBeFree(option, file));
      }
    }
    boolean demo = given.urls().isEmpty();
    if (!demo && given.has("--port")) {
      throw CommandException.usage("--port is for the demo site, which needs no URL");
    }
    ResultPlace files =
        given.text("--output").isPresent()
            ? ResultPlace.named(given.text("--output").get()).free(output == Output.REPLACE)
            : ResultFiles.fresh(demo ? "demo" : given.urls().getFirst());
    return run(given, files, output, demo);
  }

  private static void mustBeFree(String option, Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) return;
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + file + ": " + Paths.why(e), e);
    }
    throw CommandException.failed(
        file
            + " is there already: choose another file for "
            + option
            + ", remove it, or begin again with --output and --overwrite");
  }

  private int run(CrawlOptions options, ResultPlace files, Output output, boolean demo) {
    try {
      if (demo) return Weft.run(() -> crawlDemo(options, files, output));
      return Weft.run(() -> crawlSites(options, files, output));
    } finally {
      files.tidy();
    }
  }

  private int crawlDemo(CrawlOptions options, ResultPlace files, Output output) {
    int port = options.text("--port").map(Settings::port).orElse(0);
    try (var site = DemoSite.start(port)) {
      if (!options.has("--quiet")) {
        streams.err().println("weft: a demo site is at " + site.root() + " while it is crawled");
      }
      // Links to a site hold for its port: a later run needs the same one.
      var seeded = new CrawlOptions(List.of(site.root().toString()), options.values());
      files.save(options.with("--port", String.valueOf(site.root().getPort())));
      return crawl(seeded, files, output);
    } catch (IOException e) {
      String hint =
          switch (output) {
            case RESUME -> " (its crawl can be resumed on the same port only)";
            case REFRESH -> " (its crawl can be refreshed on the same port only)";
            case CREATE, REPLACE -> " (choose another --port, or leave it out)";
          };
      throw CommandException.failed(e.getMessage() + hint, e);
    }
  }

  private int crawlSites(CrawlOptions options, ResultPlace files, Output output) {
    files.save(options);
    return crawl(options, files, output);
  }

  private int crawl(CrawlOptions options, ResultPlace files, Output output) {
    CrawlSettingsBuilder settings = Settings.of(options, files.database()).output(output);
    files.note().ifPresent(settings::note);
    var crawl = Crawl.of(settings.build());
    try {
      Optional<Serving> serving = Serving.of(given, streams.terminal());
      if (serving.isPresent()) served(crawl, serving.get(), files, options);
      else summarize(watched(crawl, options), files, options);
      return 0;
    } catch (CancelledError e) {
      if (!summarized) shield(() -> summarize(crawl.summary(), files, options));
      throw e;
    } catch (CrawlException e) {
      if (crawl.progress().pages() == 0) files.discard();
      String message = String.valueOf(e.getMessage());
      boolean began = !crawl.progress().elapsed().isZero();
      throw began ? CommandException.failed(message, e) : CommandException.usage(message);
    }
  }

  private void served(Crawl crawl, Serving at, ResultPlace files, CrawlOptions options) {
    var page = new LivePage(crawl);
    var listening = new AtomicBoolean();
    try {
      var _ =
          page.serve(
              at.host(),
              at.port(),
              uri -> {
                listening.set(true);
                streams.err().println("weft: a live page is at " + uri);
                CrawlSummary summary = watched(crawl, options);
                page.show(CrawlResults.of(summary.database()));
                summarize(summary, files, options);
                if (at.asked()) {
                  streams
                      .err()
                      .println("weft: the results can be searched at " + uri + " until Ctrl-C");
                  page.awaitClosed();
                } else if (page.isWatched()) {
                  streams
                      .err()
                      .println("weft: the live page is open; this ends with it, or with Ctrl-C");
                  page.awaitUnwatched();
                }
                return summary;
              });
    } catch (UncheckedIOException e) {
      if (listening.get()) throw e;
      throw CommandException.failed(e.getMessage() + " (see --serve)", e);
    }
  }

  private CrawlSummary watched(Crawl crawl, CrawlOptions options) {
    boolean silent = options.has("--quiet") || options.has("--no-progress");
    if (silent) return crawl.run(options.urls());
    var progress = Progress.on(streams);
    try {
      return scope(s -> {
        var _ =
            s.background(
                "progress",
                () -> {
                  while (true) {
                    sleep(progress.interval());
                    progress.show(crawl.summary());
                  }
                });
        return crawl.run(options.urls());
      });
    } finally {
      shield(() -> progress.end(crawl.summary()));
    }
  }

  private void summarize(CrawlSummary summary, ResultPlace files, CrawlOptions options) {
    summarized = true;
    if (options.has("--quiet")) return;
    streams.out().print(SummaryText.of(summary, files));
    streams.out().flush();
  }
}
