package weft.bench.web;

import static weft.bench.Told.tell;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * {@code IdleLoad PORT PID CLIENTS}: what a WebSocket that says nothing costs the server's process,
 * in kilobytes of what the system counts as resident. The first hundred are not counted: they pay
 * for what a first use loads. Linux.
 */
public final class IdleLoad {
  private static final int FIRST = 100;

  private IdleLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int clients = Integer.parseInt(args[2]);
    var open = new ArrayList<SocketChannel>();
    for (int i = 0; i < FIRST; i++) open.add(Sockets.connect(port, "/member"));
    long before = residentKilobytes(args[1]);
    for (int i = 0; i < clients; i++) open.add(Sockets.connect(port, "/member"));
    tell("KB", (residentKilobytes(args[1]) - before) / (double) clients);
    for (var channel : open) channel.close();
  }

  private static long residentKilobytes(String pid) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", pid, "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
