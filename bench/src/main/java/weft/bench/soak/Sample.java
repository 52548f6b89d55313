package weft.bench.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import weft.Weft;

/** What the process holds at a moment. */
record Sample(
    double heap, double resident, int threads, int tasks, int files, int web, int database) {
  static final String HEADS =
      "%7s %9s %9s %8s %6s %6s %5s %5s %10s %10s %8s"
          .formatted(
              "minute",
              "heap MB",
              "RSS MB",
              "threads",
              "tasks",
              "files",
              "web",
              "sql",
              "done",
              "cancelled",
              "faults");

  static Sample now(int web, int database) throws IOException {
    System.gc();
    var runtime = Runtime.getRuntime();
    return new Sample(
        (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0,
        residentKilobytes() / 1024.0,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        Weft.taskTree().tasks().size(),
        openFiles(),
        web,
        database);
  }

  private static long residentKilobytes() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return 0;
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }
  }

  private static int openFiles() throws IOException {
    var open = Path.of("/proc/self/fd");
    if (!Files.exists(open)) return 0;
    try (Stream<Path> all = Files.list(open)) {
      return (int) all.count();
    }
  }

  String line(int minute, long done, long cancelled, long faults) {
    return "%7d %9.1f %9.1f %8d %6d %6d %5d %5d %10d %10d %8d"
        .formatted(
            minute, heap, resident, threads, tasks, files, web, database, done, cancelled, faults);
  }
}
