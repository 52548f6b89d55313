package weft.web;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes a part of a file. */
final class FileOutput {
  private static final int BUFFER = 64 * 1024;

  private FileOutput() {}

  static void write(Content.FilePart part, Output output) throws IOException {
    try (var channel = part.open()) {
      var buffer = ByteBuffer.allocate((int) Math.min(BUFFER, part.length()));
      long at = part.from();
      long end = at + part.length();
      while (at < end) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
        int read = channel.read(buffer, at);
        if (read < 0) throw new EOFException(part.file() + " has become shorter");
        at += read;
        output.write(at == end, buffer.flip());
      }
    }
  }
}
