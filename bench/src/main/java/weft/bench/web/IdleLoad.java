package weft.bench.web;

import static weft.bench.Told.tell;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * {@code IdleLoad PORT PID CLIENTS}: what a WebSocket that says nothing costs the server's process,
 * in kilobytes of what the system counts as resident, and of what is alive in the heap of a JVM,
 * which also counts as resident what its collector has yet to take. The first hundred are not
 * counted: they pay for what a first use loads. Linux.
 */
public final class IdleLoad {
  private static final int FIRST = 100;
  private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");

  private IdleLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String pid = args[1];
    int clients = Integer.parseInt(args[2]);
    var open = new ArrayList<SocketChannel>();
    for (int i = 0; i < FIRST; i++) open.add(Sockets.connect(port, "/member"));
    var aliveBefore = aliveKilobytes(pid);
    long before = residentKilobytes(pid);
    for (int i = 0; i < clients; i++) open.add(Sockets.connect(port, "/member"));
    tell("KB", (residentKilobytes(pid) - before) / (double) clients);
    if (aliveBefore.isPresent()) {
      long more = aliveKilobytes(pid).orElseThrow() - aliveBefore.getAsLong();
      tell("heap-KB", more / (double) clients);
    }
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

  /** What is alive in the heap after a collection, of a JVM. */
  private static OptionalLong aliveKilobytes(String pid) throws IOException {
    if (!Path.of("/proc", pid, "exe").toRealPath().endsWith("java")) return OptionalLong.empty();
    String unused = jcmd(pid, "GC.run");
    var used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) throw new IOException("jcmd doesn't tell how much of the heap is used");
    return OptionalLong.of(Long.parseLong(used.group(1)));
  }

  private static String jcmd(String pid, String command) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process = new ProcessBuilder(jcmd, pid, command).redirectErrorStream(true).start();
    try (var out = process.inputReader()) {
      return out.readAllAsString();
    }
  }
}
