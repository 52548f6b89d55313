package weft.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.CancelledError;
import weft.Promise;
import weft.TaskFailedException;
import weft.Weft;
import weft.flow.Flow;
import weft.internal.kit.Made;
import weft.sync.Mutex;

/**
 * A process that was started by a {@link Command}, and that ends with the block in which it was.
 *
 * <pre>{@code
 * try (var process = Command.of("journalctl", "-f").start()) {
 *   process.lines().take(10).forEach(IO::println);
 * }
 * }</pre>
 *
 * <p>{@link #close} ends the process and all that descends from it: it asks them to end, kills
 * those who haven't within {@link Command#grace}, and returns when they are gone, whatever is
 * cancelled meanwhile. So no process outlives a scope that is cancelled or a time limit that
 * passes. What has cut itself loose before, because its own parent ended, can't be found any more
 * and goes on.
 *
 * <p>All methods may be called from any task. What a process writes is read ahead, up to 256 KiB;
 * then it has to wait for those who read.
 */
public final class Subprocess implements AutoCloseable {
  private static final int MOST_OF_A_LINE = 200;

  private final Process process;
  private final Settings settings;
  private final Promise<Integer> exit = new Promise<>();
  private final @Nullable OutputReader output;
  private final @Nullable OutputReader errors;
  private final Mutex writing = new Mutex();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Subprocess(Process process, Settings settings) {
    this.process = process;
    this.settings = settings;
    boolean piped = !settings.outputInherited && !settings.outputDiscarded;
    output = piped ? reader("the output of " + this, process.getInputStream(), false) : null;
    errors =
        switch (settings.errors) {
          case TAIL, PIPE ->
              reader(
                  "the error output of " + this,
                  process.getErrorStream(),
                  settings.errors == ErrorOutput.TAIL);
          case MERGED, INHERITED, DISCARDED -> null;
        };
  }

  private OutputReader reader(String name, InputStream in, boolean keepsNothing) {
    return new OutputReader(
        new OutputPipe(name, in, keepsNothing), settings.charset, settings.limit);
  }

  static Subprocess of(Process process, Settings settings) {
    var subprocess = new Subprocess(process, settings);
    subprocess.begin();
    Made.tell(subprocess);
    return subprocess;
  }

  private void begin() {
    var unused = process.onExit().thenAccept(p -> exit.complete(p.exitValue()));
    if (output != null) Workers.POOL.execute(output.pipe());
    if (errors != null) Workers.POOL.execute(errors.pipe());
    switch (settings.input) {
      case Input.Given(var bytes) -> Workers.POOL.execute(() -> give(bytes.get()));
      case Input.Nothing _ -> closeQuietly();
      case Input.Inherited _, Input.FromFile _, Input.Written _ -> {}
    }
  }

  private void give(byte[] bytes) {
    try (var in = process.getOutputStream()) {
      in.write(bytes);
    } catch (IOException e) {
      // it need not read all that it is given
    }
  }

