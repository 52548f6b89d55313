package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of a test class in a JVM of its own, which is sent signals. */
final class ForkedJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  /** Starts {@code main} with the options and, as its argument, the name of what it is to do. */
  ForkedJvm(Class<?> main, String program, String... options) throws Exception {
    var path = new ArrayList<String>();
    for (var type : List.of(Weft.class, main)) {
      path.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", String.join(System.getProperty("path.separator"), path)));
    command.addAll(List.of(main.getName(), program));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    output = new BufferedReader(new InputStreamReader(process.getInputStream()));
    // Who has waited for its output in vain doesn't come to close it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** The next line that it prints; null at the end. */
  String readLine() throws IOException {
    return output.readLine();
  }

  ForkedJvm expect(String line) throws IOException {
    assertThat(output.readLine()).isEqualTo(line);
    return this;
  }

  ForkedJvm send(String signal) throws Exception {
    assumeIsHeard(signal);
    var kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
    return this;
  }

  /**
   * A shell has what it starts in the background ignore SIGINT, nohup has it ignore SIGHUP, and a
   * JVM leaves it at that.
   */
  private static void assumeIsHeard(String signal) throws IOException {
    var status = Path.of("/proc/self/status");
    var number = Signals.NUMBERS.get(signal);
    if (number == null || !Files.exists(status)) return;
    for (var line : Files.readAllLines(status)) {
      if (!line.startsWith("SigIgn:")) continue;
      long ignored = Long.parseUnsignedLong(line.substring(7).strip(), 16);
      boolean isHeard = (ignored & 1L << (number - 1)) == 0;
      assumeTrue(isHeard, "SIG" + signal + " is ignored where these tests were started");
    }
  }

  boolean hasEndedWithin(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  void exits(int code) throws Exception {
    assertThat(hasEndedWithin(30_000)).as("it ended").isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
    assertThat(output.readLine()).as("more output").isNull();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
