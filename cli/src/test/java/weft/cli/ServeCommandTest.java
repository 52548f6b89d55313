package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code weft serve} and {@code weft chat}, in JVMs of their own, and Ctrl-C. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class ServeCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  @TempDir Path dir;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Waits until the server says where it is. */
  private static URI address(ForkedCli cli) throws Exception {
    cli.awaitLine(line -> ADDRESS.matcher(line).find());
    var found = ADDRESS.matcher(cli.text());
    assertThat(found.find()).isTrue();
    return URI.create(found.group());
  }

  private String get(URI uri) throws Exception {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static final class Listener implements WebSocket.Listener {
    final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      return WebSocket.Listener.super.onText(socket, text, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed " + code);
      return WebSocket.Listener.super.onClose(socket, code, reason);
    }

    String next() throws InterruptedException {
      String text = heard.poll(60, TimeUnit.SECONDS);
      assertThat(text).isNotNull();
      return text;
    }
  }

  private WebSocket connect(URI base, String path, Listener listener) {
    URI uri = URI.create(base.toString().replaceFirst("http", "ws") + path);
    return http.newWebSocketBuilder().buildAsync(uri, listener).join();
  }

  @Test
  void filesUntilCtrlC() throws Exception {
    Files.writeString(dir.resolve("index.html"), "hello");
    try (var server = ForkedCli.start(dir, "serve", "--port", "0")) {
      assertThat(get(address(server))).isEqualTo("hello");
      server.signal("INT");
      assertThat(server.end()).as(server.text()).isEqualTo(130);
    }
  }

  @Test
  void aWebSocketThatEchoes() throws Exception {
    try (var server = ForkedCli.start(dir, "serve", "--echo", "--port", "0")) {
      var listener = new Listener();
      var socket = connect(address(server), "any/path", listener);
      socket.sendText("hello", true).join();
      assertThat(listener.next()).isEqualTo("hello");
      server.signal("INT");
      assertThat(listener.next()).isEqualTo("closed 1001");
      assertThat(server.end()).as(server.text()).isEqualTo(130);
    }
  }

  @Test
  void chat() throws Exception {
    try (var server = ForkedCli.start(dir, "chat", "--port", "0")) {
      URI base = address(server);
      assertThat(get(base)).contains("<title>Chat</title>");
      var ann = new Listener();
      var annsSocket = connect(base, "rooms/tea?name=Ann", ann);
      assertThat(ann.next()).isEqualTo("{\"names\":[\"Ann\"]}");
      annsSocket.sendText("\"hello\"", true).join();
      assertThat(ann.next()).isEqualTo("{\"from\":\"Ann\",\"text\":\"\\\"hello\\\"\"}");
      var bob = new Listener();
      var _ = connect(base, "rooms/tea?name=Bob", bob);
      assertThat(bob.next()).contains("hello"); // the history
      assertThat(bob.next()).isEqualTo("{\"names\":[\"Ann\",\"Bob\"]}");
      assertThat(ann.next()).isEqualTo("{\"names\":[\"Ann\",\"Bob\"]}");
      assertThat(get(base.resolve("/rooms"))).isEqualTo("[\"tea\"]");
      server.signal("INT"); // a terminal sends it to both
      server.signalChildren("INT");
      String last = bob.next();
      if (last.equals("{\"names\":[\"Bob\"]}")) last = bob.next(); // Ann was the first to leave
      assertThat(last).isEqualTo("closed 1001");
      assertThat(server.end()).as(server.text()).isEqualTo(130);
    }
  }

  @Test
  void aPortThatIsTakenAndAFolderThatIsNotThere() throws Exception {
    try (var server = ForkedCli.start(dir, "serve", "--port", "0")) {
      int port = address(server).getPort();
      Cli second = Cli.weft("serve", "--port", "" + port);
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).startsWith("weft serve: cannot listen at 127.0.0.1:" + port);
      try (var chat = ForkedCli.start(dir, "chat", "--port", "" + port)) {
        assertThat(chat.end()).isEqualTo(1);
        assertThat(chat.text())
            .startsWith("chat: cannot listen at 127.0.0.1:" + port)
            .doesNotContain("\n");
      }
    }
    assertThat(Cli.weft("serve", "nowhere").err())
        .startsWith("weft serve: there is no folder nowhere");
    assertThat(Cli.weft("serve", "--echo", ".").code()).isEqualTo(2);
    assertThat(Cli.weft("chat", "--port", "x").err()).startsWith("weft chat: --port: 'x'");
  }
}
