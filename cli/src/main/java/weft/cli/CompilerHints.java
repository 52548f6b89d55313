package weft.cli;

import static java.util.stream.Collectors.joining;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import weft.Weft;

/**
 * What helps with errors of the compiler that newcomers to Weft meet, and whose own words don't
 * tell. The file is looked through once more for it: what the program's JVM wrote went straight to
 * the terminal.
 */
final class CompilerHints {
  private enum Hint {
    /** A type of the core's most used packages has the name of one of the JDK's. */
    IMPORTS(
        "weft.* wins over import module: add"
            + " import weft.*; import weft.sync.*; import weft.channel.*; import weft.flow.*;",
        "compiler.err.ref.ambiguous",
        "(?s)(?=.*\\bweft\\.(sync\\.|channel\\.|flow\\.)?[A-Z]).*\\bin javax?\\..*"),
    WHOSE(
        "weft.http and weft.web have classes of one name: import the one you mean, as in"
            + " import weft.web.Response;",
        "compiler.err.ref.ambiguous",
        "(?s)(?=.*\\bweft\\.http\\.).*\\bweft\\.web\\..*"),
    /** The JDBC module is a part of the signatures of weft.sql, and has all of XML with it. */
    JDBC(
        "import module weft.sql; brings java.sql and java.xml along: import weft.sql.*; instead",
        "compiler.err.ref.ambiguous",
        "(?s).*\\bin javax?\\.(sql|xml)\\b.*"),
    METHODS(
        "run, scope and their kin are methods of Weft: add import static weft.Weft.*;",
        "compiler.err.cant.resolve.location.args",
        "(?s).*\\bmethod (%s)\\(.*".formatted(methods())),
    ITERATE(
        "a flow is looped over by its iterate(): for (var x : flow.iterate())",
        "compiler.err.foreach.not.applicable.to.type",
        "(?s).*\\bFlow<.*"),
    EXCEPTIONS(
        "where a body throws two types of exceptions, javac makes it Exception: declare that, or"
            + " catch one of them (sleep throws none, unlike Thread.sleep)",
        "compiler.err.unreported.exception.need.to.catch.or.throw",
        ".*\\bexception (java\\.lang\\.)?Exception;.*"),
    BRACES(
        "a body of one void call needs braces: s -> { work(); }",
        "compiler.err.prob.found.req",
        "(?s).*lower bounds:[^\\n]*\\bvoid\\b.*");

    private final String text;
    private final String code;
    private final Pattern message;

    Hint(String text, String code, String message) {
      this.text = text;
      this.code = code;
      this.message = Pattern.compile(message);
    }

    boolean helpsWith(Diagnostic<?> error) {
      return code.equals(error.getCode())
          && message.matcher(error.getMessage(Locale.ROOT)).matches();
    }
  }

  private CompilerHints() {}

  private static String methods() {
    return Stream.of(Weft.class.getMethods())
        .filter(method -> method.getDeclaringClass() == Weft.class)
        .map(Method::getName)
        .distinct()
        .collect(joining("|"));
  }

  /** A line for each that applies; none if {@code source} can be compiled. */
  static List<String> of(Path source, List<String> options) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var found = new DiagnosticCollector<JavaFileObject>();
    try (var files = compiler.getStandardFileManager(found, null, null)) {
      var all = new ArrayList<>(options);
      all.add("-proc:none");
      var task =
          (JavacTask)
              compiler.getTask(null, files, found, all, null, files.getJavaFileObjects(source));
      var _ = task.analyze();
    }
    return Stream.of(Hint.values())
        .filter(hint -> found.getDiagnostics().stream().anyMatch(hint::helpsWith))
        .map(hint -> "hint: " + hint.text)
        .toList();
  }
}
