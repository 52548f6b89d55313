package weft.bench.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * {@code Soak [MINUTES] [CLIENTS]}: members of a room join, leave, say goodbye or are cut off, some
 * hundred a second, while it is broadcast to all of them; some never read. Prints a line a minute,
 * and says at the end whether the server's heap, threads and connections stayed where they were: if
 * not, it ends with 1. 15 minutes and 1,000 clients without arguments.
 */
public final class Soak {
  private static final int BROADCASTS = 20; // a second
  private static final int CHANGES = 5; // after each broadcast

  /** Of the heap: the first minute loads and compiles. */
  private static final double MAY_GROW = 1.15;

  private static final long SLACK = 8L << 20;

  private final ServerProcess server;
  private final Random random = new Random(1);
  private final ArrayDeque<SocketChannel> members = new ArrayDeque<>();
  private final SocketChannel control;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private long joined;
  private long received;

  private Soak(ServerProcess server) throws IOException {
    this.server = server;
    this.control = Sockets.connect(server.port(), "/control");
  }

  public static void main(String[] args) throws Exception {
    int minutes = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    int clients = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    boolean good;
    try (var server = new ServerProcess(ServerProcess.java("weft"))) {
      good = new Soak(server).run(minutes, clients);
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run(int minutes, int clients) throws Exception {
    while (members.size() < clients) join();
    System.out.printf(
        "%6s %12s %8s %10s %12s%n", "minute", "heap", "threads", "joined", "received");
    var states = new ArrayList<long[]>();
    long start = System.nanoTime();
    for (int minute = 1; minute <= minutes; minute++) {
      long end = start + TimeUnit.MINUTES.toNanos(minute);
      while (System.nanoTime() < end) turn(clients);
      long[] state = server.state();
      states.add(state);
      System.out.printf(
          "%6d %,12d %8d %,10d %,12d%n", minute, state[0], state[1], joined, received);
    }
    for (var member : members) cut(member);
    members.clear();
    long[] empty = server.state();
    System.out.printf("%6s %,12d %8d%n", "empty", empty[0], empty[1]);
    return verdict(states, empty);
  }

  /** One broadcast, some who go and come, and a little reading by some of the others. */
  private void turn(int clients) throws Exception {
    long next = System.nanoTime() + TimeUnit.SECONDS.toNanos(1) / BROADCASTS;
    control.write(Sockets.frame(0));
    for (int i = 0; i < CHANGES; i++) {
      var one = members.remove();
      if (random.nextBoolean()) cut(one);
      else leave(one);
    }
    while (members.size() < clients) join();
    int n = 0;
    for (var member : members) {
      if (n++ % 20 != 0) read(member); // one of twenty is deaf, and will be thrown out
    }
    long left = next - System.nanoTime();
    if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
  }

  private void join() throws IOException {
    var member = Sockets.connect(server.port(), "/member");
    member.configureBlocking(false);
    members.add(member);
    joined++;
  }

  private void read(SocketChannel member) {
    try {
      int count = member.read(buffer.clear());
      if (count > 0) received += count;
    } catch (IOException _) {
      // thrown out: its turn to go comes
    }
  }

  private static void leave(SocketChannel member) throws IOException {
    var goodbye = ByteBuffer.wrap(new byte[] {(byte) 0x88, (byte) 0x80, 1, 2, 3, 4});
    try {
      member.write(goodbye);
    } catch (IOException _) {
      // the server was first
    }
    member.close();
  }

  private static void cut(SocketChannel member) throws IOException {
    try {
      member.socket().setSoLinger(true, 0); // a reset
    } catch (java.net.SocketException _) {
      // it is closed
    }
    member.close();
  }

  private static boolean verdict(ArrayList<long[]> states, long[] empty) {
    long[] first = states.getFirst();
    long[] last = states.getLast();
    boolean heap = last[0] < first[0] * MAY_GROW + SLACK;
    boolean threads = last[1] <= first[1] + 2;
    boolean released = empty[0] < first[0] + (1L << 20); // it still loads and compiles a little
    System.out.println(heap ? "the heap stayed" : "THE HEAP GREW");
    System.out.println(threads ? "the threads stayed" : "THE THREADS GREW");
    System.out.println(released ? "what has left is free" : "WHAT HAS LEFT IS KEPT");
    return heap && threads && released;
  }
}
