package weft.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An event of {@link Response#events}: what a browser's {@code EventSource} receives.
 *
 * @param data the text, of one line or several
 * @param name the kind of event; without one it is a message
 * @param id what the browser says as {@code Last-Event-ID} when it connects again
 * @param retry when the browser is to connect again after a loss
 */
public record ServerEvent(
    String data, Optional<String> name, Optional<String> id, Optional<Duration> retry) {
  /** Checks that the name and the id are of one line. */
  public ServerEvent {
    if (name.filter(ServerEvent::isBroken).isPresent()
        || id.filter(ServerEvent::isBroken).isPresent()) {
      throw new IllegalArgumentException("the name and the id of an event have one line");
    }
  }

  /** A message. */
  public static ServerEvent of(String data) {
    return new ServerEvent(data, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with a kind. */
  public ServerEvent named(String kind) {
    return new ServerEvent(data, Optional.of(kind), id, retry);
  }

  /** The same with an id. */
  public ServerEvent id(String text) {
    return new ServerEvent(data, name, Optional.of(text), retry);
  }

  /** The same with the time after which the browser is to connect again. */
  public ServerEvent retry(Duration after) {
    return new ServerEvent(data, name, id, Optional.of(after));
  }

  private static boolean isBroken(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0;
  }

  /** As it goes over the wire. */
  byte[] encoded() {
    var text = new StringBuilder();
    name.ifPresent(n -> text.append("event: ").append(n).append('\n'));
    id.ifPresent(i -> text.append("id: ").append(i).append('\n'));
    retry.ifPresent(r -> text.append("retry: ").append(r.toMillis()).append('\n'));
    for (String line : data.split("\r\n|\r|\n", -1))
      text.append("data: ").append(line).append('\n');
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
