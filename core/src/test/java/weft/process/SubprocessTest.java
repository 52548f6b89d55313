package weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Task;
import weft.TaskFailedException;
import weft.Weft;

/** Talking with a process while it runs. */
@Timeout(60)
class SubprocessTest {
  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  @Test
  void linesAndTheExitCode() throws Exception {
    try (var process = sh("printf 'a\\nb\\r\\n\\nlast'; exit 2").start()) {
      assertThat(process.lines().toList()).containsExactly("a", "b", "", "last");
      assertThat(process.await()).isEqualTo(2);
      assertThat(process.lines().toList()).isEmpty();
      assertThat(process.isAlive()).isFalse();
    }
  }

  @Test
  void linesAcrossBlocks() throws Exception {
    var expected = IntStream.range(0, 100_000).mapToObj(i -> "line number " + i).toList();
    var text = String.join("\n", expected) + "\n";
    try (var process = Command.of("cat").input(text).start()) {
      assertThat(process.lines().toList()).isEqualTo(expected);
    }
  }

  @Test
  void bytes() throws Exception {
    try (var process = sh("head -c 3000000 /dev/zero").start()) {
      var sizes = process.bytes().map(b -> b.length).toList();
      assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(3_000_000);
    }
  }

  @Test
  void aConversation() throws Exception {
    try (var process = Command.of("cat").writtenInput().start()) {
      for (int i = 0; i < 100; i++) {
        process.write("word " + i + "\n");
        assertThat(firstLine(process)).isEqualTo("word " + i);
      }
      process.closeInput();
      assertThat(process.lines().toList()).isEmpty();
      assertThat(process.await()).isZero();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> process.write("more"))
          .withMessageContaining("doesn't read its input any more");
    }
  }

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Leaves the flow at the first line, as one who has enough. */
  private static String firstLine(Subprocess process) {
    var lines = new ArrayList<String>();
    try {
      process
          .lines()
          .forEach(line -> {
            lines.add(line);
            throw new Enough();
          });
    } catch (Enough e) {
      // as meant
    }
    return lines.getFirst();
  }

  @Test
  void bothOutputs() throws Exception {
    try (var process = sh("echo a; echo b >&2; echo c").pipeErrors().start()) {
      assertThat(process.errorLines().toList()).containsExactly("b");
      assertThat(process.lines().toList()).containsExactly("a", "c");
    }
  }

  @Test
  void errorsThatNobodyReadsHoldNobodyUp() throws Exception {
    try (var process = sh("head -c 2000000 /dev/zero >&2; echo done").start()) {
      assertThat(process.lines().toList()).containsExactly("done");
    }
  }

  @Test
  void outputThatNobodyReadsDoesNotHoldUpOneWhoAwaits() throws Exception {
    try (var process = sh("yes | head -c 3000000").start()) {
      assertThat(process.await()).isZero();
      assertThatIllegalStateException()
          .isThrownBy(() -> process.lines().forEach(line -> {}))
          .withMessageMatching(
              "\\d+ bytes of the output of process \\d+ 'sh' were dropped, since nobody read them"
                  + " in time");
    }
  }

  @Test
  void littleOutputCanBeReadAfterTheEnd() throws Exception {
    try (var process = sh("echo little").start()) {
      process.await();
      assertThat(process.lines().toList()).containsExactly("little");
    }
  }

  @Test
  void oneWhoReadsSlowlySlowsTheProcess() throws Exception {
    try (var process = Command.of("yes").start()) {
      var first = process.lines();
      for (int i = 0; i < 3; i++) assertThat(firstLine(process)).isEqualTo("y");
      assertThat(first).isNotNull();
      assertThat(process.isAlive()).isTrue();
    }
  }

  /** A run that is cancelled in the middle of a line leaves what it had of it to the next. */
  @Test
  void aCancelledReadLosesNothing() throws Exception {
    try (var process = Command.of("cat").writtenInput().start()) {
      Weft.scope(s -> {
        process.write("be");
        var scope = new CancelScope();
        var reader = s.start(() -> scope.run(() -> process.lines().forEach(line -> {})));
        while (reader.state() != Task.State.WAITING) Thread.onSpinWait();
        scope.cancel("enough");
        reader.await();
        process.write("gun\n");
        process.closeInput();
        assertThat(process.lines().toList()).containsExactly("begun");
      });
    }
  }

  @Test
  void onlyOneReadsAtATime() throws Exception {
    try (var process = Command.of("cat").writtenInput().start()) {
      Weft.scope(s -> {
        var reader = s.start(() -> process.lines().toList());
        while (reader.state() != Task.State.WAITING) Thread.onSpinWait();
        assertThatIllegalStateException()
            .isThrownBy(() -> process.bytes().toList())
            .withMessageContaining("is being read already");
        process.closeInput();
      });
    }
  }

  @Test
  void whatIsNotPipedCannotBeReadOrWritten() throws Exception {
    try (var process = Command.of("true").discardOutput().start()) {
      assertThatIllegalStateException()
          .isThrownBy(process::lines)
          .withMessageContaining("the output of process");
      assertThatIllegalStateException().isThrownBy(process::errorLines);
      assertThatIllegalStateException()
          .isThrownBy(() -> process.write("x"))
          .withMessageContaining("ask for writtenInput()");
    }
  }

  @Test
  void aLineOverTheLimitIsAnError() throws Exception {
    try (var process = sh("head -c 100000 /dev/zero").outputLimit(50_000).start()) {
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(() -> process.lines().toList())
          .withCauseInstanceOf(IOException.class)
          .withMessageContaining("a line of the output of process");
    }
  }

  @Test
  void aCheckedProcessThatFailsSaysWhy() throws Exception {
    try (var process = sh("echo it broke >&2; exit 9").check().start()) {
      assertThatExceptionOfType(ExitCodeException.class)
          .isThrownBy(process::await)
          .withMessageEndingWith("exit code 9: it broke");
    }
  }

  @Test
  void writersTakeTurns() throws Exception {
    try (var process = Command.of("cat").writtenInput().start()) {
      List<String> read =
          Weft.scope(s -> {
            var reader = s.start(() -> process.lines().toList());
            Weft.gather(
                IntStream.range(0, 20).boxed().toList(),
                i -> {
                  process.write(("" + (char) ('a' + i)).repeat(50_000) + "\n");
                  return i;
                });
            process.closeInput();
            return reader.await();
          });
      assertThat(read).hasSize(20);
      assertThat(read).allMatch(line -> line.length() == 50_000);
      assertThat(read).allMatch(line -> line.chars().distinct().count() == 1);
    }
  }

  @Test
  void aWriterToAProcessThatDoesNotReadCanBeCancelled() throws Exception {
    try (var process = sh("sleep 1000").writtenInput().grace(java.time.Duration.ZERO).start()) {
      Weft.scope(s -> {
        var writer = s.start(() -> process.write(new byte[1 << 20]));
        while (writer.state() != Task.State.WAITING) Thread.onSpinWait();
        writer.cancel("enough");
      });
      assertThat(process.isAlive()).isTrue();
    }
  }

  /** It was a gap: the lines were gone, and the flow ended as if there had been none. */
  @Test
  void outputThatWasNotReadBeforeTheCloseIsAnError() throws Exception {
    var process = Command.of("echo", "a line").start();
    assertThat(process.await()).isZero();
    process.lines();
    process.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> process.lines().toList())
        .withMessageContaining("were dropped");
  }
}
