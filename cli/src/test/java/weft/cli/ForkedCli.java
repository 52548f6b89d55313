package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The command line in a JVM of its own. */
final class ForkedCli implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> arriving = new LinkedBlockingQueue<>();
  private final List<String> lines = new ArrayList<>();
  private final List<Thread> readers;

  private ForkedCli(Process process) {
    this.process = process;
    readers = List.of(read(process.getInputStream()), read(process.getErrorStream()));
  }

  static ForkedCli start(Path folder, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ForkedCli(new ProcessBuilder(command).directory(folder.toFile()).start());
  }

  private Thread read(InputStream stream) {
    return Thread.ofVirtual()
        .start(() -> {
          try (var reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) arriving.add(line);
          } catch (IOException e) {
            arriving.add(e.toString());
          }
        });
  }

  /** Waits for a line of either output. */
  void awaitLine(Predicate<String> wanted) throws InterruptedException {
    String line;
    do {
      line = arriving.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("another line after %s", lines).isNotNull();
      lines.add(line);
    } while (!wanted.test(line));
  }

  void signal(String name) throws Exception {
    assumeIsHeard(name);
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  /** Sends a signal to the programs that it started. */
  void signalChildren(String name) throws Exception {
    assumeIsHeard(name);
    for (ProcessHandle child : process.children().toList()) {
      assertThat(new ProcessBuilder("kill", "-" + name, "" + child.pid()).start().waitFor())
          .isZero();
    }
  }

  /** A script's job in the background is started with SIGINT ignored, and so is what it starts. */
  private static void assumeIsHeard(String signal) throws IOException {
    var status = Path.of("/proc/self/status");
    if (!signal.equals("INT") || !Files.exists(status)) return;
    for (var line : Files.readAllLines(status)) {
      if (!line.startsWith("SigIgn:")) continue;
      long ignored = Long.parseUnsignedLong(line.substring(7).strip(), 16);
      assumeTrue((ignored & 2) == 0, "SIGINT is ignored where these tests were started");
    }
  }

  /** Waits for the end; returns the exit code. */
  int end() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    for (Thread reader : readers) reader.join();
    arriving.drainTo(lines);
    return process.exitValue();
  }

  /** What it wrote, to either output; all of it only after {@link #end}. */
  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
