package weft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What was said on the command line, as text, option by option; a flag is there or not. The text is
 * made sense of when it is asked for.
 *
 * @param urls where to start
 * @param values what was given to each option, by its long name
 */
record CrawlOptions(List<String> urls, Map<String, List<String>> values) {
  /** Those that are about one run and not about the crawl. */
  private static final Set<String> PASSING =
      Set.of(
          "--output",
          "--overwrite",
          "--resume",
          "--refresh",
          "--retry-failed",
          "--no-progress",
          "--serve",
          "--no-serve",
          "--quiet",
          "--stacktrace");

  /** Files beside the results, as options. */
  static final List<String> FILES = List.of("--jsonl", "--csv", "--warc");

  static CrawlOptions of(ParseResult arguments) {
    var values = new LinkedHashMap<String, List<String>>();
    for (OptionSpec option : arguments.matchedOptions()) {
      values.put(option.longestName(), List.copyOf(option.stringValues()));
    }
    return new CrawlOptions(
        List.copyOf(arguments.matchedPositionalValue(0, List.<String>of())), values);
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  /** What was given to an option, the last time if it was given more than once. */
  Optional<String> text(String option) {
    return has(option) ? Optional.of(all(option).getLast()) : Optional.empty();
  }

  List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  Optional<Path> path(String option) {
    return text(option).map(Paths::parse);
  }

  /** This, with the extraction rules of a file among the others: the file may change later. */
  CrawlOptions withRulesRead() {
    Optional<Path> file = path("--extract-from");
    if (file.isEmpty()) return this;
    var rules = new ArrayList<>(all("--extract"));
    rules.addAll(ExtractionFile.read(file.get()));
    var more = new LinkedHashMap<>(values);
    more.remove("--extract-from");
    more.put("--extract", List.copyOf(rules));
    return new CrawlOptions(urls, more);
  }

  /** This, with one option more. */
  CrawlOptions with(String option, String value) {
    var more = new LinkedHashMap<>(values);
    more.put(option, List.of(value));
    return new CrawlOptions(urls, more);
  }

  /** This, and where it says nothing, what an earlier run said. */
  CrawlOptions over(CrawlOptions earlier) {
    var merged = new LinkedHashMap<>(earlier.values);
    merged.putAll(values);
    return new CrawlOptions(urls.isEmpty() ? earlier.urls : urls, merged);
  }

  /** What a later run has to know to go on with the crawl. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    values.forEach((option, given) -> {
      if (PASSING.contains(option)) return;
      if (given.isEmpty()) lines.add(option);
      for (String value : given) lines.add(option + "=" + lasting(option, value));
    });
    lines.addAll(urls);
    return lines;
  }

  /** The later run may be in another folder. */
  private static String lasting(String option, String value) {
    return FILES.contains(option) ? Paths.parse(value).toAbsolutePath().toString() : value;
  }

  /** Reads what {@link #lines} has kept. */
  static CrawlOptions of(List<String> lines) {
    var urls = new ArrayList<String>();
    var values = new LinkedHashMap<String, List<String>>();
    for (String line : lines) {
      if (line.isBlank()) continue;
      if (!line.startsWith("--")) {
        urls.add(line);
        continue;
      }
      String[] parts = line.split("=", 2);
      List<String> given = values.computeIfAbsent(parts[0], _ -> new ArrayList<>());
      if (parts.length > 1) given.add(parts[1]);
    }
    return new CrawlOptions(urls, values);
  }
}
