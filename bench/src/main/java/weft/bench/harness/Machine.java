package weft.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where it was measured. */
record Machine(int cores, String cpu, String memory, String system, String jdk) {
  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        line("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
        gigabytes(line("/proc/meminfo", "MemTotal", "")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + ", "
            + System.getProperty("java.runtime.version"));
  }

  private static String gigabytes(String kilobytes) {
    var digits = kilobytes.replaceAll("\\D", "");
    return digits.isEmpty()
        ? "memory unknown"
        : Math.round(Long.parseLong(digits) / 1024.0 / 1024) + " GiB";
  }

  /** What stands behind the colon, where the system has such a file. */
  private static String line(String file, String key, String otherwise) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }

  @Override
  public String toString() {
    return "%d cores of %s, %s, %s, JDK %s".formatted(cores, cpu, memory, system, jdk);
  }
}
