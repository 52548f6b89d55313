package weft.bench.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Many WebSockets on one thread, which reads frames of one size and knows who has got what. */
final class BroadcastClients implements AutoCloseable {
  /** The payload: when it was sent, and zeros. */
  static final int BYTES = 100;

  private static final int FRAME = BYTES + 2;
  private static final int MOST_OUTSTANDING = 64;
  private static final int BUCKET_NANOS = 10_000;

  private final Selector selector = Selector.open();
  private final SocketChannel control;
  private final int clients;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final int[] arrivals = new int[MOST_OUTSTANDING]; // of the messages on their way
  private final long[] buckets = new long[1_000_000];
  private long deliveries;
  private long sent;
  private long complete; // messages that have arrived everywhere
  private boolean measures;

  /** One connection: how many messages it got, and what it has of the next. */
  private static final class Client {
    long messages;
    final byte[] part = new byte[FRAME];
    int length;
  }

  /** Deliveries a second, and latencies in milliseconds. */
  record Result(double perSecond, double median, double p99) {}

  BroadcastClients(int port, int clients) throws IOException {
    this.clients = clients;
    for (int i = 0; i < clients; i++) {
      var channel = Sockets.connect(port, "/member");
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Client());
    }
    control = Sockets.connect(port, "/control");
  }

  Result run(int outstanding, int seconds) throws IOException {
    java.util.Arrays.fill(buckets, 0);
    long first = deliveries;
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    measures = true;
    while (System.nanoTime() < end) {
      while (sent < complete + outstanding) trigger();
      selector.select(this::read, 1_000);
    }
    double perSecond = (deliveries - first) * 1e9 / (System.nanoTime() - start);
    measures = false;
    while (complete < sent) selector.select(this::read, 1_000);
    return new Result(perSecond, quantile(0.5), quantile(0.99));
  }

  private void trigger() throws IOException {
    sent++;
    control.write(Sockets.frame(0));
  }

  private void read(SelectionKey key) {
    var client = (Client) key.attachment();
    try {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) throw new IOException("disconnected");
      buffer.flip();
      while (buffer.hasRemaining()) {
        int count = Math.min(buffer.remaining(), FRAME - client.length);
        buffer.get(client.part, client.length, count);
        client.length += count;
        if (client.length == FRAME) arrived(client);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void arrived(Client client) {
    client.length = 0;
    deliveries++;
    if (measures) {
      long latency = System.nanoTime() - ByteBuffer.wrap(client.part).getLong(2);
      buckets[(int) Math.min(latency / BUCKET_NANOS, buckets.length - 1)]++;
    }
    int slot = (int) (client.messages++ % MOST_OUTSTANDING);
    if (++arrivals[slot] == clients) {
      arrivals[slot] = 0;
      complete++;
    }
  }

  private double quantile(double share) {
    long all = 0;
    for (long count : buckets) all += count;
    long left = (long) (all * share);
    int bucket = 0;
    while (bucket < buckets.length - 1 && left >= buckets[bucket]) left -= buckets[bucket++];
    return bucket * (BUCKET_NANOS / 1e6);
  }

  @Override
  public void close() throws IOException {
    control.close();
    for (var key : selector.keys()) key.channel().close();
    selector.close();
  }
}
