package weft.bench;

import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A million tasks that sleep for a second, each contestant in processes of its own that start cold,
 * one after the other in turns: seconds and peak memory.
 *
 * <p>{@code Sleepers [rounds]} runs all; {@code Sleepers NAME} is one contestant.
 */
public final class Sleepers {
  private static final int TASKS = 1_000_000;
  private static final List<String> CONTESTANTS = List.of("weft", "kotlin", "raw");

  private record Result(double seconds, double megabytes) {}

  private Sleepers() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 1 && CONTESTANTS.contains(args[0])) contest(args[0]);
    else compare(args.length == 0 ? 5 : Integer.parseInt(args[0]));
  }

  private static void contest(String name) throws InterruptedException {
    long start = System.nanoTime();
    switch (name) {
      case "weft" -> weft();
      case "kotlin" -> KotlinPeer.INSTANCE.sleepers(TASKS, 1_000);
      default -> raw();
    }
    System.out.println((System.nanoTime() - start) / 1e9 + " " + peakMegabytes());
  }

  private static void weft() {
    run(() ->
        scope(s -> {
          for (int i = 0; i < TASKS; i++) s.start(() -> sleep(Duration.ofSeconds(1)));
        }));
  }

  /** From inside a virtual thread, which is the faster way. */
  private static void raw() throws InterruptedException {
    Thread.startVirtualThread(
            () -> {
              try {
                var threads = new Thread[TASKS];
                for (int i = 0; i < TASKS; i++)
                  threads[i] = Thread.startVirtualThread(Sleepers::doze);
                for (var thread : threads) thread.join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .join();
  }

  private static void doze() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double peakMegabytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
              .filter(line -> line.startsWith("VmHWM"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1024.0;
    } catch (IOException e) {
      throw new UncheckedIOException("peak memory is read from /proc, which this system lacks", e);
    }
  }

  private static void compare(int rounds) throws IOException, InterruptedException {
    var results = new LinkedHashMap<String, List<Result>>();
    for (int round = 0; round < rounds; round++) {
      for (var name : CONTESTANTS) {
        results.computeIfAbsent(name, n -> new ArrayList<>()).add(measure(name));
      }
    }
    var weft = median(results.getOrDefault("weft", List.of()));
    System.out.printf("%-8s %9s %9s %18s%n", "", "seconds", "peak MB", "weft's share of it");
    results.forEach((name, all) -> {
      var m = median(all);
      System.out.printf(
          "%-8s %9.2f %9.0f %8.2f %8.2f%n",
          name, m.seconds, m.megabytes, weft.seconds / m.seconds, weft.megabytes / m.megabytes);
    });
  }

  private static Result measure(String name) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Sleepers.class.getName(), name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var words = new String(process.getInputStream().readAllBytes()).trim().split(" ");
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0 || words.length != 2) {
      throw new IOException(name + " failed: " + Arrays.toString(words));
    }
    return new Result(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
  }

  private static Result median(List<Result> all) {
    var seconds = all.stream().mapToDouble(Result::seconds).sorted().toArray();
    var megabytes = all.stream().mapToDouble(Result::megabytes).sorted().toArray();
    return new Result(seconds[seconds.length / 2], megabytes[megabytes.length / 2]);
  }
}
