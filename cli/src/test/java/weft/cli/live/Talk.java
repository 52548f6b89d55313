package weft.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A program that talks to a live page as its browser does: the JDK's WebSocket. */
public final class Talk implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  public Talk(URI page) throws Exception {
    this(page, null);
  }

  Talk(URI page, @Nullable String origin) throws Exception {
    var builder = http.newWebSocketBuilder();
    if (origin != null) builder.header("Origin", origin);
    URI live = URI.create(page.resolve("live").toString().replaceFirst("http", "ws"));
    socket = builder.buildAsync(live, new Listener()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private final class Listener extends JsonListener {
    Listener() {
      super(messages::add);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      messages.add(JSON.createObjectNode().put("type", "closed").put("code", code));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      messages.add(JSON.createObjectNode().put("type", "failed").put("why", failure.toString()));
    }
  }

  JsonNode next() throws InterruptedException {
    JsonNode message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(message).as("another message").isNotNull();
    return message;
  }

  /** The next message that fits. */
  public JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    JsonNode message = next();
    while (!wanted.test(message)) message = next();
    return message;
  }

  public static boolean is(JsonNode message, String type) {
    return message.get("type").asString().equals(type);
  }

  /** The next tick with this state. */
  public JsonNode awaitState(String state) throws InterruptedException {
    return await(message -> is(message, "tick") && message.get("state").asString().equals(state));
  }

  void say(String text) throws Exception {
    socket.sendText(text, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  public void order(String action) throws Exception {
    say("{\"action\": \"" + action + "\"}");
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
