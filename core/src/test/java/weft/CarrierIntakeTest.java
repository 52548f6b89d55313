package weft;

import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.channel.Channel;

/**
 * Tasks that wake each other without end don't keep out those whom others wake. Each of these hung
 * where carriers were left to the JDK; each in a JVM of its own, with carriers to be kept busy.
 */
@Timeout(120)
@Proof
class CarrierIntakeTest {
  private static final int ROUNDS = 5;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void timersSocketsThreadsAndNewTasksComeIn(int carriers) throws Exception {
    try (var jvm = fork("all", carriers)) {
      jvm.expect("slept").expect("started").expect("came back").expect("read").exits(0);
    }
  }

  /** What the timers do is not what lets others in. */
  @Test
  void newTasksComeInWhereNoTimerEverEnds() throws Exception {
    try (var jvm = fork("start", 1)) {
      jvm.expect("started").exits(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tasksThatOnlyGiveWayDoSo(int carriers) throws Exception {
    try (var jvm = fork("giving way", carriers)) {
      jvm.expect("started").expect("came back").exits(0);
    }
  }

  /** Those who meet needn't park, and don't wake each other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void tasksThatMeetWithoutParkingLetOthersIn(int carriers) throws Exception {
    try (var jvm = fork("meeting", carriers)) {
      jvm.expect("started").expect("came back").exits(0);
    }
  }

  private static ForkedJvm fork(String program, int carriers) throws Exception {
    return new ForkedJvm(
        Program.class,
        program,
        "-Djdk.virtualThreadScheduler.parallelism=" + carriers,
        "-Djdk.virtualThreadScheduler.maxPoolSize=" + carriers);
  }

  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      var program = arguments[0];
      run(() ->
          scope(s -> {
            switch (program) {
              case "giving way" -> giveWay(s);
              case "meeting" -> meet(s);
              default -> passOn(s);
            }
            if (program.equals("all")) repeat("slept", () -> sleep(Duration.ofMillis(1)));
            repeat("started", () -> s.start(() -> {}).await());
            if (!program.equals("start")) repeat("came back", () -> toThread(() -> {}));
            if (program.equals("all")) repeat("read", Program::read);
          }));
    }

    private static void giveWay(Scope s) {
      for (int i = 0; i < 4; i++) {
        s.background(() -> {
          while (true) sleep(Duration.ZERO);
        });
      }
    }

    private static void meet(Scope s) {
      for (int pair = 0; pair < 2; pair++) {
        var channel = Channel.<Integer>rendezvous();
        s.background(() -> {
          while (true) channel.send(1);
        });
        s.background(() -> {
          while (true) channel.receive();
        });
      }
    }

    private static void passOn(Scope s) {
      for (int pair = 0; pair < 8; pair++) {
        var there = Channel.<Integer>buffered(1);
        var back = Channel.<Integer>buffered(1);
        s.background(() -> {
          while (true) back.send(there.receive());
        });
        s.background(() -> {
          for (int i = 0; ; i = back.receive()) there.send(i);
        });
      }
    }

    private static <X extends Throwable> void repeat(String word, Action<X> action) throws X {
      for (int i = 0; i < ROUNDS; i++) action.run();
      IO.println(word);
    }

    private static void read() throws Exception {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          var client = new Socket(server.getInetAddress(), server.getLocalPort());
          var socket = server.accept()) {
        var writer = Thread.ofPlatform().start(() -> write(client));
        if (socket.getInputStream().read() != 1) throw new AssertionError("another byte");
        writer.join();
      }
    }

    private static void write(Socket client) {
      try {
        client.getOutputStream().write(1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
