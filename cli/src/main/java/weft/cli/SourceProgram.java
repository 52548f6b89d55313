package weft.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that is one source file, run by a JVM of its own. */
final class SourceProgram {
  /** What an event loop needs to run its tasks on one thread. */
  private static final String OPENED = "java.base/java.lang=weft,ALL-UNNAMED";

  private final Path source;
  private final List<String> libraries;

  private SourceProgram(Path source, List<String> libraries) {
    this.source = source;
    this.libraries = libraries;
  }

  /** The program in {@code file}, with Weft's modules and a class path, which may be empty. */
  static SourceProgram of(String file, String classPath) {
    Path source = source(file);
    try {
      var libraries = new ArrayList<>(Libraries.options(source));
      if (!classPath.isEmpty()) libraries.addAll(List.of("--class-path", existing(classPath)));
      return new SourceProgram(source, libraries);
    } catch (IOException e) {
      throw failed(source, e);
    }
  }

  /** Runs it to its end; returns its exit code. */
  int run(List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(libraries);
    command.addAll(List.of("--add-opens", OPENED, source.toString()));
    command.addAll(arguments);
    try {
      return ChildProcess.run(command);
    } catch (IOException e) {
      throw failed(source, e);
    }
  }

  /** What helps with the errors of the compiler, if it has found any; a line each. */
  List<String> hints() {
    try {
      return CompilerHints.of(source, libraries);
    } catch (IOException e) {
      return List.of(); // the file has gone: nothing to add to what was said
    }
  }

  private static CommandException failed(Path source, IOException e) {
    return CommandException.failed("cannot run " + source + ": " + Paths.why(e), e);
  }

  /** The JVM would ignore what is missing, and the program fail with words about a class. */
  private static String existing(String classPath) {
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (!entry.endsWith("*") && !Files.exists(Paths.parse(entry))) {
        throw CommandException.usage("--class-path: there is no file " + entry);
      }
    }
    return classPath;
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
