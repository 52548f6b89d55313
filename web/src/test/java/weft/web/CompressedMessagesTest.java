package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.web.RawWebSocket.FIN;
import static weft.web.RawWebSocket.TEXT;
import static weft.web.RawWebSocket.frame;

import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** permessage-deflate, RFC 7692. */
@Timeout(60)
class CompressedMessagesTest {
  private static Routes echo(WebSocketOptions options) {
    return new Routes().webSocket("/", options, socket -> socket.messages().forEach(socket::send));
  }

  @Test
  void compressedMessagesBothWays() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults()))
            .serve(server -> {
              try (var client =
                  new RawWebSocket(
                      server.port(),
                      "/",
                      "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
                assertThat(client.reply.header("Sec-WebSocket-Extensions"))
                    .hasValue(
                        "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
                String text = "the same again and again, ".repeat(500);
                client.send(frame(FIN | 0x40 | TEXT, deflated(text)));
                var echo = client.next();
                assertThat(echo.first()).isEqualTo(FIN | 0x40 | TEXT);
                assertThat(echo.payload().length).isLessThan(text.length() / 10);
                assertThat(inflated(echo.payload(), text.length())).isEqualTo(text);
                client.send(frame(0x40 | TEXT, new byte[0])); // a fragment, a short one
                client.send(frame(FIN, deflated("short")));
                assertThat(client.next().toString()).isEqualTo("81:short");
                client.send(FIN | TEXT, "not compressed");
                assertThat(client.next().text()).isEqualTo("not compressed");
                client.send(frame(FIN | 0x40 | TEXT, new byte[] {-1, -1, -1}));
                assertThat(client.next().closeCode()).isEqualTo(1007);
              }
            }));
  }

  @Test
  void aMessageThatInflatesTooFarIsTooBig() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults().maxMessage(10_000)))
            .serve(server -> {
              try (var client =
                  new RawWebSocket(
                      server.port(), "/", "Sec-WebSocket-Extensions: permessage-deflate")) {
                client.send(frame(FIN | 0x40 | TEXT, deflated("x".repeat(10_000))));
                assertThat(inflated(client.next().payload(), 10_000)).hasSize(10_000);
                client.send(
                    frame(
                        FIN | 0x40 | TEXT,
                        deflated("x".repeat(10_000_000).substring(0, 9_000_000))));
                assertThat(client.next().closeCode()).isEqualTo(1009);
              }
            }));
  }

  @Test
  void offersThatCanNotBeAcceptedAreSkipped() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults()))
            .serve(server -> {
              assertThat(agreed(server, "permessage-deflate; what")).isNull();
              assertThat(agreed(server, "x-other, permessage-deflate; server_max_window_bits=7"))
                  .isNull();
              assertThat(
                      agreed(
                          server,
                          "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10"))
                  .isNull();
              assertThat(agreed(server, "permessage-deflate; nonsense=1, permessage-deflate"))
                  .isNotNull();
              assertThat(agreed(server, "permessage-deflate; server_max_window_bits=\"10\""))
                  .endsWith("server_max_window_bits=10");
              try (var client =
                  new RawWebSocket(
                      server.port(),
                      "/",
                      "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10")) {
                assertThat(client.text("y".repeat(1_024)).next().first())
                    .isEqualTo(FIN | 0x40 | TEXT);
                assertThat(client.text("y".repeat(1_025)).next().first()).isEqualTo(FIN | TEXT);
              }
            }));
  }

  private static String agreed(WebServer server, String offer) throws Exception {
    try (var client = new RawWebSocket(server.port(), "/", "Sec-WebSocket-Extensions: " + offer)) {
      assertThat(client.text("x").next().text()).isEqualTo("x");
      return client.reply.header("Sec-WebSocket-Extensions").orElse(null);
    }
  }

  static byte[] deflated(String text) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(text.getBytes());
    byte[] out = new byte[text.length() + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return java.util.Arrays.copyOf(out, length - 4);
  }

  private static String inflated(byte[] bytes, int length) throws Exception {
    var inflater = new Inflater(true);
    byte[] input = java.util.Arrays.copyOf(bytes, bytes.length + 4);
    input[bytes.length + 2] = -1;
    input[bytes.length + 3] = -1;
    inflater.setInput(input);
    byte[] out = new byte[length];
    int at = 0;
    while (at < length) {
      int n = inflater.inflate(out, at, length - at);
      if (n == 0) break;
      at += n;
    }
    return new String(out, 0, at);
  }
}
