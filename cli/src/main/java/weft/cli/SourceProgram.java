package weft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that is one source file, run by a JVM of its own. */
final class SourceProgram {
  private SourceProgram() {}

  /** Runs it to its end; returns its exit code. */
  static int run(String file, List<String> arguments) {
    Path source = source(file);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    try {
      command.addAll(Libraries.options(source));
      command.add(source.toString());
      command.addAll(arguments);
      return ChildProcess.run(command);
    } catch (IOException e) {
      throw CommandException.failed("cannot run " + file + ": " + Paths.why(e), e);
    }
  }

  private static Path source(String file) {
    Path path = Paths.parse(file);
    if (!Files.exists(path)) throw CommandException.usage("there is no file " + file);
    if (Files.isDirectory(path)) {
      throw CommandException.usage(file + " is a folder: name a source file");
    }
    if (!file.endsWith(".java")) {
      throw CommandException.usage(file + " is no source file: its name has to end with .java");
    }
    return path;
  }
}
