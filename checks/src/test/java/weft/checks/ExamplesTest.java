package weft.checks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    return Programs.tests("examples", programs, EXAMPLES);
  }

  private static Program program(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    Path expected = EXAMPLES.resolve("expected").resolve(name + ".txt");
    return new Program(
        name,
        Project.relative(file),
        1,
        Project.read(file),
        true,
        Optional.of(
            Files.exists(expected) ? Project.read(expected) : "(no file " + expected + ")"));
  }
}
