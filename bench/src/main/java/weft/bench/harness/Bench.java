package weft.bench.harness;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import weft.Weft;

/** The command {@code ./weft bench}. */
@Command(
    name = "./weft bench",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures Weft beside what one would use instead, and writes a report.%n",
      "The contestants of a row take turns, each turn in a new process. What isn't installed is"
          + " skipped, with a line that says how to install it. Results are kept in target/bench,"
          + " so that rows can be measured one by one and the report be written again. As long as it"
          + " would lack rows that were measured elsewhere, it is target/bench/report.md instead."
    },
    synopsisHeading = "",
    customSynopsis = {
      "./weft bench                all rows; the report is docs/benchmarks.md",
      "./weft bench --quick        a first look, in less than five minutes",
      "./weft bench ROW...         some rows, or areas, by name",
      "./weft bench --list         the names",
      "./weft bench soak MINUTES   mixed load, cancellations, faults: what grows?",
      "./weft bench overhead MIN   what being seen costs, with nobody looking",
      "./weft bench jmh ARGS...    JMH itself, with its own arguments: try -h",
      ""
    })
public final class Bench implements Callable<Integer> {
  @Parameters(paramLabel = "ROW", description = "Rows or areas to measure. All, if there is none.")
  private List<String> names = List.of();

  @Option(
      names = "--quick",
      description = "Short processes and one round. The report is target/bench/quick.md.")
  private boolean quick;

  @Option(names = "--list", description = "List the rows, and end.")
  private boolean list;

  @Option(
      names = "--again",
      description = "Write the report of what was measured before, and measure nothing.")
  private boolean again;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each contestant has its turn; 5, or 1 with --quick.")
  private int rounds;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The page to write. What is between its markers is replaced, the rest kept.")
  private Path file;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  @Spec private CommandSpec spec;

  private final Function<Size, List<Area>> catalogue;
  private final Path root = Path.of(System.getProperty("weft.root", ".")).toAbsolutePath();

  private Bench(Function<Size, List<Area>> catalogue) {
    this.catalogue = catalogue;
  }

  /** Runs the command with the rows that there are, and ends the process with its exit code. */
  public static void main(Function<Size, List<Area>> catalogue, String... arguments) {
    var command = new CommandLine(new Bench(catalogue));
    command.setExecutionExceptionHandler((e, c, _) -> {
      c.getErr().println("bench: " + text(e));
      return 1;
    });
    command.setParameterExceptionHandler((e, _) -> {
      e.getCommandLine().getErr().println("bench: " + e.getMessage() + "; try --help");
      return 2;
    });
    System.exit(command.execute(arguments));
  }

  private static String text(Exception e) {
    return e instanceof FileSystemException file
        ? "can't write " + file.getFile() + " (" + file.getClass().getSimpleName() + ")"
        : e.getMessage();
  }

  @Override
  public Integer call() throws Exception {
    var size = quick ? Size.QUICK : Size.FULL;
    var areas = catalogue.apply(size);
    if (list) return list(areas);
    if (rounds < 0) throw new ParameterException(spec.commandLine(), "--rounds is to be positive");
    if (rounds == 0) rounds = size.rounds();
    var results =
        new ResultFile(
            root.resolve(size.of("target/bench/results.json", "target/bench/quick.json")));
    int troubles = again ? 0 : Weft.run(() -> measure(areas, size, results));
    var report = file == null ? page(size, areas, results.read()) : file;
    new Report(report).write(areas, results.read());
    System.out.println("The report is " + report + ", the results are " + results.path());
    return troubles == 0 ? 0 : 1;
  }

  /** The published page, unless it would lose what was measured elsewhere. */
  private Path page(Size size, List<Area> areas, List<Measured> rows) throws IOException {
    if (size == Size.QUICK) return root.resolve("target/bench/quick.md");
    var page = root.resolve("docs/benchmarks.md");
    var lost = new Report(page).lost(areas, rows);
    if (lost.isEmpty()) return page;
    System.out.println(
        page + " stays as it is: it has rows that were not measured here, as " + lost.getFirst());
    return root.resolve("target/bench/report.md");
  }

  private Integer list(List<Area> areas) {
    for (var area : areas) {
      System.out.println(area.name() + ": " + area.title());
      area.rows().forEach(row -> System.out.printf("  %-20s %s%n", row.name(), row.title()));
    }
    return 0;
  }

  private record Named(String area, Row row) {}

  private List<Named> chosen(List<Area> areas) {
    var all = new ArrayList<Named>();
    for (var area : areas) area.rows().forEach(row -> all.add(new Named(area.name(), row)));
    if (names.isEmpty()) return all.stream().filter(n -> !quick || !n.row.thorough()).toList();
    for (var name : names) {
      if (all.stream().noneMatch(n -> n.row.name().equals(name) || n.area.equals(name))) {
        throw new ParameterException(
            spec.commandLine(), "there is no row or area '" + name + "', --list tells their names");
      }
    }
    return all.stream()
        .filter(n -> names.contains(n.row.name()) || names.contains(n.area))
        .toList();
  }

  /** Measures the chosen rows; returns how many contestants failed. */
  private int measure(List<Area> areas, Size size, ResultFile results) throws IOException {
    var run = new Run(new Processes(root), size, rounds);
    var chosen = chosen(areas);
    int troubles = 0;
    for (var next : chosen) {
      System.out.printf(
          "%n[%d/%d] %s: %s%n",
          chosen.indexOf(next) + 1, chosen.size(), next.row.name(), next.row.title());
      long start = System.nanoTime();
      var measured = run.measure(next.area, next.row);
      results.put(measured);
      System.out.print(PlainTable.of(measured));
      System.out.printf("  (%d s)%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
      troubles += (int) measured.outcomes().stream().filter(o -> !o.trouble().isEmpty()).count();
    }
    System.out.println();
    return troubles;
  }
}
