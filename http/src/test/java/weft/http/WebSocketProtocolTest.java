package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weft.http.HttpException.Reason;
import weft.http.SocketServer.Frame;
import weft.http.SocketServer.Handler;

/** RFC 6455 as a client has to keep it, case by case. */
@Timeout(60)
class WebSocketProtocolTest {
  private static final String LONG = "x".repeat(126);

  private static void raw(SocketServer.Peer peer, int... bytes) throws Exception {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) all[i] = (byte) bytes[i];
    peer.raw(all);
  }

  private static Arguments breach(String what, int code, Handler server) {
    return Arguments.of(what, code, server);
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        breach("a masked frame (5.1)", 1002, p -> raw(p, 0x81, 0x81, 1, 2, 3, 4, 'a' ^ 1)),
        breach("a reserved bit (5.2)", 1002, p -> raw(p, 0xA1, 1, 'a')),
        breach("a reserved opcode (5.2)", 1002, p -> raw(p, 0x83, 0)),
        breach("a reserved control opcode (5.2)", 1002, p -> raw(p, 0x8B, 0)),
        breach("a length of more bytes than it needs (5.2)", 1002, p -> raw(p, 0x81, 126, 0, 5)),
        breach(
            "a length with the highest bit set (5.2)",
            1002,
            p -> raw(p, 0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0)),
        breach("nothing to continue (5.4)", 1002, p -> p.write(0, true, "a")),
        breach(
            "a message inside of another (5.4)",
            1002,
            p -> {
              p.write(SocketServer.TEXT, false, "a");
              p.write(SocketServer.TEXT, true, "b");
            }),
        breach("a fragmented ping (5.4)", 1002, p -> p.write(SocketServer.PING, false, "a")),
        breach("a ping of 126 bytes (5.5)", 1002, p -> p.write(SocketServer.PING, true, LONG)),
        breach("half a close code (5.5.1)", 1002, p -> p.write(SocketServer.CLOSE, true, "\u0003")),
        breach("a close code that is never sent (7.4.1)", 1002, p -> p.close(1006, "")),
        breach("a reason that is not UTF-8 (5.5.1)", 1007, p -> p.close(1000, "\u00ff")),
        breach(
            "a text that is not UTF-8 (8.1)",
            1007,
            p -> p.write(SocketServer.TEXT, true, "\u00c3(")),
        breach(
            "a text that ends inside of a character (8.1)",
            1007,
            p -> p.write(SocketServer.TEXT, true, "\u00c3")),
        breach(
            "a text that is wrong before it is whole (8.1)",
            1007,
            p -> p.write(SocketServer.TEXT, false, "\u00ff")),
        breach(
            "compressed, where that was not agreed (RFC 7692, 6)", 1002, p -> raw(p, 0xC1, 1, 0)));
  }

  /** What was said before is heard; the server gets the code, and the program one clear failure. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void whoBreaksTheRulesIsTold(String what, int code, Handler breach) throws Exception {
    var goodbyes = new LinkedBlockingQueue<Frame>();
    try (var server =
            new SocketServer(peer -> {
              peer.write(SocketServer.TEXT, true, "before");
              breach.handle(peer);
              goodbyes.add(peer.read());
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      assertThat(socket.receive()).contains(new WebSocketMessage.Text("before"));
      assertThatThrownBy(socket::receive)
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL));
      var goodbye = goodbyes.poll(20, TimeUnit.SECONDS);
      assertThat(goodbye.operation()).isEqualTo(SocketServer.CLOSE);
      assertThat(goodbye.text()).startsWith("" + (char) (code >> 8) + (char) (code & 0xFF));
      assertThat(socket.closed().orElseThrow().code()).isEqualTo(code);
    }
  }

  /** A program that closes because of the breach is no faster than that. */
  @Test
  void whoBreaksTheRulesIsToldSoAlsoByAProgramThatCloses() throws Exception {
    var codes = new LinkedBlockingQueue<Integer>();
    int rounds = 300;
    try (var server =
            new SocketServer(peer -> {
              raw(peer, 0x83, 0);
              codes.add(code(peer.read()));
            });
        var http = Http.open()) {
      for (int i = 0; i < rounds; i++) {
        try (var socket = http.webSocket(server.url())) {
          assertThatThrownBy(socket::receive).isInstanceOf(HttpException.class);
        }
      }
      for (int i = 0; i < rounds; i++) assertThat(codes.poll(20, TimeUnit.SECONDS)).isEqualTo(1002);
    }
  }

  @Test
  void eachOfSeveralPingsIsAnswered() throws Exception {
    var answers = new LinkedBlockingQueue<String>();
    int rounds = 100;
    try (var server =
            new SocketServer(peer -> {
              for (int i = 0; i < rounds; i++) {
                for (int n = 0; n < 10; n++) peer.write(SocketServer.PING, true, "" + n);
                for (int n = 0; n < 10; n++) answers.add(peer.read().text());
              }
            });
        var http = Http.open();
        var _ = http.webSocket(server.url())) {
      for (int i = 0; i < 10 * rounds; i++)
        assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo("" + i % 10);
    }
  }

  private static int code(Frame goodbye) {
    return goodbye.operation() == SocketServer.CLOSE && goodbye.text().length() > 1
        ? goodbye.text().charAt(0) << 8 | goodbye.text().charAt(1)
        : -1;
  }

  /** Also where the ping came between the fragments of what is answered. */
  @Test
  void aPingIsAnsweredBeforeWhatCameAfterIt() throws Exception {
    var first = new LinkedBlockingQueue<Integer>();
    int rounds = 300;
    try (var server =
            new SocketServer(peer -> {
              for (int i = 0; i < rounds; i++) {
                raw(peer, 1, 1, 'a', 0x89, 1, 'p', 0x80, 1, 'b');
                first.add(peer.read().operation());
                peer.read();
              }
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      for (int i = 0; i < rounds; i++) {
        var message = socket.receive().orElseThrow();
        assertThat(message).isEqualTo(new WebSocketMessage.Text("ab"));
        socket.send("answer");
        assertThat(first.poll(20, TimeUnit.SECONDS)).isEqualTo(SocketServer.PONG);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "125", "126", "127", "65535", "65536", "1000000"})
  void messagesOfEveryLengthGoBothWaysMasked(int length) throws Exception {
    try (var server =
            new SocketServer(peer -> {
              for (int i = 0; i < 2; i++) {
                Frame frame = peer.read();
                peer.write(frame.operation(), frame.last(), frame.text());
              }
              peer.read();
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      String text = "t".repeat(length);
      socket.send(text);
      assertThat(socket.receive()).contains(new WebSocketMessage.Text(text));
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) bytes[i] = (byte) i;
      socket.send(bytes);
      assertThat(((WebSocketMessage.Binary) socket.receive().orElseThrow()).bytes())
          .isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000", "1001", "1002", "1003", "1007", "1008", "1011", "1013", "3000", "4999"})
  void aGoodbyeIsAnsweredWithItsCode(int code) throws Exception {
    var answers = new LinkedBlockingQueue<Frame>();
    try (var server =
            new SocketServer(peer -> {
              peer.close(code, "häß".transform(s -> new String(s.getBytes(UTF_8), ISO_8859_1)));
              answers.add(peer.read());
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      assertThat(socket.receive()).isEmpty();
      assertThat(socket.closed()).contains(new WebSocketClose(code, "häß"));
      var answer = answers.poll(20, TimeUnit.SECONDS);
      assertThat(answer.operation()).isEqualTo(SocketServer.CLOSE);
      assertThat(answer.text()).isEqualTo("" + (char) (code >> 8) + (char) (code & 0xFF));
    }
  }

  @Test
  void aGoodbyeWithoutACodeIsOne() throws Exception {
    try (var server =
            new SocketServer(peer -> {
              peer.write(SocketServer.CLOSE, true, "");
              peer.read();
            });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      assertThat(socket.receive()).isEmpty();
      assertThat(socket.closed()).contains(new WebSocketClose(1005, ""));
    }
  }

  /** 5.5.2: of several pings the last may be answered alone. */
  @Test
  void pingsAreAnsweredWhileTheProgramAsksForNothing() throws Exception {
    var answers = new LinkedBlockingQueue<Frame>();
    try (var server =
            new SocketServer(peer -> {
              for (int i = 0; i < 100; i++) {
                peer.write(SocketServer.PING, true, "ping " + i);
                answers.add(peer.read());
              }
              peer.read();
            });
        var http = Http.open();
        var _ = http.webSocket(server.url())) {
      for (int i = 0; i < 100; i++) {
        var answer = answers.poll(20, TimeUnit.SECONDS);
        assertThat(answer.operation()).isEqualTo(SocketServer.PONG);
        assertThat(answer.text()).isEqualTo("ping " + i);
      }
    }
  }

  /** 5.5.1: after a goodbye nothing is sent, and what still comes is dropped. */
  @Test
  void closingDropsWhatStillComes() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    try (var server =
            new SocketServer(peer -> {
              Frame goodbye = peer.read();
              for (int i = 0; i < 1_000; i++) peer.write(SocketServer.TEXT, true, "late");
              peer.write(SocketServer.CLOSE, true, goodbye.text());
              try {
                seen.add("more: " + peer.read());
              } catch (EOFException _) {
                seen.add("the end");
              }
            });
        var http = Http.open()) {
      var socket = http.webSocket(server.url());
      socket.close(4000, "enough");
      assertThat(socket.closed()).contains(new WebSocketClose(4000, "enough"));
      assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("the end");
    }
  }

  @Test
  void compressedMessagesGoBothWays() throws Exception {
    String text = "weft ".repeat(1_000);
    try (var server =
            new SocketServer(
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n",
                peer -> {
                  peer.raw(compressed(text));
                  Frame frame = peer.read();
                  peer.write(
                      SocketServer.TEXT, true, "" + frame.first() + " " + frame.text().length());
                  peer.write(SocketServer.TEXT, true, "" + peer.read().first());
                  peer.read();
                });
        var http = Http.open();
        var socket = http.webSocket(server.url())) {
      assertThat(server.handshakes.getFirst())
          .contains("Sec-WebSocket-Extensions: permessage-deflate");
      assertThat(socket.receive()).contains(new WebSocketMessage.Text(text));
      socket.send(text);
      String told = ((WebSocketMessage.Text) socket.receive().orElseThrow()).text();
      assertThat(told).startsWith("" + 0xC1 + " ");
      assertThat(Integer.parseInt(told.substring(4))).isLessThan(200);
      socket.send("short");
      assertThat(socket.receive()).contains(new WebSocketMessage.Text("" + 0x81));
    }
  }

  /** A few bytes that would become gigabytes are refused after the limit. */
  @Test
  void theLimitHoldsAfterDecompression() throws Exception {
    try (var server =
            new SocketServer(
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n",
                peer -> {
                  peer.raw(compressed("0".repeat(1_000_000)));
                  peer.read();
                });
        var http = Http.open(HttpOptions.defaults().maxBody(999_999));
        var socket = http.webSocket(server.url())) {
      assertThatThrownBy(socket::receive)
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
      assertThat(socket.closed().orElseThrow().code()).isEqualTo(1009);
    }
  }

  private static byte[] compressed(String text) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(text.getBytes(UTF_8));
    byte[] out = new byte[text.length() + 64];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
    deflater.end();
    var frame = new ByteArrayOutputStream();
    frame.write(0xC1);
    if (length < 126) {
      frame.write(length);
    } else {
      frame.write(126);
      frame.write(length >> 8);
      frame.write(length);
    }
    frame.write(out, 0, length);
    return frame.toByteArray();
  }

  static List<String> wrongAnswers() {
    return List.of(
        "Sec-WebSocket-Extensions: x-unknown\r\n",
        "Sec-WebSocket-Extensions: permessage-deflate\r\n", // it would keep a context
        "Sec-WebSocket-Protocol: other\r\n",
        "Sec-WebSocket-Protocol: \u001b[31m\r\n",
        "Sec-WebSocket-Accept: another\r\n");
  }

  /** 4.1: what was not asked for can't be agreed on. */
  @ParameterizedTest
  @MethodSource("wrongAnswers")
  void aHandshakeThatAgreesOnSomethingElseFails(String header) throws Exception {
    try (var server = new SocketServer(header, SocketServer.Peer::read);
        var http = Http.open()) {
      assertThatThrownBy(() -> http.webSocket(server.url()))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL))
          .message()
          .doesNotContainPattern("\\p{Cc}"); // which would move the cursor of a terminal
    }
  }
}
