package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;
import weft.flow.Flow;
import weft.http.HttpException.Reason;

@Timeout(60)
class HttpStreamingTest {
  private static final Used NONE = new Used(0, 0, 0);

  /** Says how many bytes came, and their checksum. */
  private static JdkServer counting() throws Exception {
    return new JdkServer(exchange -> {
      var sum = new CRC32();
      long count = 0;
      byte[] buffer = new byte[8192];
      var in = exchange.getRequestBody();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
        count += n;
      }
      String how =
          exchange.getRequestHeaders().getFirst("Content-Length") == null ? "chunked" : "sized";
      JdkServer.answer(exchange, 200, how + " " + count + " " + sum.getValue());
    });
  }

  private static byte[] chunk(int i) {
    return ("chunk " + i + "\n").repeat(500).getBytes(UTF_8);
  }

  @Test
  void aFlowIsSentAsItComes() throws Exception {
    var sum = new CRC32();
    long length = 0;
    for (int i = 0; i < 300; i++) {
      sum.update(chunk(i));
      length += chunk(i).length;
    }
    Flow<byte[]> chunks = Flow.range(0, 300).map(HttpStreamingTest::chunk);
    try (var server = counting();
        var http = Http.open()) {
      String url = server.url("/");
      assertThat(http.post(url, Content.flow(chunks, "text/plain")).text())
          .isEqualTo("chunked " + length + " " + sum.getValue());
      assertThat(http.post(url, Content.flow(chunks, "text/plain", length)).text())
          .isEqualTo("sized " + length + " " + sum.getValue());
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @Test
  void aBodyOfAnotherLengthThanSaidFailsTheCall() throws Exception {
    try (var server = counting();
        var http = Http.open()) {
      for (int said : new int[] {2, 4}) {
        var content = Content.flow(Flow.of("abc".getBytes(UTF_8)), "text/plain", said);
        assertThatThrownBy(() -> http.post(server.url("/"), content))
            .isInstanceOf(HttpException.class);
        assertThat(Used.connections(http)).isEqualTo(NONE);
      }
    }
  }

  @Test
  void whatTheFlowThrowsComesOut() throws Exception {
    Flow<byte[]> broken =
        Flow.generate(out -> {
          out.emit(chunk(1));
          throw new IllegalStateException("no more");
        });
    Flow<byte[]> fatal =
        Flow.generate(out -> {
          throw new AssertionError("fatal");
        });
    try (var server = counting();
        var http = Http.open()) {
      assertThatThrownBy(() -> http.post(server.url("/"), Content.flow(broken, "a/b")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no more");
      assertThatThrownBy(() -> http.post(server.url("/"), Content.flow(fatal, "a/b")))
          .isInstanceOf(AssertionError.class);
      assertThat(Used.connections(http)).isEqualTo(NONE);
      assertThat(http.post(server.url("/"), Content.text("abc")).text()).startsWith("sized 3");
    }
  }

  @Test
  void aSendThatTheProgramHoldsUpEndsWhenItIsCancelled() throws Exception {
    try (var server = counting();
        var http = Http.open()) {
      for (int i = 0; i < 50; i++) {
        var begun = new CountDownLatch(1);
        Flow<byte[]> stuck =
            Flow.generate(out -> {
              out.emit(chunk(1));
              begun.countDown();
              Weft.sleep(java.time.Duration.ofDays(1));
            });
        Weft.scope(s -> {
          var task = s.start(() -> http.post(server.url("/"), Content.flow(stuck, "a/b")));
          begun.await();
          task.cancel("enough");
        });
        assertThat(Used.connections(http)).isEqualTo(NONE);
      }
      assertThat(http.post(server.url("/"), Content.text("abc")).text()).startsWith("sized 3");
    }
  }

  @Test
  void aBodyComesAsAFlowAndLeavesItsConnection() throws Exception {
    byte[] body = "x".repeat(200_000).getBytes(UTF_8);
    try (var server = TestServer.ok("", body);
        var http = Http.open()) {
      for (int i = 0; i < 3; i++) {
        var chunks = http.stream(server.url("/")).body().toList();
        assertThat(chunks.stream().mapToInt(c -> c.length).sum()).isEqualTo(body.length);
        assertThat(chunks).hasSizeGreaterThan(5);
      }
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
      assertThat(server.connections).hasValue(1);
      assertThat(http.statistics().received()).isEqualTo(3L * body.length);
      assertThat(http.statistics().requests()).isEqualTo(3);
    }
  }

  @Test
  void aFlowThatEndsEarlyClosesTheConnection() throws Exception {
    var written = new AtomicInteger();
    try (var server =
            new TestServer((_, out) -> {
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
              while (true) {
                out.write("line\n".repeat(1000).getBytes(UTF_8));
                written.incrementAndGet();
              }
            });
        var http = Http.open()) {
      assertThat(http.stream(server.url("/")).lines().take(3).toList())
          .containsExactly("line", "line", "line");
      assertThat(Used.connections(http)).isEqualTo(NONE);
    }
  }

  @Test
  void aSuccessThatWasRequiredGivesTheConnectionBack() throws Exception {
    try (var server = new JdkServer(e -> JdkServer.answer(e, 503, "busy"));
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThatThrownBy(response::requireSuccess)
          .isInstanceOfSatisfying(
              HttpException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.STATUS);
                assertThat(e.isTransient()).isTrue();
              });
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @Test
  void brotliIsUndone() throws Exception {
    byte[] packed = HexFormat.of().parseHex("0b028068656c6c6f03");
    byte[] cut = HexFormat.of().parseHex("0b0280686565");
    try (var server = TestServer.ok("Content-Encoding: br\n", packed);
        var broken = TestServer.ok("Content-Encoding: br\n", cut);
        var http = Http.open()) {
      assertThat(http.get(server.url("/")).text()).isEqualTo("hello");
      assertThatThrownBy(() -> http.get(broken.url("/"))).isInstanceOf(HttpException.class);
      assertThat(Used.connections(http).inUse()).isZero();
    }
  }

  @Test
  void aBodyIsSavedAsAWholeOrNotAtAll(@TempDir Path folder) throws Exception {
    byte[] content = "weft".repeat(100_000).getBytes(UTF_8);
    Path file = folder.resolve("page");
    try (var whole = TestServer.ok("", content);
        var broken =
            new TestServer((_, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nweft".getBytes(UTF_8));
              return false;
            });
        var http = Http.open()) {
      assertThat(http.stream(whole.url("/")).saveTo(file)).isEqualTo(content.length);
      assertThat(file).hasBinaryContent(content);
      assertThatThrownBy(() -> http.stream(broken.url("/")).saveTo(file))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
      assertThat(file).hasBinaryContent(content);
      assertThat(folder.toFile().list()).containsExactly("page");
      assertThatThrownBy(() -> http.stream(whole.url("/")).saveTo(folder.resolve("no/file")))
          .isInstanceOf(java.nio.file.NoSuchFileException.class);
      assertThat(Used.connections(http).inUse()).isZero();
    }
  }
}
