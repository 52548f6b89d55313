package weft.checks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every Java block of the documentation is a program that compiles, runs, and prints what it says.
 */
class DocumentationTest {
  @TestFactory
  Stream<DynamicTest> everyBlockDoesWhatThePageSays() throws Exception {
    List<Program> programs =
        Project.files(name -> name.matches("README\\.md|docs/.*\\.md")).stream()
            .flatMap(page -> Markdown.programs(Project.relative(page), Project.read(page)).stream())
            .toList();
    return Programs.tests("docs", programs, Optional.empty());
  }
}
