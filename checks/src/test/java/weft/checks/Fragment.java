package weft.checks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;

/** Makes a program of what documentation shows: a whole one, some declarations, or statements. */
final class Fragment {
  private static final String IMPORTS = "import module weft; import static weft.Weft.*; ";

  private Fragment() {}

  /** Adds what is missing, without moving a line. */
  static String complete(String name, String text, String given) {
    if (text.contains("void main(")) return text;
    if (declares(name, text)) return IMPORTS + text + "void main() {}\n" + given;
    var imports = new StringBuilder();
    var body = new StringBuilder();
    for (String line : text.lines().toList()) {
      boolean isImport = line.startsWith("import ");
      if (isImport) imports.append(line).append(' ');
      body.append(isImport ? "" : line).append('\n');
    }
    return IMPORTS + imports + "void main() throws Throwable { " + body + "}\n" + given;
  }

  /** Whether the text is a compilation unit with methods or types in it; else it is statements. */
  private static boolean declares(String name, String text) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    JavacTask task = Compiler.task(name, text, problems, List.of());
    try {
      List<? extends Tree> trees =
          StreamSupport.stream(task.parse().spliterator(), false)
              .flatMap(unit -> unit.getTypeDecls().stream())
              .flatMap(tree -> membersOfImplicitClass(tree, name))
              .toList();
      return problems.getDiagnostics().isEmpty()
          && trees.stream()
              .anyMatch(tree -> tree instanceof MethodTree || tree instanceof ClassTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<? extends Tree> membersOfImplicitClass(Tree tree, String name) {
    return tree instanceof ClassTree type && type.getSimpleName().contentEquals(name)
        ? type.getMembers().stream()
        : Stream.of(tree);
  }
}
