package weft.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import weft.http.HttpException.Reason;

/** Asks a proxy to pass bytes through to another host (RFC 9110, 9.3.6). */
final class Tunnel {
  private static final int MAX_HEAD = 16 * 1024;

  private Tunnel() {}

  static void open(Socket socket, String host, int port, HttpProxy.Server proxy, String userAgent)
      throws IOException {
    String name = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    var request = new StringBuilder("CONNECT " + name + " HTTP/1.1\r\n");
    request.append("Host: ").append(name).append("\r\nUser-Agent: ").append(userAgent);
    proxy.credentials().ifPresent(c -> request.append("\r\nProxy-Authorization: ").append(c));
    request.append("\r\n\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    String line = statusLine(socket.getInputStream(), proxy);
    if (line.matches("HTTP/1\\.[01] 2\\d\\d\\b.*")) return;
    throw new HttpException(Reason.PROXY, "the proxy " + proxy + " let nothing through: " + line);
  }

  /** Reads not one byte beyond the head: what follows is the other host's. */
  private static String statusLine(InputStream in, HttpProxy.Server proxy) throws IOException {
    var head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int c = in.read();
      if (c < 0 || head.length() == MAX_HEAD)
        throw new HttpException(Reason.PROXY, "the proxy " + proxy + " gave no usable answer");
      head.append((char) c);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }
}
