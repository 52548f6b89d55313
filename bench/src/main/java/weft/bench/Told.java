package weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What programs tell of their measurements, in lines that the harness reads. */
public final class Told {
  private Told() {}

  /** Tells a value. */
  public static void tell(String metric, double value) {
    System.out.println("@ " + metric + " " + value);
  }

  /** Tells the peak of this process's memory as {@code MB}, where the system knows it. */
  public static void tellPeakMegabytes() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return;
    try (var lines = Files.lines(status)) {
      lines
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> tell("MB", Long.parseLong(line.replaceAll("\\D", "")) / 1024.0));
    }
  }
}
