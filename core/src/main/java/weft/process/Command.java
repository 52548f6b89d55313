package weft.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import weft.CancelledError;
import weft.TimeoutException;
import weft.Weft;

/**
 * A command of the operating system: its words, and how it is to run.
 *
 * <p>Immutable: each method returns a changed copy, which may be shared and started many times. No
 * shell takes part: what is in a word needs no quotes, and is not interpreted.
 *
 * <pre>{@code
 * String head = Command.of("git", "rev-parse", "HEAD").folder(repository).check().run().output();
 * }</pre>
 *
 * <p>Source: trio's {@code run_process} and asyncio's {@code create_subprocess_exec}.
 */
public final class Command {
  private final Settings settings;

  private Command(Settings settings) {
    this.settings = settings;
  }

  /** The program {@code name}, looked for where the system does, with {@code arguments}. */
  public static Command of(String name, String... arguments) {
    var words = new ArrayList<String>();
    words.add(name);
    words.addAll(Arrays.asList(arguments));
    return of(words);
  }

  /**
   * A program and its arguments.
   *
   * @throws IllegalArgumentException if there are no words
   */
  public static Command of(List<String> words) {
    if (words.isEmpty()) throw new IllegalArgumentException("a command needs at least one word");
    for (var word : words) Objects.requireNonNull(word, "a word of a command");
    return new Command(new Settings(List.copyOf(words)));
  }

  private Command changed(Consumer<Settings> change) {
    var copy = settings.copy();
    change.accept(copy);
    return new Command(copy);
  }

  /** The words: the program and its arguments. */
  public List<String> words() {
    return settings.words;
  }

  /** Runs in {@code folder}; without this, in the one of this process. */
  public Command folder(Path folder) {
    Objects.requireNonNull(folder, "folder");
    return changed(s -> s.folder = Optional.of(folder));
  }

  /**
   * Sets an environment variable, beside those of this process.
   *
   * @throws IllegalArgumentException if the system can't have one like that
   */
  public Command variable(String name, String value) {
    Objects.requireNonNull(value, "value");
    if (name.isEmpty() || name.contains("=") || (name + value).contains("\0")) {
      throw new IllegalArgumentException(
          "no environment variable can be '" + name + "=" + value + "'");
    }
    return changed(s -> s.variables.put(name, Optional.of(value)));
  }

  /** Takes an environment variable away. */
  public Command withoutVariable(String name) {
    return changed(s -> s.variables.put(name, Optional.empty()));
  }

  /** Takes all environment variables away but those that are set here. */
  public Command withoutVariables() {
    return changed(s -> s.ownVariables = false);
  }

  /** Gives it {@code text} to read; without any of these, its input is at its end at once. */
  public Command input(String text) {
    Objects.requireNonNull(text, "text");
    return changed(s -> s.input = given(text.getBytes(s.charset)));
  }

  /** Gives it {@code bytes} to read. */
  public Command input(byte[] bytes) {
    var copy = bytes.clone();
    return changed(s -> s.input = given(copy));
  }

  private static Input given(byte[] bytes) {
    return new Input.Given(() -> bytes);
  }

  /** Gives it {@code file} to read. */
  public Command input(Path file) {
    Objects.requireNonNull(file, "file");
    return changed(s -> s.input = new Input.FromFile(file));
  }

  /** Lets it read what this process could read. */
  public Command inheritInput() {
    return changed(s -> s.input = new Input.Inherited());
  }

  /** Lets it read what {@link Subprocess#write} writes, until {@link Subprocess#closeInput}. */
  public Command writtenInput() {
    return changed(s -> s.input = new Input.Written());
  }

  /** Lets it write its output where this process does. */
  public Command inheritOutput() {
    return changed(s -> {
      s.outputInherited = true;
      s.outputDiscarded = false;
    });
  }

  /** Drops its output. */
  public Command discardOutput() {
    return changed(s -> {
      s.outputDiscarded = true;
      s.outputInherited = false;
    });
  }

