package weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a command is given, and what comes of it. */
@Timeout(60)
class CommandTest {
  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void outputErrorsAndExitCode() throws Exception {
    var done = sh("echo out; echo err >&2; exit 3").run();
    assertThat(done.output()).isEqualTo("out\n");
    assertThat(done.errors()).isEqualTo("err\n");
    assertThat(done.exitCode()).isEqualTo(3);
    assertThat(done.isSuccess()).isFalse();
    assertThat(sh("true").run().isSuccess()).isTrue();
    assertThat(done).hasToString("exit code 3, 4 bytes of output");
  }

  @Test
  void wordsAreNotInterpreted() throws Exception {
    assertThat(Command.of(List.of("printf", "%s|", "a b", "$HOME", "*")).run().output())
        .isEqualTo("a b|$HOME|*|");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.of(List.of()))
        .withMessage("a command needs at least one word");
  }

  @Test
  void aProgramThatDoesNotExistIsOneClearLine() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Command.of("no-such-program", "x").run())
        .withMessage("can't start 'no-such-program': there is no such program");
  }

  @Test
  void aFolderThatDoesNotExistIsOneClearLine() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> sh("true").folder(Path.of("no-such-folder")).start())
        .withMessage("can't start 'sh': there is no folder no-such-folder");
  }

  @Test
  void aFileThatMayNotBeRunIsOneClearLine(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("text"), "no program");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Command.of(file.toString()).run())
        .withMessage("can't start '" + file + "': permission denied");
  }

  @Test
  void folderAndVariables(@TempDir Path folder) throws Exception {
    var real = folder.toRealPath();
    assertThat(sh("pwd").folder(real).run().output().strip()).isEqualTo(real.toString());
    assertThat(sh("echo $A-$B").variable("A", "1").variable("B", "2").run().output())
        .isEqualTo("1-2\n");
    assertThat(sh("echo [$PATH]").variable("PATH", "/bin").withoutVariable("PATH").run().output())
        .doesNotContain(System.getenv("PATH"));
    assertThat(Command.of("env").withoutVariables().variable("ONLY", "this").run().output())
        .isEqualTo("ONLY=this\n");
  }

  @Test
  void aCommandIsImmutable() throws Exception {
    var command = sh("echo $X");
    var changed = command.variable("X", "1");
    assertThat(command.run().output()).isEqualTo("\n");
    assertThat(changed.run().output()).isEqualTo("1\n");
  }

  @Test
  void inputs(@TempDir Path folder) throws Exception {
    var cat = Command.of("cat");
    assertThat(cat.run().output()).isEmpty();
    assertThat(cat.input("text ü").run().output()).isEqualTo("text ü");
    assertThat(cat.input(new byte[] {0, -1, 10}).run().outputBytes()).containsExactly(0, -1, 10);
    var file = Files.writeString(folder.resolve("in"), "from a file");
    assertThat(cat.input(file).run().output()).isEqualTo("from a file");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> cat.input(folder.resolve("none")).run())
        .withMessageStartingWith("can't start 'cat': its input can't be read: ");
    assertThat(cat.writtenInput().run().output()).isEmpty();
  }

  @Test
  void aProcessNeedNotReadWhatItIsGiven() throws Exception {
    assertThat(sh("exit 4").input(new byte[1 << 20]).run().exitCode()).isEqualTo(4);
  }

  @Test
  void megabytesThroughAllThreePipesDoNotDeadlock() throws Exception {
    var bytes = new byte[8 << 20];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 31);
    var done = sh("tee /dev/stderr").input(bytes).run();
    assertThat(done.outputBytes()).isEqualTo(bytes);
    assertThat(done.errorBytes()).isEqualTo(bytes);
  }

  @Test
  void outputOverTheLimitEndsTheProcess() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Command.of("yes").outputLimit(100_000).run())
        .withMessageMatching("the output of process \\d+ 'yes' is over the limit of 100000 bytes");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> sh("yes >&2").outputLimit(100_000).run())
        .withMessageMatching(
            "the error output of process \\d+ 'sh' is over the limit of 100000 bytes");
  }

  @Test
  void checkedExitCode() {
    assertThatExceptionOfType(ExitCodeException.class)
        .isThrownBy(() -> sh("echo first >&2; echo the reason >&2; echo >&2; exit 7").check().run())
        .withMessage(
            "'sh -c echo first >&2; echo the reason >&2; echo >&2; exit 7' ended with exit code 7:"
                + " the reason")
        .satisfies(e -> assertThat(e.exitCode()).isEqualTo(7))
        .satisfies(e -> assertThat(e.words()).first().isEqualTo("sh"));
    assertThatExceptionOfType(ExitCodeException.class)
        .isThrownBy(() -> Command.of("false").check().run())
        .withMessage("'false' ended with exit code 1");
  }

  @Test
  void aSignalIsAnExitCode() throws Exception {
    assertThat(sh("kill -9 $$").run().exitCode()).isEqualTo(128 + 9);
  }

  @Test
  void mergedAndDiscarded() throws Exception {
    var script = sh("echo a; echo b >&2; echo c");
    assertThat(script.mergeErrors().run().output()).isEqualTo("a\nb\nc\n");
    assertThat(script.mergeErrors().run().errors()).isEmpty();
    assertThat(script.discardOutput().run().output()).isEmpty();
    assertThat(script.discardErrors().run().errors()).isEmpty();
  }

  @Test
  void charsets() throws Exception {
    var command = Command.of("cat").charset(StandardCharsets.ISO_8859_1).input("ä");
    var done = command.run();
    assertThat(done.outputBytes()).containsExactly(0xE4);
    assertThat(done.output()).isEqualTo("ä");
  }

  @Test
  void badArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sh("").grace(Duration.ofNanos(-1)))
        .withMessage("a negative grace: PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sh("").outputLimit(0))
        .withMessage("the limit must be at least 1 byte, but is 0");
  }

  @Test
  void whatTheSystemRefusesIsOneClearLine(@TempDir Path folder) throws Exception {
    var script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    for (var refused :
        List.of(
            List.of(Command.of(folder.toString()), "it is a folder"),
            List.of(
                Command.of(script.toString()),
                "what its first line names, to run it, is not there"),
            List.of(
                Command.of("echo", "x".repeat(1 << 20)),
                "its arguments are too long for the system"),
            List.of(Command.of("cat").input(folder), "its input can't be read: " + folder))) {
      var command = (Command) refused.getFirst();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(command::run)
          .withMessage("can't start '" + command.words().getFirst() + "': " + refused.getLast());
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    for (var name : List.of("", "A=B", "A\0")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sh("true").variable(name, "x"))
          .withMessage("no environment variable can be '" + name + "=x'");
    }
    assertThatNullPointerException()
        .isThrownBy(() -> Command.of("echo", (String) null))
        .withMessage("a word of a command");
    assertThatNullPointerException()
        .isThrownBy(() -> sh("true").charset(null))
        .withMessage("charset");
  }
}
