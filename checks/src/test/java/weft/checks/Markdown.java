package weft.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java programs of a Markdown file: its blocks marked {@code java}, each with the block marked
 * {@code text} or {@code output} that follows it at once, as what it prints.
 *
 * <p>Two comments, which a reader of the page doesn't see, say more: {@code <!-- compile only -->}
 * before a block, and {@code <!-- given ... -->}, whose declarations all later fragments may use.
 */
final class Markdown {
  private static final Pattern BLOCK =
      Pattern.compile(
          """
          ^<!--\\ *(?<comment>compile\\ only|given\\b.*?)\\ *-->
          |^```(?<language>\\w+)[^\\n]*\\n(?<text>.*?)^```\\ *$\
          """,
          Pattern.MULTILINE | Pattern.DOTALL | Pattern.COMMENTS);

  private final List<Program> programs = new ArrayList<>();
  private final String file;
  private final String page;
  private final StringBuilder given = new StringBuilder();

  private Markdown(String file, String page) {
    this.file = file;
    this.page = page;
  }

  static List<Program> programs(String file, String page) {
    var markdown = new Markdown(file, page);
    markdown.read();
    return markdown.programs;
  }

  private void read() {
    boolean compileOnly = false;
    int last = 0; // where the last block ended
    boolean afterProgram = false;
    for (Matcher block = BLOCK.matcher(page); block.find(); last = block.end()) {
      boolean adjacent = page.substring(last, block.start()).isBlank();
      String comment = block.group("comment");
      String language = block.group("language");
      if (comment != null && comment.startsWith("given")) {
        given
            .append(comment.substring("given".length()).replaceAll("\\s*\\n\\s*", " "))
            .append('\n');
      } else if ("java".equals(language)) {
        add(block, !(compileOnly && adjacent));
      } else if (afterProgram
          && adjacent
          && ("text".equals(language) || "output".equals(language))) {
        expect(block.group("text"));
      }
      compileOnly = "compile only".equals(comment);
      afterProgram = "java".equals(language);
    }
  }

  private void add(Matcher block, boolean runs) {
    int line = (int) page.substring(0, block.start("text")).lines().count() + 1;
    String name = file.replaceAll("\\W", "_") + "_" + line;
    String source = Fragment.complete(name, block.group("text"), given.toString());
    programs.add(new Program(name, file, line, source, runs, Optional.empty()));
  }

  private void expect(String output) {
    Program program = programs.removeLast();
    programs.add(
        new Program(
            program.name(),
            file,
            program.line(),
            program.source(),
            program.runs(),
            Optional.of(output)));
  }
}
