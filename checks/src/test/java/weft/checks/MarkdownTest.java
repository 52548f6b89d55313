package weft.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class MarkdownTest {
  private static final String PAGE =
      """
      # Title
      ```java
      int two = 1 + 1;
      IO.println(two);
      ```

      ```text
      2
      ```
      <!-- given
      int three() { return 3; }
      -->
      ```console
      $ not run
      ```
      <!-- compile only -->
      ```java
      IO.println(three());
      ```
      Text between.
      ```text
      not the output
      ```
      ```java
      record Point(int x) {}
      int four() { return 4; }
      ```
      ```java
      import java.util.concurrent.*;
      var map = new ConcurrentHashMap<String, Integer>();
      ```
      """;

  @Test
  void blocksBecomePrograms() {
    assertThat(Markdown.programs("a.md", PAGE))
        .extracting(Program::where, Program::runs, program -> program.expected().orElse(""))
        .containsExactly(
            tuple("a.md:3", true, "2\n"),
            tuple("a.md:18", false, ""),
            tuple("a.md:25", true, ""),
            tuple("a.md:29", true, ""));
  }

  @Test
  void fragmentsAreCompletedWithoutMovingALine() {
    var sources = Markdown.programs("a.md", PAGE).stream().map(Program::source).toList();
    assertThat(sources.get(0).lines())
        .containsExactly(
            "import module weft; import static weft.Weft.*; void main() throws Throwable { int two = 1 + 1;",
            "IO.println(two);",
            "}");
    assertThat(sources.get(1))
        .contains("void main() throws Throwable {")
        .endsWith("int three() { return 3; } \n");
    assertThat(sources.get(2)).contains("int four() { return 4; }\nvoid main() {}");
    assertThat(sources.get(3).lines().findFirst().orElseThrow())
        .contains("import java.util.concurrent.*;")
        .endsWith("void main() throws Throwable { ");
  }
}
