package weft.web;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import weft.Locals;
import weft.flow.Flow;

/** What an answer consists of, after its headers. */
sealed interface Content {
  /** What is there as a whole. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] bytes) implements Content {}

  /** What comes bit by bit; nobody knows how much. */
  record Stream(Flow<byte[]> flow) implements Content {}

  /** A part of a file. */
  record FilePart(Path file, long from, long length) implements Content {
    FileChannel open() throws IOException {
      return FileChannel.open(file);
    }
  }

  /**
   * No content: the connection becomes a WebSocket, handled with the bindings of {@code context}.
   */
  record Upgrade(WebSocketHandler handler, WebSocketOptions options, Locals context)
      implements Content {}
}
