package weft.checks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every program in examples/ prints what its file in examples/expected/ says. */
class ExamplesTest {
  private static final Path EXAMPLES = Project.ROOT.resolve("examples");

  @TestFactory
  Stream<DynamicTest> everyExamplePrintsWhatIsExpected() throws Exception {
    var programs =
        Project.files(name -> name.matches("examples/\\w+\\.java")).stream()
            .map(ExamplesTest::program)
            .toList();
    return Programs.tests("examples", programs, Optional.of(EXAMPLES));
  }

  /**
   * Servers run until they are stopped: they are compiled here, and run by the tests of the cli.
   */
  private static final Set<String> ENDLESS = Set.of("Chat");

  private static Program program(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    Path expected = EXAMPLES.resolve("expected").resolve(name + ".txt");
    return new Program(
        name,
        Project.relative(file),
        1,
        Project.read(file),
        !ENDLESS.contains(name),
        Optional.of(
            Files.exists(expected) ? Project.read(expected) : "(no file " + expected + ")"));
  }
}
