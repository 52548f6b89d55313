package weft.cli.live;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Puts texts together that come in parts, and reads them as JSON. */
class JsonListener implements WebSocket.Listener {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final Consumer<JsonNode> messages;
  private final StringBuilder text = new StringBuilder();

  JsonListener(Consumer<JsonNode> messages) {
    this.messages = messages;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      messages.accept(JSON.readTree(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return null;
  }
}
