package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelledError;
import weft.Weft;
import weft.http.HttpException.Reason;
import weft.http.SocketServer.Frame;

@Timeout(60)
class WebSocketTest {
  /** Gives texts and bytes back as they come, and agrees to a close. */
  private static void echo(SocketServer.Peer peer) throws Exception {
    while (true) {
      Frame frame = peer.read();
      if (frame.operation() == SocketServer.PING) {
        peer.write(SocketServer.PONG, true, frame.text());
      } else {
        peer.write(frame.operation(), frame.last(), frame.text());
        if (frame.operation() == SocketServer.CLOSE) return;
      }
    }
  }

  private static Consumer<Throwable> is(Reason reason) {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(
                HttpException.class, h -> assertThat(h.reason()).isEqualTo(reason));
  }

  @Test
  void messagesGoBothWays() throws Exception {
    try (var server = new SocketServer(WebSocketTest::echo);
        var http = Http.open(HttpOptions.defaults().userAgent("me"));
        var socket =
            http.webSocket(Request.get(server.url()).header("X-A", "b"), "first", "second")) {
      assertThat(socket.subprotocol()).isEqualTo("second");
      assertThat(server.handshakes.getFirst()).contains("X-A: b", "User-Agent: me");
      socket.send("häß");
      assertThat(socket.receive()).contains(new WebSocketMessage.Text("häß"));
      socket.send(new byte[] {1, -1});
      assertThat(socket.receive().orElseThrow())
          .isInstanceOfSatisfying(
              WebSocketMessage.Binary.class, b -> assertThat(b.bytes()).containsExactly(1, -1));
      assertThat(socket.ping().isNegative()).isFalse();
      Weft.scope(s -> {
        for (int t = 0; t < 10; t++)
          s.start(() -> {
            for (int i = 0; i < 100; i++) socket.send("x");
          });
        assertThat(socket.texts().take(1000).toList()).hasSize(1000).containsOnly("x");
      });
      socket.close(4001, "done");
      assertThat(socket.closed()).contains(new WebSocketClose(4001, "done"));
      assertThat(socket.receive()).isEmpty();
      assertThatThrownBy(() -> socket.send("more")).satisfies(is(Reason.CONNECTION_LOST));
    }
  }

  @Test
  void thePathIsAddedToTheBaseAndHttpWillDo() throws Exception {
    try (var server = new SocketServer(WebSocketTest::echo)) {
      String base = server.url().replace("ws://", "http://");
      try (var http = Http.open(HttpOptions.defaults().baseUrl(base));
          var relative = http.webSocket("/room?name=ann");
          var absolute = http.webSocket(base)) {
        relative.send("a");
        assertThat(relative.receive()).contains(new WebSocketMessage.Text("a"));
        absolute.send("b");
        assertThat(absolute.receive()).contains(new WebSocketMessage.Text("b"));
        assertThat(server.handshakes.getFirst()).startsWith("GET /chat/room?name=ann ");
      }
    }
  }

