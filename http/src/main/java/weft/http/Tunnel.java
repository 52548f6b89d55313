package weft.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
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
    Head answer = answer(socket, request.toString(), proxy);
    if (answer.status() / 100 == 2) return;
    throw new HttpException(
        Reason.PROXY,
        "the proxy " + proxy + " let nothing through: " + Errors.plain(answer.line()));
  }

  private static Head answer(Socket socket, String request, HttpProxy.Server proxy)
      throws IOException {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return Head.read(socket.getInputStream(), MAX_HEAD);
    } catch (EOFException | ProtocolException e) {
      throw new HttpException(Reason.PROXY, "the proxy " + proxy + " gave no usable answer", e);
    } catch (SocketException e) {
      throw new HttpException(
          Reason.CONNECTION_LOST, "the proxy " + proxy + " broke off: " + Errors.line(e), e);
    }
  }
}
