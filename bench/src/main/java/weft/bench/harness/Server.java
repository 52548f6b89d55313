package weft.bench.harness;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own, as a {@link Fixture}: its first line of output is where it
 * listens, and the end of its input is its end.
 */
public final class Server {
  private Server() {}

  /** A class of this module; <code>{name}</code> stands for the line that it prints. */
  public static Fixture java(String name, String main) {
    var words = List.of("java", "-cp", System.getProperty("java.class.path"), main);
    return () -> {
      var process =
          new ProcessBuilder(Processes.found(words))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var line = process.inputReader().readLine();
      if (line == null) throw new IOException(main + " doesn't start");
      return Fixture.running(Map.of(name, line), () -> stop(process));
    };
  }

  private static void stop(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
  }
}
