package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import weft.http.HttpException.Reason;

class HttpFailureTest {
  private static final HttpOptions SHORT =
      HttpOptions.defaults().responseTimeout(Duration.ofMillis(20));

  private static void assertFails(Http http, String url, Reason reason, String message) {
    assertThatThrownBy(
            () -> {
              try (var response = http.stream(url)) {
                response.bytes(1000);
              }
            })
        .isInstanceOfSatisfying(
            HttpException.class,
            e -> assertThat(e.reason()).describedAs(e.toString()).isEqualTo(reason))
        .hasMessageContaining(message);
    assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
  }

  @Test
  void unknownHost() {
    try (var http = Http.open()) {
      assertFails(
          http, "http://nowhere.invalid/", Reason.UNKNOWN_HOST, "unknown host nowhere.invalid");
    }
  }

  @Test
  void refusedConnection() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var http = Http.open()) {
      assertFails(
          http,
          "http://127.0.0.1:" + free + "/",
          Reason.REFUSED,
          "127.0.0.1:" + free + " refused the connection");
    }
  }

  @Test
  void silence() throws Exception {
    var over = new CountDownLatch(1);
    try (var server =
            new TestServer((_, _) -> {
              over.await();
              return false;
            });
        var http = Http.open(SHORT)) {
      assertFails(http, server.url("/"), Reason.RESPONSE_TIMEOUT, "sent nothing for too long");
      over.countDown();
    }
  }

  @Test
  void connectionsThatEndEarly() throws Exception {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    String chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    for (String text : new String[] {"", cut, chunks}) {
      try (var server =
              new TestServer((_, out) -> {
                out.write(text.getBytes(UTF_8));
                return false;
              });
          var http = Http.open()) {
        assertFails(http, server.url("/"), Reason.CONNECTION_LOST, "127.0.0.1:");
      }
    }
  }

  @Test
  void whatIsNoHttp() throws Exception {
    String endless = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000);
    String badChunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
    for (String text : new String[] {"SSH-2.0-x\r\n".repeat(3000), endless, badChunk}) {
      try (var server =
              new TestServer((_, out) -> {
                out.write(text.getBytes(UTF_8));
                return false;
              });
          var http = Http.open()) {
        assertThatThrownBy(
                () -> {
                  try (var response = http.stream(server.url("/"))) {
                    response.bytes(1000);
                  }
                })
            .isInstanceOf(HttpException.class)
            .message()
            .hasLineCount(1);
        assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
      }
    }
  }

  @Test
  void noTls() throws Exception {
    try (var server = TestServer.ok("", new byte[0]);
        var http = Http.open(SHORT.connectTimeout(Duration.ofMillis(50)))) {
      String url = server.url("/").replace("http:", "https:");
      assertThatThrownBy(() -> http.stream(url))
          .isInstanceOf(HttpException.class)
          .message()
          .hasLineCount(1);
    }
  }

  /** The library throws an IllegalArgumentException here, which no caller reckons with. */
  @Test
  void aStatusThatIsNone() throws Exception {
    try (var server = new TestServer(TestServer.always("HTTP/1.1 000 What\n\n", new byte[0]));
        var http = Http.open()) {
      assertFails(http, server.url("/"), Reason.PROTOCOL, "sent a broken answer");
    }
  }

  /** So many may as well go on without end. */
  @Test
  void interimAnswersInGreatNumber() throws Exception {
    String text =
        "HTTP/1.1 103 Early Hints\nLink: </x>\n\n".repeat(1000)
            + "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
    try (var server = new TestServer(TestServer.always(text, new byte[0]));
        var http = Http.open()) {
      assertFails(http, server.url("/"), Reason.PROTOCOL, "more than 16 interim answers");
    }
  }

  @Test
  void aFewInterimAnswersArePassedOverOnEveryCall() throws Exception {
    String text =
        "HTTP/1.1 103 Early Hints\n\n".repeat(10) + "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
    try (var server = new TestServer(TestServer.always(text, new byte[0]));
        var http = Http.open()) {
      for (int i = 0; i < 5; i++) {
        try (var response = http.stream(server.url("/"))) {
          assertThat(response.bytes(0)).isEmpty();
        }
      }
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void aClosedClientIsNoFaultOfTheServer() throws Exception {
    var http = Http.open();
    http.close();
    assertThatThrownBy(() -> http.stream("http://127.0.0.1:9/"))
        .isInstanceOf(IllegalStateException.class);
  }
}
