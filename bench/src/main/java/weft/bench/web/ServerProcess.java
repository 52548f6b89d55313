package weft.bench.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, that says its port in its first line. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final int port;

  /** Starts it, and waits until it listens. */
  public ServerProcess(List<String> words) throws IOException {
    process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader();
    boolean started = false;
    try {
      String line = out.readLine();
      if (line == null) throw new IOException("it doesn't start: " + String.join(" ", words));
      port = Integer.parseInt(line);
      started = true;
    } finally {
      if (!started) process.destroyForcibly();
    }
  }

  /** The command for one of {@link Servers}. */
  public static List<String> java(String name) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx1g", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Servers.class.getName(), name));
    return words;
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  /** Asks one of {@link Servers}: bytes of the heap after a collection, and platform threads. */
  long[] state() throws IOException {
    process.outputWriter().write("state\n");
    process.outputWriter().flush();
    String[] answer = out.readLine().split(" ");
    return new long[] {Long.parseLong(answer[0]), Long.parseLong(answer[1])};
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
  }
}
