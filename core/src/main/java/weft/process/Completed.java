package weft.process;

import java.nio.charset.Charset;

/** How a process ended, and what it wrote. */
public final class Completed {
  private final int exitCode;
  private final byte[] output;
  private final byte[] errors;
  private final Charset charset;

  Completed(int exitCode, byte[] output, byte[] errors, Charset charset) {
    this.exitCode = exitCode;
    this.output = output;
    this.errors = errors;
    this.charset = charset;
  }

  /** The exit code: 128 and the signal's number for a process that a signal ended. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the exit code is 0. */
  public boolean isSuccess() {
    return exitCode == 0;
  }

  /** What it wrote to its output; empty where that was not read. */
  public String output() {
    return new String(output, charset);
  }

  /** The bytes of {@link #output}; a copy. */
  public byte[] outputBytes() {
    return output.clone();
  }

  /** What it wrote to its error output; empty where that was not read. */
  public String errors() {
    return new String(errors, charset);
  }

  /** The bytes of {@link #errors}; a copy. */
  public byte[] errorBytes() {
    return errors.clone();
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + ", " + output.length + " bytes of output";
  }
}
