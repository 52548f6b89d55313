package weft.bench.scale;

import static weft.Weft.run;
import static weft.Weft.scope;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import weft.Scope;
import weft.bench.Told;
import weft.channel.Channel;

/**
 * So many connections that are open at once, each with a task at either end that echoes bytes in
 * turn with the others: the time of one byte there and back.
 *
 * <p>{@code Connections CONNECTIONS ROUND_TRIPS TIMES}; the first of the times is a warm-up.
 */
public final class Connections {
  private Connections() {}

  public static void main(String[] arguments) throws Exception {
    int connections = Integer.parseInt(arguments[0]);
    int each = Math.max(1, Integer.parseInt(arguments[1]) / connections);
    int times = Integer.parseInt(arguments[2]);
    run(() -> {
      try (var listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress())) {
        scope(s -> {
          s.background(() -> serve(s, listener));
          measure(connections, each, times, listener.getLocalPort());
        });
      }
    });
  }

  private static void serve(Scope s, ServerSocket listener) throws IOException {
    while (true) {
      var socket = listener.accept();
      s.background(() -> {
        try (socket) {
          socket.setTcpNoDelay(true);
          var in = socket.getInputStream();
          var out = socket.getOutputStream();
          for (int b = in.read(); b >= 0; b = in.read()) out.write(b);
        }
      });
    }
  }

  private static void measure(int connections, int each, int times, int port) throws IOException {
    var rounds = Channel.<Integer>buffered(connections);
    var ended = Channel.<Integer>buffered(connections);
    scope(s -> {
      for (int c = 0; c < connections; c++) {
        s.background(() -> {
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            while (true) ended.send(echo(socket, rounds.receive()));
          }
        });
      }
      for (int time = 0; time < times; time++) {
        long start = System.nanoTime();
        for (int c = 0; c < connections; c++) rounds.send(each);
        for (int c = 0; c < connections; c++) ended.receive();
        long taken = System.nanoTime() - start;
        if (time > 0) Told.tell("ns", taken / ((double) connections * each));
      }
      Told.tellPeakMegabytes();
    });
  }

  private static int echo(Socket socket, int trips) throws IOException {
    for (int i = 0; i < trips; i++) {
      socket.getOutputStream().write(i);
      if (socket.getInputStream().read() < 0) throw new IOException("the server hung up");
    }
    return trips;
  }
}
