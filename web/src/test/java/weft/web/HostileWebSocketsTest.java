package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.web.RawWebSocket.BINARY;
import static weft.web.RawWebSocket.FIN;
import static weft.web.RawWebSocket.TEXT;
import static weft.web.RawWebSocket.closing;
import static weft.web.RawWebSocket.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.Promise;

/** WebSockets whose clients mean no good, and what they may cost. */
@Timeout(60)
class HostileWebSocketsTest {
  private static final int LARGEST = 64 * 1024;

  private static Link onlyLink(WebServer server) {
    Tests.until(() -> server.webSockets() == 1);
    return server.engine().sockets().iterator().next().link();
  }

  /** A few kilobytes inflate to megabytes: no more of them than there is room for. */
  @Test
  void whatIsReadIsInflatedAsFarAsThereIsRoom() throws Exception {
    var go = new CountDownLatch(1);
    var lengths = new ArrayList<Integer>();
    var end = new Promise<Integer>();
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  go.await();
                  socket.texts().forEach(text -> lengths.add(text.length()));
                  end.complete(socket.status().orElseThrow().code());
                });
    byte[] bomb = frame(FIN | 0x40 | TEXT, CompressedMessagesTest.deflated("x".repeat(LARGEST)));
    int number = 16 * 1024 / bomb.length;
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < number; i++) all.writeBytes(bomb);
    all.writeBytes(closing(1000, ""));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client =
                  new RawWebSocket(
                      server.port(), "/", "Sec-WebSocket-Extensions: permessage-deflate")) {
                client.send(all.toByteArray());
                var inbox = onlyLink(server).inbox();
                Tests.until(inbox::isPaused);
                assertThat(inbox.bytes()).isLessThan(2 * LARGEST);
                go.countDown();
                assertThat(client.next().closeCode()).isEqualTo(1000);
                assertThat(client.rest()).isEmpty();
                assertThat(end.await()).isEqualTo(1000);
                assertThat(lengths).hasSize(number).containsOnly(LARGEST);
              }
            }));
  }

  /** One who sends and doesn't read gets no megabytes put aside. */
  @Test
  void anEchoToOneWhoDoesNotReadWaits() throws Exception {
    var routes = new Routes().webSocket("/", socket -> socket.messages().forEach(socket::send));
    byte[] message = frame(FIN | BINARY, new byte[LARGEST]);
    run(() ->
        Web.server(routes)
            .serve(server -> {
              var client = new RawWebSocket(server.port(), "/");
              var link = onlyLink(server);
              var sender =
                  Thread.startVirtualThread(() -> {
                    try {
                      while (true) client.send(message);
                    } catch (IOException _) {
                      // the test is over
                    }
                  });
              Tests.until(
                  () -> link.inbox().isPaused() && link.outbox().bytes() >= Outbox.MOST_BYTES);
              assertThat(link.outbox().bytes()).isLessThan(Outbox.MOST_BYTES + LARGEST + 10L);
              client.http.reset();
              sender.join();
              Tests.until(() -> server.webSockets() == 0);
            }));
  }

  /** Its handler takes nothing, so nothing is read, neither an answer nor the end. */
  @Test
  void aClientThatIsGoneIsMissedAlsoWhereNothingIsRead() throws Exception {
    var options =
        WebSocketOptions.defaults().heartbeat(Duration.ofMillis(100), Duration.ofMillis(100));
    var routes = new Routes().webSocket("/", options, _ -> new Promise<Void>().await());
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                for (int i = 0; i < 100; i++) client.text("x");
                var inbox = onlyLink(server).inbox();
                Tests.until(inbox::isPaused);
                // Who is there is not taken for one who is gone, though no answer is read.
                for (int i = 0; i < 2; i++)
                  assertThat(client.next().opcode()).isEqualTo(RawWebSocket.PING);
                assertThat(server.webSockets()).isEqualTo(1);
              }
              Tests.until(() -> server.webSockets() == 0);
            }));
  }

  /** All at once, none of them is open when the others ask. */
  @Test
  void thereAreNeverMoreThanThereMayBe() throws Exception {
    var routes = new Routes().webSocket("/", socket -> socket.messages().drain());
    int most = 5;
    var admitted = new AtomicInteger();
    run(() ->
        Web.server(routes)
            .maxWebSockets(most)
            .serve(server -> {
              for (int round = 1; round <= 20; round++) {
                var clients = new ArrayList<RawHttp>();
                for (int i = 0; i < 50; i++) clients.add(new RawHttp(server.port()));
                for (var client : clients)
                  client.request("GET", "/", "", RawWebSocket.handshake().toArray(String[]::new));
                for (var client : clients)
                  if (client.reply().status() == 101) admitted.incrementAndGet();
                assertThat(admitted).hasValue(most * round);
                for (var client : clients) client.close();
                Tests.until(() -> server.engine().places().availablePermits() == most);
              }
            }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "GET / HTTP/1.1|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            + "|Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "GET / HTTP/1.1|Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8"
            + "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
      })
  void aHandshakeThatIsNoneIsRefused(String lines) throws Exception {
    var routes = new Routes().webSocket("/", socket -> socket.messages().drain());
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(
                    lines.replace("|", "\r\n")
                        + "\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
                assertThat(client.reply().status()).isIn(400, 426);
              }
              Tests.until(() -> server.webSockets() == 0);
            }));
  }
}
