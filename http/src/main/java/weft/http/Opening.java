package weft.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import weft.Weft;
import weft.http.HttpException.Reason;
import weft.internal.websocket.Negotiation;
import weft.internal.websocket.ProtocolError;

/** The opening handshake of a WebSocket (RFC 6455, 4.1), from the client's side. */
final class Opening {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_HEAD = 64 * 1024;

  /** What belongs to the handshake, and can't be said by a request. */
  private static final List<String> OURS =
      List.of("Host", "Connection", "Upgrade", "Content-Length", "Transfer-Encoding");

  private final Target target;
  private final List<String> subprotocols;
  private final String host;
  private final String key;

  /**
   * What was agreed on.
   *
   * @param subprotocol empty without one
   * @param compresses whether messages may be compressed
   */
  record Agreed(String subprotocol, boolean compresses) {}

  /**
   * A handshake.
   *
   * @throws IllegalArgumentException if a subprotocol is no token (RFC 9110, 5.6.2)
   */
  Opening(Target target, String... subprotocols) {
    for (String name : subprotocols) {
      if (!name.matches("[\\w!#$%&'*+.^`|~-]+"))
        throw new IllegalArgumentException("not a subprotocol: '" + name + "'");
    }
    this.target = target;
    this.subprotocols = List.of(subprotocols);
    this.host = Transport.name(target);
    byte[] random = new byte[16];
    Wire.RANDOM.nextBytes(random);
    this.key = Base64.getEncoder().encodeToString(random);
  }

  /** Asks, and reads the answer; a cancellation closes the socket. */
  Agreed shakeHands(Socket socket, Headers headers) throws IOException {
    return Weft.onCancel(
        socket,
        () -> {
          socket.getOutputStream().write(request(headers).getBytes(StandardCharsets.ISO_8859_1));
          return checked(Head.read(socket.getInputStream(), MAX_HEAD));
        });
  }

  private String request(Headers headers) {
    var head = new StringBuilder("GET " + target.path() + " HTTP/1.1\r\nHost: ");
    HttpHost where = target.host();
    boolean usual = where.getPort() < 0 || where.getPort() == (target.isSecure() ? 443 : 80);
    String literal = target.name().indexOf(':') >= 0 ? "[" + target.name() + "]" : target.name();
    head.append(literal).append(usual ? "" : ":" + where.getPort());
    head.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13");
    head.append("\r\nSec-WebSocket-Key: ").append(key);
    head.append("\r\nSec-WebSocket-Extensions: ").append(Negotiation.OFFER);
    if (!subprotocols.isEmpty())
      head.append("\r\nSec-WebSocket-Protocol: ").append(String.join(", ", subprotocols));
    for (int i = 0; i < headers.size(); i++) {
      if (!isOurs(headers.name(i)))
        head.append("\r\n").append(headers.name(i)).append(": ").append(headers.value(i));
    }
    return head.append("\r\n\r\n").toString();
  }

  private static boolean isOurs(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith("sec-websocket-")
        || OURS.stream().anyMatch(name::equalsIgnoreCase);
  }

  private Agreed checked(Head answer) throws HttpException {
    if (answer.status() != 101)
      throw new HttpException(
          Reason.STATUS, host + " opened no WebSocket, status " + answer.status(), answer.status());
    if (!has(answer, "Upgrade", "websocket") || !has(answer, "Connection", "upgrade"))
      throw broken("it upgraded to something else");
    if (!answer.values("Sec-WebSocket-Accept").equals(List.of(accept())))
      throw broken("it didn't accept the key");
    var chosen = answer.values("Sec-WebSocket-Protocol");
    if (!subprotocols.containsAll(chosen) || chosen.size() > 1)
      throw broken("it chose a subprotocol that was not asked for: " + chosen);
    try {
      boolean compresses = Negotiation.isAgreed(answer.values("Sec-WebSocket-Extensions"));
      return new Agreed(chosen.isEmpty() ? "" : chosen.getFirst(), compresses);
    } catch (ProtocolError e) {
      throw broken(e.reason());
    }
  }

  private HttpException broken(String why) {
    return new HttpException(Reason.PROTOCOL, host + " opened no WebSocket: " + Errors.plain(why));
  }

  private static boolean has(Head head, String name, String token) {
    var tokens = new ArrayList<String>();
    for (String value : head.values(name)) tokens.addAll(Arrays.asList(value.split(",", -1)));
    return tokens.stream().anyMatch(t -> t.strip().equalsIgnoreCase(token));
  }

  private String accept() {
    try {
      var digest = MessageDigest.getInstance("SHA-1");
      byte[] hash = digest.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
