package weft.bench.overhead;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import weft.Weft;
import weft.process.Command;
import weft.process.Completed;

/**
 * What it costs that one could look at tasks and channels, with nobody looking: {@code
 * weft.inspect} on beside off, in as many JVMs as there is time for, each of which compiles it all
 * anew.
 *
 * <p>{@code Overhead MINUTES [control]}; the control has it on on both sides, so its ratio is to be
 * 1 and its interval tells how exact the method is.
 *
 * <p>The side that is loaded first is a little faster, so a ratio is the geometric mean of those of
 * two JVMs, one for each order.
 */
final class Overhead {
  private static final List<Work> WORK =
      Work.all(
          "SpawnOne.weftTask",
          "ManyAtOnce.weftScope",
          "BufferedChannel.weft producers=1",
          "RendezvousChannel.weft");
  private static final Duration BOUND = Duration.ofMinutes(2);

  /**
   * One carrier: to wake another core up would be most of the time, and nearly all of the noise. No
   * compilation by chance: what C2 inlines would depend on the moment at which it begins.
   */
  private static final List<String> OPTIONS =
      List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Xbatch", "-XX:-TieredCompilation");

  private final Map<Work, Map<String, List<Double>>> told = new LinkedHashMap<>();
  private final boolean control;

  private Overhead(boolean control) {
    this.control = control;
  }

  public static void main(String[] arguments) {
    var words = String.join(" ", arguments);
    if (!words.matches("[0-9]{1,4}([.][0-9]+)?( control)?")) {
      System.err.println("say how many minutes: ./weft bench overhead 15 [control]");
      System.exit(2);
    }
    var length = Duration.ofSeconds(Math.round(Double.parseDouble(arguments[0]) * 60));
    var overhead = new Overhead(arguments.length > 1);
    try {
      Weft.run(() -> overhead.measure(length));
    } catch (IOException | weft.TimeoutException e) {
      System.err.println("overhead: a measuring process failed: " + e.getMessage());
      System.exit(1);
    }
    overhead.print();
  }

  private void measure(Duration length) throws IOException {
    long end = System.nanoTime() + length.toNanos();
    do {
      for (var work : WORK) round(work);
    } while (System.nanoTime() < end);
  }

  private void round(Work work) throws IOException {
    var onFirst = run(work, true, control);
    var offFirst = run(work, control, true);
    add(work, "ratio", Math.sqrt(onFirst.get("ratio") / offFirst.get("ratio")));
    for (var unit : List.of("-ns", "-bytes")) {
      add(work, "on" + unit, onFirst.get("first" + unit));
      add(work, "on" + unit, offFirst.get("second" + unit));
      add(work, "off" + unit, onFirst.get("second" + unit));
      add(work, "off" + unit, offFirst.get("first" + unit));
    }
  }

  private void add(Work work, String what, double value) {
    told.computeIfAbsent(work, _ -> new HashMap<>())
        .computeIfAbsent(what, _ -> new ArrayList<>())
        .add(value);
  }

  private Map<String, Double> run(Work work, boolean first, boolean second) throws IOException {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(SideBySide.class.getName());
    words.addAll(List.of(String.valueOf(first), String.valueOf(second)));
    words.addAll(List.of(work.toString().split(" ")));
    var output =
        Weft.<Completed, IOException>timeout(BOUND, Command.of(words).check()::run).output();
    return output
        .lines()
        .map(line -> line.split(" "))
        .collect(Collectors.toMap(line -> line[1], line -> Double.valueOf(line[2])));
  }

  private void print() {
    System.out.printf(
        "%-34s %9s %9s %10s %8s %18s %5s%n",
        "an operation", control ? "on" : "off", "on", "bytes", "bytes", "ratio, 95 %", "JVMs");
    told.forEach((work, values) -> {
      var ratios = new Sample(values.get("ratio"));
      var between = ratios.interval();
      System.out.printf(
          Locale.ROOT,
          "%-34s %6.1f ns %6.1f ns %10.1f %8.1f   %.3f %.3f–%.3f %5d%n",
          work,
          Sample.median(values.get("off-ns")),
          Sample.median(values.get("on-ns")),
          Sample.median(values.get("off-bytes")),
          Sample.median(values.get("on-bytes")),
          ratios.median(),
          between.low(),
          between.high(),
          2 * ratios.values().size());
    });
  }
}
