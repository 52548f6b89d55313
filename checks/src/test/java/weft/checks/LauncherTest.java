package weft.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does where nothing has been built, and nothing can be. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final List<String> NEEDED =
      List.of("weft", "pom.xml", "etc/jdk.sh", "cli/src/main/resources/weft/cli/help.txt");

  @TempDir Path checkout;

  private String weft(String... arguments) throws Exception {
    for (var name : NEEDED) {
      Path copy = checkout.resolve(name);
      Files.createDirectories(copy.getParent());
      if (!Files.exists(copy)) Files.copy(Project.ROOT.resolve(name), copy);
    }
    var command = new ArrayList<>(List.of("bash", "weft"));
    command.addAll(List.of(arguments));
    return output(command);
  }

  private String output(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(checkout.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void helpNeedsNoBuildAndNamesAllCommands() throws Exception {
    String help = weft("--help");
    assertThat(help)
        .startsWith(Project.read(Project.ROOT.resolve(NEEDED.getLast())))
        .contains("\n  crawl ", "\n  run ", "\n  test ", "\n  bench ", "\n  stress ")
        .doesNotContain("building");
    assertThat(weft()).isEqualTo(help);
    assertThat(weft("-h")).isEqualTo(help);
    assertThat(weft("help")).isEqualTo(help);
  }

  @Test
  void versionNeedsNoBuild() throws Exception {
    assertThat(weft("--version")).matches("weft \\d+\\.\\S+, JDK 25\\S*\n");
    assertThat(weft("-V")).isEqualTo(weft("--version"));
  }
}
