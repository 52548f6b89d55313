package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.Cli.weft;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.crawl.CrawlSettings;
import weft.crawl.CrawlSettingsBuilder;

class HelpTest {
  @Test
  void helpOfAllNamesTheCommandsWithALineEach() {
    Cli help = weft("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: weft COMMAND")
        .contains("Exit codes:")
        .contains("Examples:");
    assertThat(weft()).isEqualTo(help);
    assertThat(weft("-h")).isEqualTo(help);
    assertThat(weft("help")).isEqualTo(help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crawl", "serve", "chat", "run", "ps", "pstree", "top", "help"})
  void everyCommandHasHelp(String command) {
    Cli help = weft("help", command);
    String summary = help.out().lines().findFirst().orElseThrow();
    assertThat(weft("--help").out()).contains("  %-6s  %s\n".formatted(command, summary));
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: weft " + command).contains("-h, --help");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(weft(command, "--help")).isEqualTo(help);
    assertThat(weft(command, "-h")).isEqualTo(help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"crawl", "serve", "chat", "run", "ps", "pstree", "top"})
  void commandsThatDoSomethingShowExamplesAndExitCodes(String command) {
    assertThat(weft("help", command).out())
        .contains("Exit codes:\n")
        .contains("Examples:\n  weft " + command);
  }

  @Test
  void versionIsOneLine() {
    Cli version = weft("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).hasLineCount(1).startsWith("weft ").contains("JDK 25");
    assertThat(weft("-V")).isEqualTo(version);
  }

  /** Help must be quick, and so says by itself what the library knows. */
  @Test
  void defaultsAreThoseOfTheLibrary() throws Exception {
    String help = weft("help", "crawl").out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("--concurrency=N Requests at once. Default: " + setting("concurrency"))
        .contains("--per-host=N Requests at once to one host. Default: " + setting("perHost"))
        .contains("a lost connection. Default: " + setting("retries"))
        .contains("followed in a row. Default: " + setting("redirects"))
        .contains("robots.txt. Default: " + setting("userAgent"))
        .contains("30s or 2m. Default: 30s")
        .contains("doubled each time. Default: 500ms")
        .contains("kB or MB. Default: 5MB");
    assertThat(setting("timeout")).isEqualTo(Duration.ofSeconds(30));
    assertThat(setting("backoff")).isEqualTo(Duration.ofMillis(500));
    assertThat(setting("maxBody")).isEqualTo(5_000_000);
  }

  private static Object setting(String name) throws ReflectiveOperationException {
    var field = CrawlSettingsBuilder.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(CrawlSettings.builder(Path.of("any")));
  }
}
