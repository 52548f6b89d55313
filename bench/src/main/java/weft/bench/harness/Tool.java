package weft.bench.harness;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.Weft;
import weft.process.Command;

/**
 * Something that a contestant needs, and the version that it has here.
 *
 * @param name as in the report
 * @param install what to run to have it
 * @param version tells its version; empty where it isn't installed
 */
public record Tool(String name, String install, Supplier<Optional<String>> version) {
  /** Debian's, since its modules are packages: another Python before it on the path lacks them. */
  public static final String PYTHON_PATH =
      new File("/usr/bin/python3").canExecute() ? "/usr/bin/python3" : "python3";

  public static final Tool PYTHON = command("Python", "python3", PYTHON_PATH, "--version");
  public static final Tool GO = command("Go", "golang", "go", "version");
  public static final Tool NODE = command("Node.js", "nodejs", "node", "--version");

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+[^\\s,;)]*");

  /**
   * A command that prints its version, and the Debian package that it is in. Some, like wrk, print
   * it and say that they failed.
   */
  public static Tool command(String name, String debianPackage, String... asks) {
    return new Tool(name, aptInstall(debianPackage), () -> ask(false, asks));
  }

  /** A module of Python's, and the Debian package that it is in. */
  public static Tool python(String module, String debianPackage) {
    var script = "import importlib.metadata as m; print(m.version('" + module + "'))";
    return new Tool(module, aptInstall(debianPackage), () -> ask(true, PYTHON_PATH, "-c", script));
  }

  /** A library that the build brings. */
  public static Tool library(String artifact) {
    return new Tool(artifact, "./weft bench builds it", () -> jar(artifact));
  }

  private static String aptInstall(String debianPackage) {
    return "apt-get install " + debianPackage;
  }

  private static Optional<String> ask(boolean mustSucceed, String... words) {
    try {
      var done =
          Weft.timeout(
              Duration.ofSeconds(20), () -> Command.of(List.of(words)).mergeErrors().run());
      var version = VERSION.matcher(done.output());
      boolean printed = version.find();
      if (!done.isSuccess() && (mustSucceed || !printed)) return Optional.empty();
      return Optional.of(printed ? version.group() : "of an unknown version");
    } catch (IOException | weft.TimeoutException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> jar(String artifact) {
    var jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> jar.matcher(new File(path).getName()))
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .findFirst();
  }
}
