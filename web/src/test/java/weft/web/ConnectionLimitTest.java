package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limit of connections, while thousands come and go in all ways. */
@Timeout(120)
class ConnectionLimitTest {
  private static final int LIMIT = 8;
  private static final int CLIENTS = 40;
  private static final int EACH = 100;

  private final AtomicInteger served = new AtomicInteger(); // clients that have an answer
  private final AtomicInteger mostServed = new AtomicInteger();
  private final AtomicInteger mostCounted = new AtomicInteger();

  /** Connects, and leaves: at once or with an answer, by a close or a reset. */
  private void visit(int port) throws IOException {
    var random = ThreadLocalRandom.current();
    try (var client = new RawHttp(new Socket("127.0.0.1", port))) {
      if (random.nextInt(3) > 0) {
        if (random.nextBoolean()) client.request("GET", "/", "");
        else client.request("GET", "/socket", "", RawWebSocket.handshake().toArray(String[]::new));
        assertThat(client.head().status()).isIn(200, 101);
        mostServed.accumulateAndGet(served.incrementAndGet(), Math::max);
        Thread.yield();
        served.decrementAndGet();
      }
      if (random.nextBoolean()) client.reset();
    }
  }

  @Test
  void isNeverPassedAndNoPlaceIsLost() throws Exception {
    var routes =
        new Routes()
            .get("/", _ -> Response.text("hello"))
            .webSocket("/socket", socket -> socket.texts().drain());
    run(() ->
        Web.server(routes)
            .maxConnections(LIMIT)
            .serve(server -> {
              var isOver = new AtomicBoolean();
              scope(s -> {
                s.background(
                    "watch",
                    () -> {
                      while (!isOver.get()) {
                        mostCounted.accumulateAndGet(server.connections(), Math::max);
                        Thread.yield();
                      }
                    });
                scope(clients -> {
                  for (int i = 0; i < CLIENTS; i++) {
                    clients.start(() -> {
                      for (int n = 0; n < EACH; n++) visit(server.port());
                    });
                  }
                });
                isOver.set(true);
              });
              Tests.until(() -> server.connections() == 0);
              var all = new RawHttp[LIMIT];
              for (int i = 0; i < LIMIT; i++) all[i] = new RawHttp(server.port());
              for (var client : all) {
                client.request("GET", "/", "");
                assertThat(client.reply().text()).isEqualTo("hello");
              }
              assertThat(server.connections()).isEqualTo(LIMIT);
              for (var client : all) client.close();
            }));
    assertThat(mostServed.get()).isBetween(1, LIMIT);
    assertThat(mostCounted.get()).isBetween(1, LIMIT);
  }
}
