package weft.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import weft.internal.websocket.Negotiation;

/**
 * What a request that asks for a WebSocket gets.
 *
 * @param protocol the subprotocol that both sides speak
 * @param compression what was agreed on
 */
record Handshake(
    Request request,
    WebSocketOptions options,
    Optional<String> protocol,
    Optional<Negotiation> compression) {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  static Handshake of(Request request, WebSocketOptions options) {
    var offered =
        request.headers("Sec-WebSocket-Protocol").stream()
            .flatMap(header -> Arrays.stream(header.split(",")))
            .map(String::strip)
            .toList();
    return new Handshake(
        request,
        options,
        options.values().protocols().stream().filter(offered::contains).findFirst(),
        options.values().compresses()
            ? Negotiation.of(request.headers("Sec-WebSocket-Extensions"))
            : Optional.empty());
  }

  /** The answer, if there is to be no WebSocket. */
  Optional<Response> refusal(Engine engine) {
    if (!has("Upgrade", "websocket") || !has("Connection", "upgrade")) {
      return refused(426, "here is a WebSocket", "Upgrade", "websocket");
    }
    if (!request.headers("Sec-WebSocket-Version").equals(List.of("13"))) {
      return refused(426, "only version 13 will do", "Sec-WebSocket-Version", "13");
    }
    if (!request.method().equals("GET") || !hasKey()) {
      return refused(400, "the key is missing or wrong", "Sec-WebSocket-Version", "13");
    }
    if (!request.isCurrent()) {
      return refused(400, "a WebSocket begins with HTTP/1.1", "Connection", "close");
    }
    if (hasBody()) return refused(400, "a handshake has no body", "Connection", "close");
    if (!originIsAllowed()) {
      return refused(403, "pages of this origin may not connect", "Vary", "Origin");
    }
    if (engine.isClosing()) return Optional.of(noPlace());
    return Optional.empty();
  }

  /** The answer to one for whom there is no place. */
  Response noPlace() {
    return Failures.render(request, 503, "there are too many WebSockets")
        .header("Retry-After", "10");
  }

  private Optional<Response> refused(int status, String why, String header, String value) {
    return Optional.of(Failures.render(request, status, why).header(header, value));
  }

  private boolean has(String header, String token) {
    return request.headers(header).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(value -> value.strip().equalsIgnoreCase(token));
  }

  /** It would be taken for frames, which whoever passed the request on doesn't know. */
  private boolean hasBody() {
    return request.header("Transfer-Encoding").isPresent()
        || !request.header("Content-Length").orElse("0").equals("0");
  }

  private boolean hasKey() {
    try {
      var keys = request.headers("Sec-WebSocket-Key");
      return keys.size() == 1 && Base64.getDecoder().decode(keys.getFirst().strip()).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Browsers always say it, and can be believed; other programs needn't. */
  private boolean originIsAllowed() {
    var origin = request.header("Origin");
    if (origin.isEmpty()) return true;
    if (request.headers("Origin").size() > 1) return false;
    var allowed = options.values().origins();
    if (allowed.isPresent())
      return allowed.get().contains("*") || allowed.get().contains(origin.get());
    try {
      String authority = URI.create(origin.get()).getAuthority();
      return authority != null && authority.equalsIgnoreCase(request.header("Host").orElse(""));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Those of the answer that accepts. */
  List<Response.Field> headers() {
    var fields = new ArrayList<Response.Field>();
    fields.add(new Response.Field("Upgrade", "websocket"));
    fields.add(new Response.Field("Connection", "Upgrade"));
    fields.add(new Response.Field("Sec-WebSocket-Accept", accept()));
    protocol.ifPresent(name -> fields.add(new Response.Field("Sec-WebSocket-Protocol", name)));
    compression.ifPresent(
        agreed -> fields.add(new Response.Field("Sec-WebSocket-Extensions", agreed.answer())));
    return fields;
  }

  private String accept() {
    String key = request.header("Sec-WebSocket-Key").orElseThrow().strip() + MAGIC;
    try {
      var digest =
          MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** How many bytes of what came before the client keeps; 0 if nothing is compressed. */
  int window() {
    return compression.map(Negotiation::window).orElse(0);
  }
}
