package weft.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The lines and bytes of a pipe. What was begun by one who was cut short goes on with the next: no
 * part of a line is lost.
 */
final class OutputReader {
  private final OutputPipe pipe;
  private final Charset charset;
  private final int limit;
  private final AtomicBoolean inUse = new AtomicBoolean();
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(); // of a line
  private byte[] block = new byte[0];
  private int position;

  OutputReader(OutputPipe pipe, Charset charset, int limit) {
    this.pipe = pipe;
    this.charset = charset;
    this.limit = limit;
  }

  OutputPipe pipe() {
    return pipe;
  }

  interface Reading {
    void run() throws IOException;
  }

  /** Runs {@code body}, which alone may read meanwhile. */
  void whileClaimed(Reading body) throws IOException {
    claim();
    try {
      body.run();
    } finally {
      inUse.set(false);
    }
  }

  private void claim() {
    if (inUse.getAndSet(true)) {
      throw new IllegalStateException(pipe + " is being read already");
    }
    pipe.dropOverflow(false);
  }

  /** Lets go what nobody reads, as long as nobody does. */
  void dropUnlessRead() {
    if (!inUse.get()) pipe.dropOverflow(true);
  }

  /** The next line without its end, or null. */
  @Nullable String nextLine() throws IOException {
    while (true) {
      for (int i = position; i < block.length; i++) {
        if (block[i] == '\n') return line(i);
      }
      begun.write(block, position, block.length - position);
      position = block.length;
      if (begun.size() > limit) throw overLimit("a line of ");
      var next = pipe.take();
      if (next == null) return begun.size() == 0 ? null : line(position);
      block = next;
      position = 0;
    }
  }

  private String line(int end) {
    String line;
    if (begun.size() == 0) {
      line = text(block, position, end);
    } else {
      begun.write(block, position, end - position);
      var all = begun.toByteArray();
      line = text(all, 0, all.length);
      begun.reset();
    }
    position = Math.min(end + 1, block.length);
    return line;
  }

  private String text(byte[] bytes, int from, int end) {
    int last = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    return new String(bytes, from, last - from, charset);
  }

  /** The next bytes, or null. */
  byte @Nullable [] nextBlock() throws IOException {
    begun.write(block, position, block.length - position);
    position = block.length;
    if (begun.size() == 0) return pipe.take();
    var left = begun.toByteArray();
    begun.reset();
    return left;
  }

  /** All bytes to the end. */
  byte[] collect() throws IOException {
    var all = new ByteArrayOutputStream();
    whileClaimed(() -> {
      for (var next = nextBlock(); next != null; next = nextBlock()) {
        all.write(next, 0, next.length);
        if (all.size() > limit) throw overLimit("");
      }
    });
    return all.toByteArray();
  }

  private IOException overLimit(String part) {
    return new IOException(part + pipe + " is over the limit of " + limit + " bytes");
  }

  /** The last line that isn't blank, cut short; empty if there is none. */
  static String lastLine(byte[] tail, Charset charset, int most) {
    var lines = new String(tail, charset).lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) return "";
    var line = lines.getLast().strip();
    return line.length() <= most ? line : "…" + line.substring(line.length() - most);
  }
}
