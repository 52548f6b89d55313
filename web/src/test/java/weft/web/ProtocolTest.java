package weft.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.web.RawWebSocket.BINARY;
import static weft.web.RawWebSocket.CLOSE;
import static weft.web.RawWebSocket.CONTINUATION;
import static weft.web.RawWebSocket.FIN;
import static weft.web.RawWebSocket.PING;
import static weft.web.RawWebSocket.PONG;
import static weft.web.RawWebSocket.TEXT;
import static weft.web.RawWebSocket.closing;
import static weft.web.RawWebSocket.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * RFC 6455, case by case, against an echo server; in the order of the Autobahn suite's chapters.
 */
@Timeout(120)
class ProtocolTest {
  private static final int MOST = 1_000_000;
  private static final Routes ECHO =
      new Routes()
          .webSocket(
              "/",
              WebSocketOptions.defaults().maxMessage(MOST),
              socket -> socket.messages().forEach(socket::send));

  private interface Case {
    void run(RawWebSocket client) throws Exception;
  }

  /** Each case on a connection of its own, to one server. */
  private static void each(Case... cases) throws Exception {
    run(() ->
        Web.server(ECHO)
            .serve(server -> {
              for (Case one : cases) {
                try (var client = new RawWebSocket(server.port(), "/")) {
                  assertThat(client.reply.status()).isEqualTo(101);
                  one.run(client);
                }
              }
              Tests.until(() -> server.webSockets() == 0); // nothing is left
            }));
  }

  private static Case echoes(int first, byte[] payload) {
    return client -> {
      var echo = client.send(frame(first, payload)).next();
      assertThat(echo.first()).isEqualTo(first);
      assertThat(echo.payload()).isEqualTo(payload);
    };
  }

