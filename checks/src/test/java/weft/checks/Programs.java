package weft.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Compiles programs and runs them one after the other in one JVM of their own. */
final class Programs {
  private final Path folder;
  private final Optional<Path> workingDirectory;
  private final Map<Program, String> problems = new LinkedHashMap<>();

  private Programs(String title, Optional<Path> workingDirectory) {
    this.folder = Path.of("target/programs", title).toAbsolutePath();
    this.workingDirectory = workingDirectory;
  }

  /**
   * A test for each program: it compiles, ends well, and prints what it is said to print.
   *
   * @param workingDirectory theirs; empty for one that is gone afterwards, as their temporary files
   *     are
   */
  static Stream<DynamicTest> tests(
      String title, List<Program> programs, Optional<Path> workingDirectory)
      throws IOException, InterruptedException {
    assertThat(Project.APP).as("the built program: run ./weft test, or package first").exists();
    var all = new Programs(title, workingDirectory);
    for (Program program : programs) {
      all.problems.put(program, Compiler.compile(program, all.folder(program)));
    }
    Path temporary = Files.createTempDirectory("weft");
    try {
      all.run(temporary);
    } finally {
      delete(temporary);
    }
    return programs.stream().map(program -> dynamicTest(program.where(), () -> all.check(program)));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    }
  }

  private Path folder(Program program) {
    return folder.resolve(program.name());
  }

  private void run(Path temporary) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("--module-path", Project.APP.toString()));
    command.addAll(List.of("--add-modules", "ALL-MODULE-PATH"));
    command.addAll(List.of("--add-opens", "java.base/java.lang=weft"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path").split(File.pathSeparator)[0]));
    command.add(Runner.class.getName());
    problems.forEach((program, problem) -> {
      if (program.runs() && problem.isEmpty()) command.add(folder(program).toString());
    });
    if (command.getLast().equals(Runner.class.getName())) return;
    Path log = folder.resolve("log.txt");
    int exit =
        new ProcessBuilder(command)
            .directory(workingDirectory.orElse(temporary).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (exit != 0) fail("the programs' JVM ended with " + exit + ": " + Project.read(log));
  }

  private void check(Program program) throws IOException {
    if (!problems.get(program).isEmpty()) fail(problems.get(program));
    if (!program.runs()) return;
    Path failure = folder(program).resolve(Runner.FAILURE);
    Path output = folder(program).resolve(Runner.OUTPUT);
    if (Files.exists(failure)) fail(program.where() + " failed: " + Files.readString(failure));
    assertThat(output)
        .as("what %s printed: an earlier one may have ended the JVM", program.where())
        .exists();
    String printed = tidy(Project.read(output));
    program
        .expected()
        .ifPresent(
            expected -> assertThat(alternatives(expected)).as(program.where()).contains(printed));
  }

  /** A map prints its entries in any order: where several outputs are right, all are listed. */
  private static List<String> alternatives(String expected) {
    return Stream.of(expected.split("(?m)^-- or --$")).map(Programs::tidy).toList();
  }

  private static String tidy(String output) {
    return output.lines().map(String::stripTrailing).collect(Collectors.joining("\n")).strip();
  }
}
