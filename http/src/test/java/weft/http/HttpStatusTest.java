package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Weft;
import weft.http.HttpException.Reason;

/** What is said of an answer with another status, and of a call that has to wait. */
@Timeout(60)
class HttpStatusTest {
  private static TestServer answering(String type, String body) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 404 Not Found\nContent-Length: " + bytes.length + "\nContent-Type: " + type;
    return new TestServer(TestServer.always(head + "\n\n", bytes));
  }

  private static void assertSaid(String type, String body, String end) throws Exception {
    try (var server = answering(type, body);
        var http = Http.open()) {
      String url = server.url("/users/7");
      String expected = "POST " + url + " answered with status 404" + end;
      var request = Request.post(url + "?token=secret", Content.text("x", "text/plain"));
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() -> http.send(request).requireSuccess())
          .withMessage(expected)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.STATUS))
          .satisfies(e -> assertThat(e.status()).isEqualTo(404));
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() -> http.stream(request).requireSuccess())
          .withMessage(expected);
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @Test
  void theCallTheStatusAndWhatTheServerSaid() throws Exception {
    assertSaid("application/json", "{\"error\":\"no user 7\"}", ": {\"error\":\"no user 7\"}");
    assertSaid("text/plain; charset=utf-8", "no\n user\t7\n", ": no user 7");
    assertSaid("application/problem+json", "x".repeat(201), ": " + "x".repeat(200) + "…");
    assertSaid("text/html", "<p>no</p>", "");
    assertSaid("text/plain", "", "");
  }

  @Test
  void aLongBodyIsNotReadForThat() throws Exception {
    String head = "HTTP/1.1 500 Oops\nContent-Type: text/plain\nContent-Length: 1000000\n\n";
    try (var server = new TestServer(TestServer.always(head, new byte[0]));
        var http = Http.open()) {
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() -> http.stream(server.url("/")).requireSuccess())
          .withMessage("GET " + server.url("/") + " answered with status 500");
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  record User(String name) {}

  @Test
  void jsonThatIsNoneSaysTheStatus() throws Exception {
    try (var server = answering("text/plain", "internal error");
        var http = Http.open()) {
      assertThatExceptionOfType(HttpException.class)
          .isThrownBy(() -> http.get(server.url("/")).json(User.class))
          .withMessageStartingWith(
              "the answer of 127.0.0.1:" + server.port() + ", with status 404, is no JSON of a ");
    }
  }

  @Test
  void aCallThatWaitsForItsHostSaysSo() throws Exception {
    try (var server = TestServer.ok("", "x".repeat(100_000).getBytes(UTF_8));
        var http = Http.open(HttpOptions.defaults().connections(10, 2))) {
      Weft.scope(s -> {
        var open = List.of(http.stream(server.url("/")), http.stream(server.url("/")));
        var waiting = s.start(() -> http.get(server.url("/")).status());
        while (http.statistics().waiting() == 0) Thread.onSpinWait();
        assertThat(Weft.taskTree().toString())
            .contains("2 of 2 in use for http://127.0.0.1:" + server.port() + ", 1 waiting");
        open.forEach(StreamingResponse::close);
        assertThat(waiting.await()).isEqualTo(200);
      });
    }
  }
}
