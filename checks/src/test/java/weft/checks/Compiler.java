package weft.checks;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles programs in this process, against the modules as they are shipped. */
final class Compiler {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  /** One for all: what it has read of the libraries stays read. */
  private static final StandardJavaFileManager FILES =
      JAVAC.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "--module-path",
          Project.APP.toString(),
          "--add-modules",
          "ALL-MODULE-PATH");

  private Compiler() {}

  /** Compiles the program into the folder; answers what is wrong with it, or nothing. */
  static String compile(Program program, Path folder) {
    try {
      Files.createDirectories(folder);
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var problems = new DiagnosticCollector<JavaFileObject>();
    if (task(program.name(), program.source(), problems, OPTIONS).call()) return "";
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .map(problem -> describe(program, problem))
        .collect(Collectors.joining("\n"));
  }

  static JavacTask task(
      String name,
      String source,
      DiagnosticListener<JavaFileObject> problems,
      List<String> options) {
    var file = new SourceText(name, source);
    return (JavacTask) JAVAC.getTask(null, FILES, problems, options, null, List.of(file));
  }

  private static String describe(Program program, Diagnostic<?> problem) {
    long line = program.line() + problem.getLineNumber() - 1;
    return program.file() + ":" + line + ": " + problem.getMessage(Locale.ROOT);
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
