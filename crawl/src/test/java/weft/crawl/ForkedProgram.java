package weft.crawl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class's {@code main} in a JVM of its own, with all that a test has on its class path. */
final class ForkedProgram {
  private ForkedProgram() {}

  static ProcessBuilder of(Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
