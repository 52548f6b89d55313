package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.http.HttpException.Reason;

/** Servers that end their answers too early, or not where they should. */
@Timeout(60)
class HttpBrokenServerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private static void say(OutputStream out, String text) throws Exception {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** What comes of a call where the server says this and hangs up; no connection is left then. */
  private static HttpException failure(String said) throws Exception {
    try (var server =
            new TestServer((_, out) -> {
              say(out, said);
              return false;
            });
        var http = Http.open()) {
      var failure = catchThrowableOfType(HttpException.class, () -> http.get(server.url("/")));
      assertThat(failure).as(said).isNotNull();
      assertThat(Used.connections(http)).as(said).isEqualTo(new Used(0, 0, 0));
      return failure;
    }
  }

  @Test
  void aHeadThatBreaksOffIsNoAnswer() throws Exception {
    for (String part : new String[] {OK, OK + "Content-Length: 1", OK + "Content-Length: 0\r\n"}) {
      assertThat(failure(part).reason()).isEqualTo(Reason.CONNECTION_LOST);
    }
  }

  @Test
  void failuresNameTheHostAndTheCause() throws Exception {
    assertThat(failure(OK + "Content-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc").getMessage())
        .matches("127\\.0\\.0\\.1:\\d+ sent a broken answer: unknown content encoding zstd");
    assertThat(failure("\u0015\u0003\u0003\u0000\u0002\u0002\u0028").getMessage())
        .endsWith("; it seems to speak TLS: is its URL one with https://?");
    String to = "http://ada:secret@h/" + "x".repeat(1000);
    assertThat(failure("HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: " + to + "\r\n\r\n"))
        .message()
        .contains("redirects to what can't be called: http://…@h/xxx")
        .hasSizeLessThan(300);
  }

  /** What a terminal, or a log, would take for a command. */
  @Test
  void noFailureRepeatsWhatMovesACursorOrTurnsTextAround() throws Exception {
    String escape = "\u001b]0;title\u0007\u009b2J\u00ad";
    for (String said :
        new String[] {
          escape + "\r\n\r\n",
          OK + escape + "\r\n\r\n",
          OK + "Content-Encoding: " + escape + "\r\nContent-Length: 3\r\n\r\nabc",
          "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: x:"
              + escape
              + "\r\nContent-Length: 0\r\n\r\n",
          OK + "Transfer-Encoding: chunked\r\n\r\n" + escape + "\r\n"
        }) {
      assertThat(failure(said).getMessage()).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    }
  }

  @Test
  void whatASecondAnswerSaysUnaskedIsNotTakenForTheNextAnswer() throws Exception {
    var number = new AtomicInteger();
    try (var server =
            new TestServer((_, out) -> {
              String own = "own " + number.incrementAndGet();
              say(
                  out,
                  OK + "Content-Length: 5\r\n\r\n" + own + OK + "Content-Length: 4\r\n\r\nevil");
              return true;
            });
        var http = Http.open()) {
      for (int i = 1; i < 20; i++) {
        assertThat(http.get(server.url("/")).text()).isEqualTo("own " + i);
        if (i == 9) break; // the length has one digit
      }
      assertThat(server.connections).hasValue(9);
    }
  }

  @Test
  void norIsOneThatComesLater() throws Exception {
    var later = new CountDownLatch(1);
    var said = new CountDownLatch(1);
    try (var server =
            new TestServer((request, out) -> {
              say(out, OK + "Content-Length: 3\r\n\r\nown");
              if (request.startsWith("GET /first")) {
                later.await();
                say(out, OK + "Content-Length: 4\r\n\r\nevil");
                said.countDown();
              }
              return true;
            });
        var http = Http.open()) {
      assertThat(http.get(server.url("/first")).text()).isEqualTo("own");
      later.countDown();
      said.await();
      assertThat(http.get(server.url("/second")).text()).isEqualTo("own");
    }
  }

  @Test
  void aServerThatRefusesALongBodyBeforeItHasComeIsHeard() throws Exception {
    try (var server =
            new TestServer((_, out) -> {
              say(
                  out,
                  "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
              return true;
            });
        var http = Http.open()) {
      var content = Content.bytes(new byte[20_000_000], "application/octet-stream");
      assertThat(http.post(server.url("/"), content).status()).isEqualTo(413);
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  @Test
  void aChunkedBodyThatBreaksOffIsALossWhereverItDoes() throws Exception {
    String head = OK + "Transfer-Encoding: chunked\r\n\r\n";
    String body = "5\r\nhello\r\n5\r\nworld\r\n";
    for (int length = 0; length <= body.length(); length++) {
      var failure = failure(head + body.substring(0, length));
      assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(Reason.CONNECTION_LOST);
      assertThat(failure.isTransient()).isTrue();
    }
  }

  @Test
  void oneThatIsBrokenIsNoLoss() throws Exception {
    String broken = OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello and more\r\n0\r\n\r\n";
    assertThat(failure(broken).reason()).isEqualTo(Reason.PROTOCOL);
  }
}
