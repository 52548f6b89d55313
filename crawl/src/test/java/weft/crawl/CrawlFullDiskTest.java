package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.demo.DemoSite;

/** A crawl that has no room to write: in a process whose files may have no more blocks. */
@DisabledOnOs(OS.WINDOWS)
class CrawlFullDiskTest {
  private static final String BLOCKS = "400";

  @TempDir Path dir;

  /** What the other process runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      try (var site = DemoSite.start()) {
        var settings = CrawlSettings.builder(Path.of(arguments[0])).build();
        Crawl.of(settings).run(site.root().toString());
        IO.println("there was room");
      } catch (CrawlException e) {
        IO.println("it said: " + e.getMessage());
      }
    }
  }

  @Test
  @Timeout(120)
  void saysSo() throws Exception {
    var program = ForkedProgram.of(Program.class, dir.resolve("db").toString());
    program.command().addAll(0, List.of("sh", "-c", "ulimit -f \"$0\"; exec \"$@\"", BLOCKS));
    var process = program.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(output.lines().filter(line -> line.startsWith("it said: ")))
        .as(output)
        .containsExactly(
            "it said: cannot write to " + dir.resolve("db.mv.db") + ": File too large");
    assertThat(dir)
        .isDirectoryContaining("glob:**/db.mv.db")
        .isDirectoryNotContaining("glob:**trace*");
  }
}
