package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.CancelledError;
import weft.http.Http;
import weft.http.HttpException;
import weft.http.HttpException.Reason;
import weft.http.HttpOptions;
import weft.http.WebSocketClose;
import weft.http.WebSocketMessage;

/** The WebSocket client of {@code weft.http} against this server and Jetty's own. */
@Timeout(120)
class ClientTest {
  private static final int MOST = 2_000_000;

  /** Echo servers: a text that begins with {@code close} is answered with 4001. */
  enum Kind {
    WEFT,
    JETTY
  }

  private interface Visit {
    void with(Http http, String url) throws Exception;
  }

  private static void visit(Kind kind, Visit visit) throws Exception {
    if (kind == Kind.JETTY) {
      visitJetty(visit);
      return;
    }
    var options = WebSocketOptions.defaults().maxMessage(MOST).protocols("second");
    var routes = new Routes().webSocket("/", options, ClientTest::echo);
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var http = Http.open(HttpOptions.defaults().heartbeat(Duration.ZERO))) {
                visit.with(http, "ws://127.0.0.1:" + server.port() + "/");
              }
              Tests.until(() -> server.webSockets() == 0);
            }));
  }

  private static void echo(WebSocket socket) {
    socket
        .messages()
        .forEach(message -> {
          if (message instanceof Message.Text(var text) && text.startsWith("close"))
            socket.close(4001, "as you wish");
          else socket.send(message);
        });
  }

  private static void visitJetty(Visit visit) throws Exception {
    var server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setMaxTextMessageSize(MOST);
              container.setMaxBinaryMessageSize(MOST);
              container.addMapping(
                  "/",
                  (request, response, _) -> {
                    if (request.hasSubProtocol("second")) response.setAcceptedSubProtocol("second");
                    return new JettyEcho();
                  });
            }));
    server.start();
    try (var http = Http.open(HttpOptions.defaults().heartbeat(Duration.ZERO))) {
      run(() -> visit.with(http, "ws://127.0.0.1:" + connector.getLocalPort() + "/"));
    } finally {
      server.stop();
    }
  }

  /** Jetty makes it, by what it listens to. */
  public static final class JettyEcho extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      if (text.startsWith("drop")) {
        getSession()
            .sendText(
                "last", Callback.from(getSession()::disconnect, _ -> getSession().disconnect()));
      } else if (text.startsWith("close")) {
        getSession().close(4001, "as you wish", Callback.NOOP);
      } else {
        getSession().sendText(text, Callback.NOOP);
      }
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      getSession().sendBinary(payload, callback);
    }
  }

  private static String text(weft.http.WebSocket socket) throws HttpException {
    return ((WebSocketMessage.Text) socket.receive().orElseThrow()).text();
  }

  @ParameterizedTest
  @EnumSource
  void messagesOfAnyLengthComeBack(Kind kind) throws Exception {
    visit(
        kind,
        (http, url) -> {
          try (var socket = http.webSocket(url, "first", "second")) {
            assertThat(socket.subprotocol()).isEqualTo("second");
            var random = new Random(3);
            for (int length : new int[] {0, 1, 125, 126, 255, 256, 65_535, 65_536, 1_000_000}) {
              String text = "wört ".repeat(length / 6);
              socket.send(text);
              assertThat(text(socket)).isEqualTo(text);
              byte[] bytes = new byte[length];
              random.nextBytes(bytes);
              socket.send(bytes);
              var back = (WebSocketMessage.Binary) socket.receive().orElseThrow();
              assertThat(back.bytes()).isEqualTo(bytes);
            }
            assertThat(socket.ping()).isPositive();
            socket.close(4000, "enough");
            assertThat(socket.closed().orElseThrow().code()).isEqualTo(4000);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void theServersGoodbyeIsHeard(Kind kind) throws Exception {
    visit(
        kind,
        (http, url) -> {
          for (int i = 0; i < 200; i++) {
            try (var socket = http.webSocket(url)) {
              socket.send("one");
              socket.send("close");
              assertThat(text(socket)).isEqualTo("one");
              assertThat(socket.receive()).isEmpty();
              assertThat(socket.closed()).contains(new WebSocketClose(4001, "as you wish"));
            }
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void manyTasksShareManySockets(Kind kind) throws Exception {
    visit(
        kind,
        (http, url) ->
            scope(s -> {
              for (int t = 0; t < 20; t++) {
                int me = t;
                s.start(() -> {
                  try (var socket = http.webSocket(url)) {
                    scope(inner -> {
                      inner.start(() -> {
                        for (int i = 0; i < 200; i++) socket.send(me + ":" + i);
                      });
                      for (int i = 0; i < 200; i++)
                        assertThat(text(socket)).isEqualTo(me + ":" + i);
                    });
                  }
                });
              }
            }));
  }

  /**
   * Receives that are cancelled at random lose nothing; sends that are cancelled break no other.
   */
  @ParameterizedTest
  @EnumSource
  void cancelledReceivesLoseNothing(Kind kind) throws Exception {
    visit(
        kind,
        (http, url) -> {
          try (var socket = http.webSocket(url)) {
            var random = new Random(5);
            int expected = 0;
            for (int i = 0; i < 2_000; i++) socket.send("" + i);
            while (expected < 2_000) {
              var scope = new weft.CancelScope();
              int spins = random.nextInt(2_000);
              var canceller =
                  Thread.startVirtualThread(() -> {
                    for (int n = 0; n < spins; n++) Thread.onSpinWait();
                    scope.cancel("enough");
                  });
              var got = new java.util.ArrayList<String>();
              try {
                var _ =
                    scope.run(() -> {
                      while (got.size() < 20) got.add(text(socket));
                    });
              } catch (CancelledError _) {
                // of nobody else's
              }
              canceller.join();
              for (String text : got) assertThat(text).isEqualTo("" + expected++);
              if (expected >= 2_000) break;
            }
          }
        });
  }

  /** A server that drops the connection right behind a message: it is heard all the same. */
  @Test
  void theLastMessageBeforeABreakIsHeard() throws Exception {
    visit(
        Kind.JETTY,
        (http, url) -> {
          for (int i = 0; i < 1_000; i++) {
            try (var socket = http.webSocket(url)) {
              socket.send("drop");
              assertThat(text(socket)).isEqualTo("last");
              assertThatThrownBy(socket::receive)
                  .isInstanceOfSatisfying(
                      HttpException.class,
                      e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
              assertThat(socket.closed()).contains(new WebSocketClose(1006, ""));
            }
          }
        });
  }
}
