package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.http.HttpException.Reason;

class HttpExchangeTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  @Test
  void getsStatusHeadersAndBody() throws Exception {
    try (var server = TestServer.ok("X-Two: a\nX-Two: b\n", HELLO);
        var http = Http.open();
        var response = http.stream(server.url("/p?q=|"))) {
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.headers().all("x-two")).containsExactly("a", "b");
      assertThat(response.headers().first("nothing")).isEmpty();
      assertThat(response.contentLength()).isEqualTo(5);
      assertThat(response.bytes(5)).isEqualTo(HELLO);
      assertThat(server.requests.getFirst())
          .startsWith("GET /p?q=| HTTP/1.1\r\n")
          .contains(
              "User-Agent: weft\r\n", "Accept-Encoding: gzip, deflate, br\r\n", "Host: 127.0.0.1:");
    }
  }

  @Test
  void sendsABody() throws Exception {
    try (var server =
            new TestServer((request, out) -> {
              out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(UTF_8));
              return false;
            });
        var http = Http.open();
        var response =
            http.stream(Request.post(server.url("/"), Content.bytes(HELLO, "text/plain")))) {
      assertThat(response.status()).isEqualTo(204);
      assertThat(response.bytes(10)).isEmpty();
      assertThat(server.requests.getFirst())
          .contains("Content-Length: 5", "Content-Type: text/plain");
    }
  }

  @Test
  void aBodyReadToItsEndLeavesTheConnectionToTheNext() throws Exception {
    try (var server = TestServer.ok("", HELLO);
        var http = Http.open()) {
      for (int i = 0; i < 5; i++) {
        try (var response = http.stream(server.url("/"))) {
          assertThat(response.bytes(100)).isEqualTo(HELLO);
        }
        assertThat(connections(http)).isEqualTo(connections(0, 1, 0));
      }
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void aDroppedShortBodyKeepsTheConnectionAndALongOneDoesNot() throws Exception {
    try (var small = TestServer.ok("", HELLO);
        var large = TestServer.ok("", new byte[1_000_000]);
        var http = Http.open()) {
      try (var response = http.stream(small.url("/"))) {
        assertThat(response.discard()).isEqualTo(5);
      }
      assertThat(connections(http).idle()).isEqualTo(1);
      try (var response = http.stream(large.url("/"))) {
        assertThat(response.discard()).isZero();
      }
      try (var _ = http.stream(large.url("/"))) {} // closed unread
      assertThat(connections(http)).isEqualTo(connections(0, 1, 0));
      assertThat(large.connections).hasValue(2);
    }
  }

  @Test
  void redirectsAreAnswersLikeOthersIfNoneIsFollowed() throws Exception {
    var answer =
        TestServer.always(
            "HTTP/1.1 302 Found\nLocation: /b\u00c3\u00a9\nContent-Length: 0\n\n", new byte[0]);
    try (var server = new TestServer(answer);
        var http = Http.open(HttpOptions.defaults().redirects(0));
        var response = http.stream(server.url("/a"))) {
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.headers().first("Location")).contains("/bé"); // sent as UTF-8
    }
  }

  @Test
  void theBodyCanBeAskedForOnce() throws Exception {
    try (var server = TestServer.ok("", HELLO);
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThat(response.bytes(100)).isEqualTo(HELLO);
      assertThatThrownBy(() -> response.bytes(100)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void namesAndPasswordsInUrlsAreRefusedAndNotRepeated() {
    try (var http = Http.open()) {
      for (String url :
          List.of(
              "http://ada:secret@h/",
              "http://secret\\@i/",
              "ftp://ada:secret@h/",
              "ada:secret@h/")) {
        assertThatThrownBy(() -> http.get(url))
            .hasMessageStartingWith("not a URL to call: ")
            .hasMessageNotContaining("secret")
            .hasMessageContaining("…@");
      }
      assertThatThrownBy(() -> http.webSocket("ws://ada:secret@h/#x"))
          .hasMessageStartingWith("not a WebSocket to open: ws://…@h/#x: ");
    }
  }

  @Test
  void badUrlsAndHeadersAreRefusedWithAClearLine() {
    try (var http = Http.open()) {
      for (String url :
          new String[] {
            "",
            "h/x",
            "ftp://h/",
            "http:///x",
            "http://h:x/",
            "http://h/a b",
            "http://x127.0.0.1]/",
            "http://[::1]h/",
            "http://[::1/",
            "http://h[::1]/",
            "http://h\\i/"
          }) {
        assertThatThrownBy(() -> http.stream(url))
            .isInstanceOfSatisfying(
                HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_URL))
            .hasMessageStartingWith("not a URL to call: " + url);
      }
    }
    assertThatThrownBy(() -> Request.get("http://h/").header("A", "b\r\nC: d"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Request.get("http://h/").header("A b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Request.of("get", "http://h/"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HttpOptions.defaults().connections(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, not 0");
  }
}
