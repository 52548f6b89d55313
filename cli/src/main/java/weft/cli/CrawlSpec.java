package weft.cli;

import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft crawl}, as help tells of it. The values are read by {@link CrawlOptions}. */
final class CrawlSpec {
  private CrawlSpec() {}

  static CommandSpec spec(Streams streams) {
    CommandSpec spec =
        Command.create(
                "crawl",
                line -> new CrawlCommand(streams, CrawlOptions.of(line.getParseResult())).run(),
                "Crawls web sites into a database.",
                "It goes breadth first from the URLs, within their hosts, to each page once, and"
                    + " where robots.txt allows it. Without a URL it starts a demo site of some"
                    + " 2,000 pages on this machine and crawls that.")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0..*")
                    .paramLabel("URL")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .required(false)
                    .description("Where to start, as https://example.org/")
                    .build())
            .addArgGroup(extent())
            .addArgGroup(pace())
            .addArgGroup(requests())
            .addArgGroup(results())
            .addArgGroup(display());
    spec.usageMessage()
        .customSynopsis("weft crawl [OPTION]... [URL]...")
        .exitCodeList(
            Command.exitCodes(
                "0", "The crawl is complete, or has as many pages as were asked for.",
                "1", "It failed: no such host, connection refused, output not writable ...",
                "2", "The arguments are wrong.",
                "130", "Ctrl-C: what was fetched is stored. A second one ends it at once.",
                "129, 143", "The same: its terminal was closed; it was told to end."))
        .footerHeading("%nExamples:%n")
        .footer(
            "  weft crawl",
            "  weft crawl --depth 3 --rate 5 https://example.org/",
            "  weft crawl --pages 1000 --jsonl pages.jsonl -o example https://example.org/",
            "  weft crawl --extract title=h1 --jsonl pages.jsonl https://example.org/",
            "  weft crawl -o postgresql://me:secret@localhost/crawls https://example.org/",
            "  weft crawl --resume",
            "  weft crawl --refresh -o example");
    return spec;
  }

  private static ArgGroupSpec extent() {
    return Command.group(
        "How far",
        option("--depth", "N", "Follow at most N links in a row; 0 is the URLs alone.", "no limit"),
        option("--pages", "N", "End when there are N pages.", "no limit"),
        repeated(
            "--allow-host",
            "HOST",
            "Follow links to HOST too, as example.org:8080; may be repeated."),
        repeated(
            "--include",
            "GLOB",
            "Follow only links to URLs that match, as /docs/** or **.html: * is anything but a"
                + " slash, ** anything; may be repeated."),
        repeated("--exclude", "GLOB", "Follow no links to URLs that match; may be repeated."),
        flag("--sitemaps", "Visit what the sitemaps of the hosts name too."),
        flag(
            "--ignore-directives",
            "Follow nofollow links too, and keep pages that ask for noindex or name another as"
                + " canonical."),
        option(
            "--max-size",
            "SIZE",
            "Leave out bodies over SIZE after decompression, in bytes, kB or MB.",
            "5MB"));
  }

  private static ArgGroupSpec pace() {
    return Command.group(
        "How fast",
        option("--concurrency", "N", "Requests at once.", "16"),
        option("--per-host", "N", "Requests at once to one host.", "8"),
        flag(
            "--no-adapt",
            "Send as many at once to a host that becomes slow, or has too much to do, as before."),
        option(
            "--rate",
            "N",
            "Requests begun in a second to one host, as 20 or 0.5; a crawl-delay of robots.txt"
                + " holds besides.",
            "no limit"));
  }

  private static ArgGroupSpec requests() {
    return Command.group(
        "Requests",
        option(
            "--timeout",
            "TIME",
            "For one request, from connecting to the end of the body, as 500ms, 30s or 2m.",
            "30s"),
        option("--retries", "N", "Tries after the first: after 429, 5xx, a lost connection.", "3"),
        option("--backoff", "TIME", "Before the first of these, doubled each time.", "500ms"),
        option("--redirects", "N", "Redirects followed in a row.", "10"),
        option(
            "--user-agent",
            "TEXT",
            "What the crawler calls itself; its first word is its name in robots.txt.",
            "weft"));
  }

  private static ArgGroupSpec results() {
    return Command.group(
        "Results",
        OptionSpec.builder("-o", "--output")
            .paramLabel("PLACE")
            .type(String.class)
            .description(
                "Keep the results in this folder, in this H2 database if the name ends with"
                    + " .mv.db, or in a PostgreSQL database, as postgresql://user@host/name:"
                    + " in its schema weft_crawl, or in that of ?currentSchema=NAME. The password"
                    + " may be in PGPASSWORD.",
                "Default: a new folder in weft-crawl, as weft-crawl/example.org-1")
            .build(),
        flag("--overwrite", "Replace the results that are there."),
        flag(
            "--resume",
            "Go on with a crawl that was stopped: the one in -o, or the latest in weft-crawl. Its"
                + " options hold where none are given."),
        flag(
            "--retry-failed",
            "With --resume, also request again what failed or timed out, or was answered with 429"
                + " or 5xx."),
        flag(
            "--refresh",
            "Crawl again what the crawl in -o, or the latest in weft-crawl, has crawled; pages that"
                + " have not changed are not sent again. Its options hold where none are given."),
        repeated(
            "--extract",
            "RULE",
            "Take a value from each page, as title=h1 or price=.price@data-value: NAME=SELECTOR"
                + " for the first match's text, @ATTRIBUTE for an attribute, NAME[]= for all"
                + " matches; may be repeated."),
        OptionSpec.builder("--extract-from")
            .paramLabel("FILE")
            .type(String.class)
            .description("Read such rules from FILE, one a line.")
            .build(),
        OptionSpec.builder("--jsonl")
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "Write a line of JSON for each page too. A file that is there is left alone, unless"
                    + " --overwrite is given.")
            .build(),
        OptionSpec.builder("--csv")
            .paramLabel("FILE")
            .type(String.class)
            .description("Write a record of CSV for each page too, as with --jsonl.")
            .build(),
        OptionSpec.builder("--warc")
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "Write an archive of requests and responses too (WARC 1.1; a name that ends with"
                    + " .warc.gz), as with --jsonl.")
            .build(),
        flag("--keep-html", "Keep the HTML of the pages too, packed with gzip."));
  }

  private static ArgGroupSpec display() {
    return Command.group(
        "Other",
        option("--port", "N", "The port of the demo site.", "one that is free"),
        OptionSpec.builder("--serve")
            .paramLabel("PORT")
            .type(String.class)
            .arity("0..1")
            .fallbackValue("")
            .preprocessor(CrawlSpec::onlyAttached)
            .description(
                "Show a live page of the crawl to a browser on this machine, at PORT or one that is"
                    + " free; as 0.0.0.0:PORT, to all machines. Default: on a terminal, while a"
                    + " browser has it open")
            .build(),
        flag("--no-serve", "Show no live page."),
        flag("--no-progress", "Show no progress."),
        OptionSpec.builder("-q", "--quiet")
            .description("Show nothing but what goes wrong.")
            .build());
  }

  /** What follows after a space is a URL, and no port. */
  private static boolean onlyAttached(
      Stack<String> rest, CommandSpec command, ArgSpec option, Map<String, Object> given) {
    if (" ".equals(given.get("separator"))) rest.push("");
    return false;
  }

  private static OptionSpec option(String name, String label, String text, String byDefault) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(String.class)
        .description(text + " Default: " + byDefault)
        .build();
  }

  private static OptionSpec repeated(String name, String label, String text) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(text)
        .build();
  }

  private static OptionSpec flag(String name, String text) {
    return OptionSpec.builder(name).description(text).build();
  }
}
