package weft.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A file is one idea: where it grows past 500 lines, it has become two. */
class FileSizeTest {
  private static final int MOST_LINES = 500;

  @Test
  void noFileIsLong() {
    var files = Project.files(name -> name.endsWith(".java"));
    var tooLong = new TreeMap<String, Long>();
    for (Path file : files) {
      if (lines(file) > MOST_LINES) tooLong.put(Project.relative(file), lines(file));
    }
    long median =
        files.stream().mapToLong(FileSizeTest::lines).sorted().toArray()[files.size() / 2];
    System.out.println(files.size() + " Java files, median " + median + " lines");
    assertThat(tooLong).isEmpty();
  }

  private static long lines(Path file) {
    return Project.read(file).lines().count();
  }
}
