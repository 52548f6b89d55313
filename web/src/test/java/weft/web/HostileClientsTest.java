package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.flow.Flow;

/** Clients that mean no good, or can't do better. */
@Timeout(60)
class HostileClientsTest {
  private static final Routes ROUTES =
      new Routes()
          .get("/", _ -> Response.text("root"))
          .post("/", request -> Response.text("[" + request.text() + "]"))
          .get(
              "/fails",
              _ -> {
                throw new IllegalStateException("first");
              })
          .onFailure(
              IllegalStateException.class,
              (_, _) -> {
                throw new AssertionError("the secret");
              });

  /** Each byte comes well within the idle time; all of them never do. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"})
  void headersThatComeAByteNowAndThenAreNotWaitedFor(String before) throws Exception {
    run(() ->
        Web.server(ROUTES)
            .idleTimeout(Duration.ofMillis(400))
            .maxHeader(1_000_000)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(before);
                if (!before.isEmpty()) assertThat(client.reply().text()).isEqualTo("root");
                client.send("GET / HTTP/1.1\r\nX: ");
                assertThat(endsWhileDripping(client)).isTrue();
              }
              Tests.until(() -> server.engine().connections() == 0);
            }));
  }

  private static boolean endsWhileDripping(RawHttp client) throws Exception {
    client.socket.setSoTimeout(20);
    for (int i = 0; i < 100_000; i++) {
      try {
        client.send("x");
        return client.in().read() < 0;
      } catch (java.net.SocketTimeoutException _) {
        // it still waits
      } catch (java.io.IOException _) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whoAsksAgainAndAgainIsLeftAlone() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .idleTimeout(Duration.ofMillis(400))
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
                while (System.nanoTime() < end) {
                  client.request("GET", "/", "");
                  assertThat(client.reply().text()).isEqualTo("root");
                  LockSupport.parkNanos(5_000_000);
                }
              }
            }));
  }

  /** What servers and proxies read in different ways lets one request hide in another. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4|Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked|Content-Length: 4",
        "Content-Length: 4|Content-Length: 5",
        "Content-Length: 4, 4",
        "Content-Length: +4",
        "Content-Length: -4",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "X: a| folded",
        "Host: other",
        "no colon",
        ": no name"
      })
  void whereARequestEndsIsNeverGuessed(String headers) throws Exception {
    send(
        ROUTES,
        "POST / HTTP/1.1\r\nHost: h\r\n"
            + headers.replace("|", "\r\n")
            + "\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        client -> {
          assertThat(client.reply().status()).isEqualTo(400);
          assertThat(client.isEnded()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZZ\r\nabc",
        "0x3\r\nabc",
        "-3\r\nabc",
        "3\nabc",
        "3\r\nabcX0",
        "fffffffffffffff3\r\nabc"
      })
  void chunksThatAreNoneEndTheConnection(String chunk) throws Exception {
    send(
        ROUTES,
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunk
            + "\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        client -> {
          assertThat(client.reply().status()).isEqualTo(400);
          assertThat(client.isEnded()).isTrue();
        });
  }

  @Test
  void anErrorInAFailureHandlerIsAnsweredToo() throws Exception {
    try (var log = new Logged()) {
      run(() ->
          Web.server(ROUTES)
              .serve(server -> {
                var reply = RawHttp.get(server.port(), "/fails");
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.text()).isEqualTo("internal error\n");
              }));
      assertThat(log.messages()).containsExactly("GET /fails: failed");
    }
  }

  @Test
  void aNameThatTheSystemCannotHaveIsOfNoFile(@TempDir Path dir) throws Exception {
    var files = new FolderFiles(dir);
    assertThat(files.find("\ud800.txt")).isEmpty();
    assertThat(files.isFolder("\ud800")).isFalse();
  }

  @Test
  void theHandshakeOfTlsIsNotWaitedForEither() throws Exception {
    run(() ->
        Web.server(ROUTES)
            .tls(javax.net.ssl.SSLContext.getDefault())
            .idleTimeout(Duration.ofMillis(400))
            .serve(server -> {
              try (var socket = new Socket("127.0.0.1", server.port());
                  var client = new RawHttp(socket)) {
                // A record of 16 KiB, of which a byte comes now and then.
                client.send(
                    new String(
                        new byte[] {22, 3, 1, 63, 0, 1, 0, 62, 0, 3, 3},
                        StandardCharsets.ISO_8859_1));
                assertThat(endsWhileDripping(client)).isTrue();
              }
            }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: gzip|Transfer-Encoding: chunked"
      })
  void aBodyThatWouldHaveToBeDecodedIsRefused(String headers) throws Exception {
    send(
        ROUTES,
        "POST / HTTP/1.1\r\nHost: h\r\n"
            + headers.replace("|", "\r\n")
            + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        client -> assertThat(client.reply().status()).isEqualTo(501));
  }

  @Test
  void theHeadOfAStreamDoesNotSayThatItIsEmpty() throws Exception {
    var routes = new Routes().get("/", _ -> Response.stream(Flow.of("a", "b"), "text/plain"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                for (int n = 0; n < 3; n++) {
                  client.request("HEAD", "/", "");
                  var head = client.reply(true);
                  assertThat(head.status()).isEqualTo(200);
                  assertThat(head.header("Content-Length")).isEmpty();
                }
                client.request("GET", "/", "");
                assertThat(client.reply().text()).isEqualTo("ab");
              }
            }));
  }

  @Test
  void aRangeIsForGetOnly(@TempDir Path dir) throws Exception {
    java.nio.file.Files.writeString(dir.resolve("a.txt"), "hello");
    run(() ->
        Web.server(new Routes().files("/", dir))
            .serve(server -> {
              var head = RawHttp.call(server.port(), "HEAD", "/a.txt", "", "Range: bytes=0-1");
              assertThat(head.status()).isEqualTo(200);
              assertThat(head.header("Content-Length")).contains("5");
            }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Origin: http://h|Origin: null"
      })
  void aHandshakeThatOthersMayReadInAnotherWayIsRefused(String headers) throws Exception {
    send(
        new Routes().webSocket("/", socket -> socket.messages().drain()),
        "GET / HTTP/1.1\r\nHost: h\r\n"
            + String.join("\r\n", RawWebSocket.handshake())
            + "\r\n"
            + headers.replace("|", "\r\n")
            + "\r\n\r\nhello",
        client -> assertThat(client.reply().status()).isBetween(400, 403));
  }

  /** Sends bytes to a server as they are, and looks at what becomes of them. */
  private static void send(Routes routes, String bytes, ThrowingConsumer<RawHttp> then)
      throws Exception {
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.send(bytes);
                then.accept(client);
              }
            }));
  }
}
