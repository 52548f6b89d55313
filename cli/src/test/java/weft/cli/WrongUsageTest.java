package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Arguments that make no sense: a line that says what is wrong, one that helps, and nothing else.
 */
class WrongUsageTest {
  @AfterEach
  void leavesNothingBehind() {
    assertThat(Path.of("weft-crawl")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "crawll | weft: unknown command crawll (do you mean crawl?)",
        "--hel | weft: unknown option --hel (do you mean --help?)",
        "help run it | weft help: unexpected argument it",
        "help nix | weft help: unknown command nix (there are crawl, serve, chat, run, ps, pstree,"
            + " top, help)",
        "run | weft run: missing required parameter: 'FILE.java'",
        "run nix.java | weft run: there is no file nix.java",
        "run nix | weft run: there is no file nix",
        "run src | weft run: src is a folder: name a source file",
        "run pom.xml | weft run: pom.xml is no source file: its name has to end with .java",
        "run --nix x.java | weft run: unknown option --nix",
        "ps x | weft ps: 'x' is not the id of a process",
        "ps --jsn 1 | weft ps: unknown option --jsn (do you mean --json?)",
        "pstree | weft pstree: missing required parameter: 'PID'",
        "pstree --debug maybe 1 | weft pstree: --debug is on or off, not 'maybe'",
        "pstree --stacks x 1 | weft pstree: --stacks: 'x' is not a whole number",
        "top --interval 0s 1 | weft top: interval must be more than zero",
        "top --interval often 1 | weft top: --interval: 'often' is not a time such as 500ms, 30s or"
            + " 2m",
        "serve --host= | weft serve: --host needs an address or a name",
        "chat --host= | weft chat: --host needs an address or a name",
        "crawl --dept 3 | weft crawl: unknown option --dept (do you mean --depth?)",
        "crawl --depth | weft crawl: missing required parameter for option '--depth' (N)",
        "crawl --depth x | weft crawl: --depth: 'x' is not a whole number",
        "crawl --depth 1.5 | weft crawl: --depth: '1.5' is not a whole number",
        "crawl --depth -1 | weft crawl: depth must not be negative, but is -1",
        "crawl --pages 0 | weft crawl: pages must be at least 1, but is 0",
        "crawl --pages 9999999999 | weft crawl: --pages: '9999999999' is too large a number",
        "crawl --concurrency 0 | weft crawl: concurrency must be from 1 to 10000, but is 0",
        "crawl --per-host 0 | weft crawl: per host must be from 1 to 10000, but is 0",
        "crawl --rate x | weft crawl: --rate: 'x' is not a number",
        "crawl --rate 0 | weft crawl: rate must be from 0.001 to 1000000 requests a second, but is"
            + " 0.0",
        "crawl --timeout soon | weft crawl: --timeout: 'soon' is not a time such as 500ms, 30s or"
            + " 2m",
        "crawl --timeout 0 | weft crawl: timeout must be more than zero",
        "crawl --retries -1 | weft crawl: retries must be from 0 to 100, but is -1",
        "crawl --max-size 5XB | weft crawl: --max-size: '5XB' is not a size such as 5MB, 500kB or"
            + " 20000",
        "crawl --max-size 9GB | weft crawl: --max-size: '9GB' is more than 2147483647 bytes",
        "crawl --include docs | weft crawl: not a pattern for URLs: 'docs' (write it like /docs/** or"
            + " **.pdf)",
        "crawl --allow-host a/b | weft crawl: not a host: 'a/b' (write it like example.org or"
            + " example.org:8080)",
        "crawl --port x | weft crawl: --port: 'x' is not a whole number",
        "crawl --port 70000 | weft crawl: port must be from 0 to 65535, but is 70000",
        "crawl --port 80 http://h/ | weft crawl: --port is for the demo site, which needs no URL",
        "crawl --resume --overwrite | weft crawl: --resume and --overwrite exclude each other",
        "crawl --refresh --resume | weft crawl: --refresh and --resume exclude each other",
        "crawl --extract h1 | weft crawl: extraction rule 'h1': write it like NAME=SELECTOR, as"
            + " title=h1 or price=.price@data-value",
        "crawl --extract a=h1 --extract a=h2 | weft crawl: extraction rule 'a=h2': there is one of"
            + " that name already",
        "crawl --retry-failed | weft crawl: --retry-failed is for --resume",
        "crawl --overwrite | weft crawl: --overwrite needs --output: every other crawl is kept"
            + " apart",
        "crawl h.org | weft crawl: not a web address: h.org (do you mean https://h.org ?)",
        "crawl ftp://h/ | weft crawl: not a web address: ftp://h/ (it must begin with http:// or"
            + " https://)",
      })
  void saysWhatIsWrong(String args, String message) {
    Cli result = Cli.line(args);
    String command = message.substring(0, message.indexOf(':'));
    assertThat(result.errLines()).containsExactly(message, "Try: " + command + " --help");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"crawl --stacktrace --depth x", "--stacktrace crawl --depth x"})
  void theStackIsShownOnRequest(String args) {
    assertThat(Cli.line(args).err())
        .startsWith("weft crawl: --depth: 'x' is not a whole number")
        .contains("\tat weft.cli.");
  }
}