  private void closeQuietly() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has ended
    }
  }

  /** The number that the system knows it by. */
  public long pid() {
    return process.pid();
  }

  /** Tells whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Writes text to its input, waiting as long as the pipe is full. Those who write at the same time
   * take turns.
   *
   * @throws IOException if it has closed its input, or has ended
   * @throws IllegalStateException if the command has no {@link Command#writtenInput}
   * @throws CancelledError if the caller is cancelled; what was not yet written may then still be
   */
  public void write(String text) throws IOException {
    write(text.getBytes(settings.charset));
  }

  /** Writes bytes to its input; see {@link #write(String)}. */
  public void write(byte[] bytes) throws IOException {
    var copy = bytes.clone();
    onInput(in -> {
      in.write(copy);
      in.flush();
    });
  }

  /**
   * Ends its input.
   *
   * @throws IllegalStateException if the command has no {@link Command#writtenInput}
   * @throws CancelledError if the caller is cancelled
   */
  public void closeInput() {
    try {
      onInput(OutputStream::close);
    } catch (IOException e) {
      // it has ended it itself
    }
  }

  private interface InputAction {
    void on(OutputStream in) throws IOException;
  }

  private void onInput(InputAction action) throws IOException {
    if (!(settings.input instanceof Input.Written)) {
      throw new IllegalStateException("to write to " + this + ", ask for writtenInput()");
    }
    try (var _ = writing.acquire()) {
      // The failure is carried as a value: one who was cancelled will not hear of it.
      Optional<IOException> failure =
          Weft.toThreadAbandoning(Workers.POOL, () -> failureOf(action));
      if (failure.isPresent()) {
        throw new IOException(this + " doesn't read its input any more", failure.get());
      }
    }
  }

  private Optional<IOException> failureOf(InputAction action) {
    try {
      action.on(process.getOutputStream());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /**
   * Waits until it has ended. Output that nobody reads is dropped meanwhile where it doesn't fit
   * into the buffer, so that a full pipe holds nobody up.
   *
   * @return the exit code: 128 and the signal's number for a process that a signal ended
   * @throws ExitCodeException if it is to be {@linkplain Command#check checked} and that isn't 0
   * @throws CancelledError if the caller is cancelled; the process goes on until it is closed
   */
  public int await() {
    Weft.checkpoint();
    if (output != null) output.dropUnlessRead();
    if (errors != null) errors.dropUnlessRead();
    int code = exit.await();
    if (settings.checked && code != 0) throw failed(code);
    return code;
  }

  private ExitCodeException failed(int code) {
    var last = "";
    if (errors != null) {
      var pipe = errors.pipe();
      // What it wrote last may be on its way still; a descendant may hold the pipe for long.
      pipe.awaitEnd(Duration.ofSeconds(1));
      last = OutputReader.lastLine(pipe.tail(), settings.charset, MOST_OF_A_LINE);
    }
    return new ExitCodeException(settings.words, code, last);
  }

  /**
   * What it writes, line by line, without the ends of the lines. To run this again goes on where
   * the last run ended. What is emitted is lost to the next run; a run that is cut short while it
   * waits loses nothing.
   *
   * <p>A run fails with an {@link IOException} if a line is longer than {@link
   * Command#outputLimit}, and with an {@link IllegalStateException} if another is under way, if the
   * output was not piped, or if some of it was dropped because nobody read it during {@link #await}
   * or before {@link #close}.
   */
  public Flow<String> lines() {
    return lines(output, "the output");
  }

  /** What it writes, in pieces as they come; else like {@link #lines}. */
  public Flow<byte[]> bytes() {
    return blocks(output, "the output");
  }

  /**
   * What it writes to its error output, which {@link Command#pipeErrors} lets it; see {@link
   * #lines}.
   */
  public Flow<String> errorLines() {
    return lines(pipedErrors(), "the error output");
  }

  /**
   * The pieces of its error output, which {@link Command#pipeErrors} lets it; see {@link #lines}.
   */
  public Flow<byte[]> errorBytes() {
    return blocks(pipedErrors(), "the error output");
  }

  private @Nullable OutputReader pipedErrors() {
    return settings.errors == ErrorOutput.PIPE ? errors : null;
  }

  private Flow<String> lines(@Nullable OutputReader reader, String what) {
    var piped = requirePiped(reader, what);
    return Flow.generate(out ->
        piped.whileClaimed(() -> {
          for (var line = piped.nextLine(); line != null; line = piped.nextLine()) out.emit(line);
        }));
  }

  private Flow<byte[]> blocks(@Nullable OutputReader reader, String what) {
    var piped = requirePiped(reader, what);
    return Flow.generate(out ->
        piped.whileClaimed(() -> {
          for (var next = piped.nextBlock(); next != null; next = piped.nextBlock()) out.emit(next);
        }));
  }

  private OutputReader requirePiped(@Nullable OutputReader reader, String what) {
    if (reader != null) return reader;
    throw new IllegalStateException(
        what + " of " + this + " isn't piped: there is nothing to read");
  }

  /** All that it writes, to the end of both outputs, and how it ends. */
  Completed collect() throws IOException {
    if (settings.input instanceof Input.Written) closeInput();
    try {
      return Weft.scope(s -> {
        var task = s.start(() -> bytes(errors));
        var written = bytes(output);
        return new Completed(await(), written, task.await(), settings.charset);
      });
    } catch (TaskFailedException e) {
      throw e.rethrow(IOException.class);
    }
  }

  private static byte[] bytes(@Nullable OutputReader reader) throws IOException {
    return reader == null ? new byte[0] : reader.collect();
  }

  /** Asks the process to end, and returns at once. {@link #close} does more. */
  public void terminate() {
    boolean unused = process.toHandle().destroy(); // Process.destroy would close its output, too
  }

  /** Ends the process, not asking it, and returns at once. {@link #close} does more. */
  public void kill() {
    boolean unused = process.toHandle().destroyForcibly();
  }

  /**
   * Ends the process and all that descends from it, and waits until they are gone: shielded, so a
   * caller that is cancelled hears of it afterwards. To close again does nothing.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) return;
    try {
      Weft.shield(this::endAll);
    } finally {
      if (output != null) output.pipe().close();
      if (errors != null) errors.pipe().close();
      Workers.POOL.execute(this::closeQuietly); // it may be held by one who writes
    }
  }

  private void endAll() {
    ProcessTree.end(process.toHandle(), settings.grace);
    // What the system knows already may not have reached the JDK, which collects the exit code.
    boolean unused =
        Weft.moveOnAfter(ProcessTree.LAST_WAIT, (Action<RuntimeException>) exit::await);
  }

  @Override
  public String toString() {
    return "process " + process.pid() + " '" + settings.words.getFirst() + "'";
  }
}