  @Test
  void messagesInPiecesAreWhole() throws Exception {
    try (var server =
            new SocketServer(peer -> {
              peer.write(
                  SocketServer.TEXT,
                  false,
                  new String(
                      "h\u00e4".getBytes(UTF_8),
                      0,
                      2,
                      java.nio.charset.StandardCharsets.ISO_8859_1));
              peer.write(SocketServer.PING, true, "between");
              peer.write(0, true, "\u00a4!");
              assertThat(peer.read().text()).isEqualTo("between");
              peer.close(1001, "bye");
              peer.read();
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      assertThat(socket.messages().toList()).containsExactly(new WebSocketMessage.Text("hä!"));
      assertThat(socket.closed()).contains(new WebSocketClose(1001, "bye"));
    }
  }

  @Test
  void aMessageThatIsTooLargeClosesTheSocket() throws Exception {
    var seen = new LinkedBlockingQueue<Frame>();
    try (var server =
            new SocketServer(peer -> {
              peer.write(SocketServer.BINARY, false, "x".repeat(600));
              peer.write(0, true, "x".repeat(600));
              seen.add(peer.read());
            });
        var http = Http.open(HttpOptions.defaults().maxBody(1000));
        var socket = http.webSocket(server.url())) {
      assertThatThrownBy(socket::receive).satisfies(is(Reason.TOO_LARGE));
      Frame close = seen.poll(20, TimeUnit.SECONDS);
      assertThat(close.operation()).isEqualTo(SocketServer.CLOSE);
      assertThat(close.text()).startsWith("\u0003\u00f1"); // 1009
    }
  }

  @Test
  void aProgramThatIsSlowHoldsUpTheServer() throws Exception {
    var written = new AtomicInteger();
    try (var server =
            new SocketServer(peer -> {
              while (true) {
                peer.write(SocketServer.BINARY, true, "x".repeat(60_000));
                written.incrementAndGet();
              }
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      int before = -1;
      // It stands still when all buffers between are full.
      while (before != written.get()) {
        before = written.get();
        Weft.sleep(Duration.ofMillis(100));
      }
      assertThat(before).isLessThan(2000);
      for (int i = 0; i < before + 50; i++) assertThat(socket.receive()).isPresent();
    }
  }

  @RepeatedTest(200)
  void aConnectionThatBreaksIsAFailureAndNoEnd() throws Exception {
    try (var server =
            new SocketServer(peer -> {
              peer.read();
              peer.write(SocketServer.TEXT, true, "last");
            });
        var http = Http.open(HttpOptions.defaults().heartbeat(Duration.ZERO));
        var socket = http.webSocket(server.url())) {
      socket.send("now");
      assertThat(socket.receive()).contains(new WebSocketMessage.Text("last"));
      assertThatThrownBy(socket::receive).satisfies(is(Reason.CONNECTION_LOST));
      assertThatThrownBy(socket::receive).satisfies(is(Reason.CONNECTION_LOST));
      assertThat(socket.closed()).contains(new WebSocketClose(1006, ""));
    }
  }

  /** It reads, and so the network is fine, but it never answers. */
  @Test
  void aServerThatAnswersNoPingIsGone() throws Exception {
    try (var server =
            new SocketServer(peer -> {
              while (true) peer.read();
            });
        var http = Http.open(HttpOptions.defaults().heartbeat(Duration.ofMillis(50)));
        var socket = http.webSocket(server.url())) {
      assertThatThrownBy(socket::receive).satisfies(is(Reason.CONNECTION_LOST));
    }
  }

  @Test
  void whoOpensNoneIsNamed() throws Exception {
    try (var plain = TestServer.ok("", "no".getBytes(UTF_8));
        var http = Http.open()) {
      assertThatThrownBy(() -> http.webSocket(plain.url("/")))
          .satisfies(is(Reason.STATUS))
          .hasMessageContaining("status 200");
      assertThatThrownBy(() -> http.webSocket("ws://127.0.0.1:1/")).satisfies(is(Reason.REFUSED));
      assertThatThrownBy(() -> http.webSocket("ftp://h/")).satisfies(is(Reason.BAD_URL));
      assertThatThrownBy(() -> http.webSocket(Request.get("ws://127.0.0.1:1/").untrusted()))
          .satisfies(is(Reason.FORBIDDEN_ADDRESS));
    }
  }

  @Test
  void aCancelledReceiveLosesNothing() throws Exception {
    try (var server = new SocketServer(WebSocketTest::echo);
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      List<String> got = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 300; i++) {
        int n = i;
        Weft.scope(s -> {
          var task =
              s.start(() -> {
                if (socket.receive().orElseThrow() instanceof WebSocketMessage.Text t)
                  got.add(t.text());
              });
          socket.send("" + n);
          for (int spin = 0; spin < n * 50; spin++) Thread.onSpinWait();
          task.cancel("enough");
        });
      }
      socket.send("end");
      for (var m = socket.receive(); m.isPresent(); m = socket.receive()) {
        if (m.get().equals(new WebSocketMessage.Text("end"))) break;
        if (m.get() instanceof WebSocketMessage.Text t) got.add(t.text());
      }
      assertThat(got).hasSize(300).doesNotHaveDuplicates();
    }
  }

  @Test
  void aCancelledScopeSaysGoodbye() throws Exception {
    var goodbye = new LinkedBlockingQueue<Frame>();
    try (var server =
            new SocketServer(peer -> {
              Frame frame = peer.read();
              goodbye.add(frame);
              peer.write(SocketServer.CLOSE, true, frame.text());
            });
        var http = Http.open()) {
      var opened = new CountDownLatch(1);
      Weft.scope(s -> {
        var task =
            s.start(() -> {
              try (var socket = http.webSocket(server.url())) {
                opened.countDown();
                socket.receive();
              }
            });
        opened.await();
        task.cancel("enough");
      });
      assertThat(goodbye.poll(20, TimeUnit.SECONDS).operation()).isEqualTo(SocketServer.CLOSE);
    }
  }

  @Test
  void nothingIsOpenedInACancelledScope() throws Exception {
    try (var server = new SocketServer(WebSocketTest::echo);
        var http = Http.open()) {
      var scope = new weft.CancelScope();
      scope.cancel("before");
      boolean done =
          scope.run(() -> {
            assertThatThrownBy(() -> http.webSocket(server.url()))
                .isInstanceOf(CancelledError.class);
            Weft.checkpoint();
          });
      assertThat(done).isFalse();
      assertThat(server.handshakes).isEmpty();
    }
  }
}
