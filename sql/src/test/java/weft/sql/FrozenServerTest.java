package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.TimeoutException;

/** A server that takes all that is sent to it, and answers nothing more. */
@Timeout(60)
class FrozenServerTest {
  /** Stands between, and passes everything on until it is frozen. */
  private static final class Relay implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Integer> givenUp = ConcurrentHashMap.newKeySet();
    private volatile boolean frozen;

    Relay() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    String url() {
      return Servers.postgresUrl()
          .replaceFirst("localhost:\\d+|127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + door.getLocalPort());
    }

    private void accept() {
      try {
        for (int i = 1; true; i++) {
          int number = i;
          var client = door.accept();
          var server = new Socket(InetAddress.getLoopbackAddress(), Servers.postgresPort());
          Thread.ofVirtual()
              .start(() -> {
                pass(client, server);
                if (frozen) givenUp.add(number);
              });
          Thread.ofVirtual().start(() -> pass(server, client));
        }
      } catch (IOException e) {
        // closed
      }
    }

    private void pass(Socket from, Socket to) {
      try (from;
          to) {
        var bytes = new byte[1 << 16];
        for (int n; (n = from.getInputStream().read(bytes)) >= 0; ) {
          if (!frozen) to.getOutputStream().write(bytes, 0, n);
        }
      } catch (IOException e) {
        // closed
      }
    }

    @Override
    public void close() {
      try {
        door.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The driver waits for ten seconds until its request to end the statement is through. */
  @Test
  void nobodyWaitsLongerThanIsSaid() throws IOException {
    try (var relay = new Relay();
        var db = Database.builder(relay.url()).max(1).finishWithin(Duration.ofMillis(500)).open()) {
      int process = db.one(Integer.class, "select pg_backend_pid()");
      assertThatThrownBy(() ->
              db.transaction(tx -> {
                tx.one("select 1");
                relay.frozen = true;
                timeout(Duration.ofMillis(20), () -> tx.one("select 1"));
              }))
          .isInstanceOf(TimeoutException.class);
      assertThat(relay.givenUp).as("the connection of the request").doesNotContain(2);
      relay.frozen = false;
      assertThat(db.one(Integer.class, "select pg_backend_pid()")).isNotEqualTo(process);
    }
  }
}