  /**
   * Lets {@link Subprocess#errorLines} read its error output, which somebody then has to do.
   * Without any of these, the last few kilobytes are kept for messages and the rest is dropped.
   */
  public Command pipeErrors() {
    return changed(s -> s.errors = ErrorOutput.PIPE);
  }

  /** Lets it write its error output into its output. */
  public Command mergeErrors() {
    return changed(s -> s.errors = ErrorOutput.MERGED);
  }

  /** Lets it write its error output where this process does. */
  public Command inheritErrors() {
    return changed(s -> s.errors = ErrorOutput.INHERITED);
  }

  /** Drops its error output. */
  public Command discardErrors() {
    return changed(s -> s.errors = ErrorOutput.DISCARDED);
  }

  /**
   * How text is encoded from here on; UTF-8 unless this says otherwise. For lines, one in which a
   * line feed is the byte 10: not UTF-16 or UTF-32.
   */
  public Command charset(Charset charset) {
    Objects.requireNonNull(charset, "charset");
    return changed(s -> s.charset = charset);
  }

  /**
   * How long it may go on after it was asked to end, before it is killed; 5 seconds unless this
   * says otherwise. With zero it is killed at once.
   */
  public Command grace(Duration grace) {
    if (Objects.requireNonNull(grace, "grace").isNegative())
      throw new IllegalArgumentException("a negative grace: " + grace);
    return changed(s -> s.grace = grace);
  }

  /**
   * The most bytes that {@link #run} collects of each output, and that one line may have; 64 MiB
   * unless this says otherwise.
   */
  public Command outputLimit(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("the limit must be at least 1 byte, but is " + bytes);
    }
    return changed(s -> s.limit = bytes);
  }

  /** Makes any exit code but 0 an {@link ExitCodeException}. */
  public Command check() {
    return changed(s -> s.checked = true);
  }

  /**
   * Starts it. Whoever does has to close what this returns, which ends the process and all that it
   * started.
   *
   * @throws IOException if it can't be started: there is no such program, or no such folder
   * @throws CancelledError if the caller is cancelled; nothing is then started
   */
  public Subprocess start() throws IOException {
    Weft.checkpoint();
    return Subprocess.of(start(settings), settings);
  }

  private static Process start(Settings settings) throws IOException {
    try {
      return settings.builder().start();
    } catch (IOException e) {
      throw new IOException(
          "can't start '" + settings.words.getFirst() + "': " + reason(settings, e), e);
    }
  }

  private static String reason(Settings settings, IOException failure) {
    var folder = settings.folder;
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      return "there is no folder " + folder.get();
    }
    if (settings.input instanceof Input.FromFile(var file)
        && (!Files.isReadable(file) || Files.isDirectory(file))) {
      return "its input can't be read: " + file;
    }
    var program = new File(settings.words.getFirst()); // unlike a Path, of any name
    String message = String.valueOf(failure.getMessage());
    return switch (errorNumber(message)) {
      case 2 ->
          program.getParent() != null && program.exists()
              ? "what its first line names, to run it, is not there"
              : "there is no such program";
      case 7 -> "its arguments are too long for the system";
      case 13 -> program.isDirectory() ? "it is a folder" : "permission denied";
      default -> message;
    };
  }

  /** The system's number of what went wrong, which the JDK puts into its message; 0 without. */
  private static int errorNumber(String message) {
    var number = Pattern.compile("error[=:] ?(\\d{1,4})\\b").matcher(message);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }

  /**
   * Runs it to its end, and that of its output.
   *
   * @throws IOException if it can't be started, or writes more than {@link #outputLimit} allows
   * @throws ExitCodeException if it is to be {@linkplain #check checked} and its exit code isn't 0
   * @throws CancelledError if the caller is cancelled; the process, and all that it started, has
   *     then ended, as it has when a {@link TimeoutException} comes out of a time limit around this
   */
  public Completed run() throws IOException {
    var collected = settings.copy();
    if (collected.errors == ErrorOutput.TAIL) collected.errors = ErrorOutput.PIPE;
    Weft.checkpoint();
    try (var process = Subprocess.of(start(collected), collected)) {
      return process.collect();
    }
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
