package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.http.HttpException.Reason;

class HttpBodyTest {
  private static final byte[] TEXT = "warp and weft ".repeat(1000).getBytes(UTF_8);
  private static final int LIMIT = 100_000;

  private interface Wrap {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Wrap wrap) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = wrap.around(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return packed(bytes, GZIPOutputStream::new);
  }

  private static void assertDecoded(String encoding, byte[] body) throws Exception {
    try (var server = TestServer.ok("Content-Encoding: " + encoding + "\n", body);
        var http = Http.open()) {
      for (int i = 0; i < 2; i++) {
        try (var response = http.stream(server.url("/"))) {
          assertThat(response.bytes(LIMIT)).isEqualTo(TEXT);
        }
      }
      assertThat(server.connections).hasValue(1); // read to the end on the wire, too
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "identity, gzip", "gzip,"})
  void undoesGzip(String encoding) throws Exception {
    assertDecoded(encoding, gzip(TEXT));
  }

  /** Each of them was a call within the last one, so that so many were the end of the stack. */
  @Test
  void gzipMembersAreReadInARowHoweverManyAndHoweverEmpty() throws Exception {
    var body = new ByteArrayOutputStream();
    byte[] empty = gzip(new byte[0]);
    body.write(gzip(Arrays.copyOf(TEXT, 10)));
    for (int i = 0; i < 4_000; i++) body.write(empty);
    body.write(gzip(Arrays.copyOfRange(TEXT, 10, TEXT.length)));
    assertDecoded("gzip", body.toByteArray());

    body.reset();
    for (int i = 0; i < 200_000; i++) body.write(empty);
    try (var server = TestServer.ok("Content-Encoding: gzip\n", body.toByteArray());
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThat(response.bytes(5_000_000)).isEmpty();
    }
  }

  /** The name of a file in a gzip header has no length, and is read before the first byte. */
  @Test
  void aHeaderWithoutEndIsTooLarge() throws Exception {
    byte[] name = Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b, 8, 8}, 1_000_000);
    Arrays.fill(name, 10, name.length, (byte) 'n');
    try (var server = TestServer.ok("Content-Encoding: gzip\n", name);
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThatThrownBy(() -> response.bytes(1000))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }
  }

  @Test
  void gzipHeadersMayHaveAllThatTheStandardKnows() throws Exception {
    byte[] plain = gzip(TEXT);
    var body = new ByteArrayOutputStream();
    body.write(plain, 0, 3);
    body.write(2 | 4 | 8 | 16);
    body.write(plain, 4, 6);
    body.write(new byte[] {3, 0, 'x', 'y', 'z'});
    body.write(("n".repeat(5_000) + "\0" + "comment\0").getBytes(UTF_8));
    body.write(new byte[] {1, 2});
    body.write(plain, 10, plain.length - 10);
    assertDecoded("gzip", body.toByteArray());
  }

  @Test
  void undoesDeflateInBothReadingsAndTwoLayers() throws Exception {
    assertDecoded("deflate", packed(TEXT, DeflaterOutputStream::new));
    assertDecoded(
        "deflate", packed(TEXT, out -> new DeflaterOutputStream(out, new Deflater(6, true))));
    assertDecoded("deflate, gzip", gzip(packed(TEXT, DeflaterOutputStream::new)));
    assertDecoded("identity", TEXT);
  }

  @Test
  void anEmptyBodyIsEmptyWhateverItsEncoding() throws Exception {
    for (String encoding : new String[] {"gzip", "deflate"}) {
      try (var server = TestServer.ok("Content-Encoding: " + encoding + "\n", new byte[0]);
          var http = Http.open();
          var response = http.stream(server.url("/"))) {
        assertThat(response.bytes(1)).isEmpty();
      }
    }
  }

  @Test
  void aBodyOfExactlyTheLimitComesAndOneByteMoreDoesNot() throws Exception {
    try (var server = TestServer.ok("Content-Encoding: gzip\n", gzip(TEXT));
        var http = Http.open()) {
      try (var response = http.stream(server.url("/"))) {
        assertThat(response.bytes(TEXT.length)).isEqualTo(TEXT);
      }
      try (var response = http.stream(server.url("/"))) {
        assertThatThrownBy(() -> response.bytes(TEXT.length - 1)).satisfies(is(Reason.TOO_LARGE));
      }
      assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
    }
  }

  @Test
  void aBombIsGivenUpAtTheLimit() throws Exception {
    byte[] bomb = gzip(new byte[200_000_000]);
    try (var server = TestServer.ok("Content-Encoding: gzip\n", bomb);
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThatThrownBy(() -> response.bytes(LIMIT)).satisfies(is(Reason.TOO_LARGE));
      assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
    }
  }

  @Test
  void aStreamThatDecodesToNothingForEverIsGivenUpToo() throws Exception {
    try (var server =
            new TestServer((_, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n".getBytes(UTF_8));
              byte[] emptyBlocks = new byte[5 * 1000]; // stored blocks of length 0
              for (int i = 0; i < emptyBlocks.length; i += 5) {
                emptyBlocks[i + 3] = emptyBlocks[i + 4] = (byte) 0xff;
              }
              while (true) out.write(emptyBlocks);
            });
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThatThrownBy(() -> response.bytes(LIMIT)).satisfies(is(Reason.TOO_LARGE));
    }
  }

  @Test
  void aDeclaredLengthOverTheLimitIsNotEvenRead() throws Exception {
    var head = TestServer.always("HTTP/1.1 200 OK\nContent-Length: 999999999999\n\n", new byte[0]);
    try (var server = new TestServer(head);
        var http = Http.open();
        var response = http.stream(server.url("/"))) {
      assertThatThrownBy(() -> response.bytes(LIMIT)).satisfies(is(Reason.TOO_LARGE));
    }
  }

  @Test
  void brokenBodiesAreErrors() throws Exception {
    byte[] whole = gzip(TEXT);
    assertBroken(
        "Content-Encoding: gzip\n", Arrays.copyOf(whole, whole.length / 2), Reason.CONNECTION_LOST);
    assertBroken("Content-Encoding: gzip\n", TEXT, Reason.PROTOCOL);
    assertBroken("Content-Encoding: br\n", TEXT, Reason.PROTOCOL);
    assertBroken("Content-Encoding: gzip, gzip, gzip\n", whole, Reason.PROTOCOL);
    assertBroken("Content-Length: 99999\n", TEXT, Reason.PROTOCOL); // two lengths
  }

  private static void assertBroken(String headers, byte[] body, Reason reason) throws Exception {
    try (var server = TestServer.ok(headers, body);
        var http = Http.open()) {
      assertThatThrownBy(
              () -> {
                try (var response = http.stream(server.url("/"))) {
                  response.bytes(LIMIT);
                }
              })
          .satisfies(is(reason));
      assertThat(connections(http).inUse()).isZero();
    }
  }

  private static java.util.function.Consumer<Throwable> is(Reason reason) {
    return thrown -> {
      assertThat(thrown).isInstanceOf(HttpException.class);
      assertThat(((HttpException) thrown).reason())
          .describedAs(thrown.toString())
          .isEqualTo(reason);
      assertThat(thrown.getMessage()).hasLineCount(1);
    };
  }
}
