package weft.bench.web;

import static weft.bench.Told.tell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * {@code EchoLoad PORT CLIENTS SECONDS}: so many WebSockets each send 100 bytes, wait for their
 * echo, and send again. Tells echoes a second. On one thread.
 */
public final class EchoLoad {
  private static final int BYTES = 100;
  private static final int ANSWER = BYTES + 2;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer message = Sockets.frame(BYTES);
  private long echoes;

  /** How many bytes of an echo a connection has. */
  private static final class Progress {
    int bytes;
  }

  private EchoLoad(int port, int clients) throws IOException {
    for (int i = 0; i < clients; i++) {
      var channel = Sockets.connect(port, "/socket");
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Progress());
      channel.write(message.rewind());
    }
  }

  public static void main(String[] args) throws IOException {
    var load = new EchoLoad(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    int seconds = Integer.parseInt(args[2]);
    WarmUp.run(seconds, load::run);
    tell("echoes/s", load.run(seconds));
  }

  private double run(int seconds) throws IOException {
    long first = echoes;
    long start = System.nanoTime();
    while (System.nanoTime() - start < seconds * 1_000_000_000L) selector.select(this::read, 1_000);
    return (echoes - first) * 1e9 / (System.nanoTime() - start);
  }

  private void read(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    var progress = (Progress) key.attachment();
    try {
      int count = channel.read(buffer.clear());
      if (count < 0) throw new IOException("disconnected");
      progress.bytes += count;
      if (progress.bytes < ANSWER) return;
      progress.bytes = 0;
      echoes++;
      channel.write(message.rewind());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