  /** What is sent after a good message makes the server close with a code, and end. */
  private static Case closes(int code, byte[]... frames) {
    return client -> {
      assertThat(client.text("good").next().text()).isEqualTo("good");
      for (byte[] bytes : frames) client.send(bytes);
      var rest = client.rest();
      assertThat(rest).hasSize(1);
      assertThat(rest.getFirst().opcode()).isEqualTo(CLOSE);
      assertThat(rest.getFirst().closeCode()).as(rest.toString()).isEqualTo(code);
    };
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void messagesOfAllLengths() throws Exception { // 1, 9
    each(
        IntStream.of(0, 1, 125, 126, 127, 128, 65_535, 65_536, 300_000, MOST)
            .boxed()
            .flatMap(length -> {
              byte[] bytes = new byte[length];
              new Random(length).nextBytes(bytes);
              return Stream.of(
                  echoes(FIN | BINARY, bytes),
                  echoes(FIN | TEXT, "*".repeat(length).getBytes(UTF_8)));
            })
            .toArray(Case[]::new));
  }

  @Test
  void messagesInPiecesOfAnySize() throws Exception { // 1.2.8, 9.5, 9.6
    byte[] text = frame(FIN | TEXT, "κόσμε ".repeat(200));
    each(
        client -> {
          for (byte b : text) client.send(new byte[] {b});
          assertThat(client.next().text()).isEqualTo("κόσμε ".repeat(200));
        },
        client -> {
          for (int at = 0; at < text.length; at += 997) {
            client.send(java.util.Arrays.copyOfRange(text, at, Math.min(text.length, at + 997)));
          }
          assertThat(client.next().text()).isEqualTo("κόσμε ".repeat(200));
        });
  }

  @Test
  void pingsArePonged() throws Exception { // 2
    byte[] most = "p".repeat(125).getBytes(UTF_8);
    each(
        client -> assertThat(client.send(FIN | PING, "").next().toString()).isEqualTo("8a:"),
        client ->
            assertThat(client.send(FIN | PING, "hello").next().toString()).isEqualTo("8a:hello"),
        client ->
            assertThat(client.send(frame(FIN | PING, hex("00ff fe fd"))).next().payload())
                .isEqualTo(hex("00fffefd")),
        client -> assertThat(client.send(frame(FIN | PING, most)).next().payload()).isEqualTo(most),
        closes(1002, frame(FIN | PING, new byte[126])),
        client -> { // a pong that nobody asked for
          client.send(FIN | PONG, "x").text("then");
          assertThat(client.next().text()).isEqualTo("then");
        },
        client -> {
          for (int i = 0; i < 10; i++) {
            assertThat(client.send(FIN | PING, "" + i).next().text()).isEqualTo("" + i);
          }
        });
  }

  @Test
  void reservedBitsAndOpcodes() throws Exception { // 3, 4
    var bits =
        IntStream.rangeClosed(1, 7)
            .boxed()
            .flatMap(rsv ->
                Stream.of(TEXT, BINARY, PING)
                    .map(opcode -> closes(1002, frame(FIN | rsv << 4 | opcode, "x"))));
    var opcodes =
        IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
            .mapToObj(opcode -> closes(1002, frame(FIN | opcode, "")));
    each(Stream.concat(bits, opcodes).toArray(Case[]::new));
  }

  @Test
  void fragments() throws Exception { // 5
    each(
        closes(1002, frame(PING, "a"), frame(FIN | CONTINUATION, "b")),
        closes(1002, frame(PONG, "a"), frame(FIN | CONTINUATION, "b")),
        client -> {
          client.send(TEXT, "a").send(FIN | CONTINUATION, "b");
          assertThat(client.next().toString()).isEqualTo("81:ab");
        },
        client -> {
          client.send(TEXT, "a").send(FIN | PING, "in between").send(FIN | CONTINUATION, "b");
          assertThat(client.next().toString()).isEqualTo("8a:in between");
          assertThat(client.next().toString()).isEqualTo("81:ab");
        },
        client -> {
          client.send(BINARY, "").send(CONTINUATION, "").send(FIN | CONTINUATION, "");
          assertThat(client.next().toString()).isEqualTo("82:");
        },
        client -> {
          client.send(TEXT, "1");
          for (int i = 0; i < 100; i++) client.send(CONTINUATION, "2").send(FIN | PING, "p");
          client.send(FIN | CONTINUATION, "3");
          RawWebSocket.Frame next = client.next();
          while (next.opcode() == PONG) next = client.next();
          assertThat(next.text()).isEqualTo("1" + "2".repeat(100) + "3");
        },
        closes(1002, frame(FIN | CONTINUATION, "nothing to continue")),
        closes(1002, frame(CONTINUATION, "nothing"), frame(FIN | CONTINUATION, "b")),
        closes(1002, frame(TEXT, "a"), frame(FIN | TEXT, "another")),
        closes(1002, frame(TEXT, "a"), frame(BINARY, "another")),
        closes(1002, frame(CLOSE, "")));
  }

  @Test
  void validTexts() throws Exception { // 6
    var texts =
        List.of(
            "Hello-µ@ßöäüàá-UTF-8!!",
            "κόσμε",
            "\0",
            "\u0080",
            "\u07ff",
            "\u0800",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\uffff",
            "\ud800\udc00",
            "\udbff\udfff",
            "😀".repeat(50));
    each(
        texts.stream()
            .flatMap(text ->
                Stream.of(
                    echoes(FIN | TEXT, text.getBytes(UTF_8)),
                    client -> { // each byte a fragment, characters torn apart
                      byte[] bytes = text.getBytes(UTF_8);
                      client.send(frame(TEXT, new byte[0]));
                      for (byte b : bytes) client.send(frame(CONTINUATION, new byte[] {b}));
                      client.send(frame(FIN | CONTINUATION, new byte[0]));
                      assertThat(client.next().payload()).isEqualTo(bytes);
                    }))
            .toArray(Case[]::new));
  }

  @Test
  void invalidTexts() throws Exception {
    var wrong =
        Stream.of(
            "ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65 64 69 74 65 64",
            "80",
            "bf",
            "8080",
            "c0 20",
            "c1 bf",
            "c0 80",
            "e0 80 80",
            "e0 9f bf",
            "f0 80 80 80",
            "f0 8f bf bf",
            "f8 88 80 80 80",
            "fc 84 80 80 80 80",
            "fe",
            "ff",
            "ed a0 80",
            "ed bf bf",
            "f4 90 80 80",
            "f5 80 80 80",
            "c3",
            "e2 82",
            "f0 9f 98",
            "c3 28",
            "e2 28 a1",
            "e2 82 28",
            "f0 28 8c bc",
            "f0 90 28 bc");
    each(wrong.map(hex -> closes(1007, frame(FIN | TEXT, hex(hex)))).toArray(Case[]::new));
  }

  @Test
  void aWrongByteIsFoundBeforeTheMessageIsWhole() throws Exception { // 6.3, 6.4
    each(
        closes(1007, frame(TEXT, hex("ceba e1bd b9cf 83")), frame(CONTINUATION, hex("f4 90"))),
        client -> { // not even the frame is whole
          client.send(frame(FIN | TEXT, hex("ceba f490 80 80 61 61")).clone()).text("");
          assertThat(client.rest().getLast().closeCode()).isEqualTo(1007);
        },
        client -> {
          byte[] bytes = frame(FIN | TEXT, hex("61 61 ff 61 61 61 61 61"));
          client.send(java.util.Arrays.copyOf(bytes, bytes.length - 4));
          assertThat(client.next().closeCode()).isEqualTo(1007);
        });
  }

  @Test
  void goodbyes() throws Exception { // 7
    var valid =
        IntStream.of(
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999,
                4000, 4999)
            .mapToObj(code -> closes(code, closing(code, "bye")));
    var invalid =
        IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
            .mapToObj(code -> closes(1002, closing(code, "")));
    each(Stream.concat(valid, invalid).toArray(Case[]::new));
    each(
        closes(1005, frame(FIN | CLOSE, "")),
        closes(1002, frame(FIN | CLOSE, "x")),
        closes(1000, closing(1000, "r".repeat(123))),
        closes(1002, frame(FIN | CLOSE, new byte[126])),
        closes(1007, closingWith(hex("ff"))),
        closes(1007, closingWith(hex("ce"))),
        closes(
            1000, closing(1000, ""), frame(FIN | PING, "after it"), frame(FIN | TEXT, "after it")),
        closes(1000, closing(1000, ""), closing(1001, "")),
        closes(1000, frame(TEXT, "a fragment of"), closing(1000, "")));
  }

  private static byte[] closingWith(byte[] reason) {
    var payload = new ByteArrayOutputStream();
    payload.writeBytes(hex("03e8"));
    payload.writeBytes(reason);
    return frame(FIN | CLOSE, payload.toByteArray());
  }

  @Test
  void masksAndLengths() throws Exception {
    each(
        closes(1002, frame(FIN | TEXT, "x".getBytes(UTF_8), 0, false)),
        closes(1002, frame(FIN | TEXT, "x".getBytes(UTF_8), 2, true)),
        closes(1002, frame(FIN | TEXT, new byte[300], 8, true)),
        closes(1002, hex("81 ff 80 00 00 00 00 00 00 01 00 00 00 00")));
  }

  @Test
  void messagesThatAreTooLarge() throws Exception {
    each(
        closes(1009, java.util.Arrays.copyOf(frame(FIN | BINARY, new byte[MOST + 1]), 100)),
        closes(1009, hex("82 ff 7f ff ff ff ff ff ff ff 00 00 00 00")),
        client -> {
          client.send(frame(BINARY, new byte[MOST])).send(frame(FIN | CONTINUATION, new byte[1]));
          assertThat(client.next().closeCode()).isEqualTo(1009);
        });
  }

  @Test
  void manyMessagesWithoutWaiting() throws Exception { // 9.7, 9.8
    each(client -> {
      var sender =
          Thread.startVirtualThread(() -> {
            try {
              for (int i = 0; i < 5_000; i++) client.text("message " + i);
              client.send(closing(1000, ""));
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      for (int i = 0; i < 5_000; i++) {
        var next = client.next();
        if (next.opcode() == CLOSE) break; // what is not echoed by then needn't be
        assertThat(next.text()).isEqualTo("message " + i);
      }
      sender.join();
    });
  }

  /** Frames cut into pieces at random: what comes out is the same. */
  @Test
  void randomPieces() throws Exception {
    each(client -> {
      var random = new Random(7);
      var all = new ByteArrayOutputStream();
      var expected = new java.util.ArrayList<String>();
      for (int i = 0; i < 200; i++) {
        String text = "é😀x".repeat(random.nextInt(60)) + i;
        byte[] bytes = text.getBytes(UTF_8);
        int at = random.nextInt(bytes.length);
        all.writeBytes(frame(TEXT, java.util.Arrays.copyOf(bytes, at)));
        if (random.nextBoolean()) all.writeBytes(frame(FIN | PONG, "z"));
        all.writeBytes(
            frame(FIN | CONTINUATION, java.util.Arrays.copyOfRange(bytes, at, bytes.length)));
        expected.add(text);
      }
      byte[] bytes = all.toByteArray();
      for (int at = 0; at < bytes.length; ) {
        int next = Math.min(bytes.length, at + 1 + random.nextInt(100));
        client.send(java.util.Arrays.copyOfRange(bytes, at, next));
        at = next;
      }
      for (String text : expected) assertThat(client.next().text()).isEqualTo(text);
    });
  }

  /** Who breaks the rules gets the answers to what was said before that, and then the goodbye. */
  @Test
  void whatWasSaidBeforeAMistakeIsAnswered() throws Exception {
    Case one =
        client -> {
          var all = new ByteArrayOutputStream();
          for (int i = 0; i < 20; i++) all.writeBytes(frame(FIN | TEXT, "" + i));
          all.writeBytes(frame(FIN | 5, ""));
          all.writeBytes(frame(FIN | TEXT, "too late"));
          client.send(all.toByteArray());
          for (int i = 0; i < 20; i++) assertThat(client.next().text()).isEqualTo("" + i);
          assertThat(client.next().closeCode()).isEqualTo(1002);
          assertThat(client.rest()).isEmpty();
        };
    each(java.util.Collections.nCopies(500, one).toArray(Case[]::new));
  }
}
