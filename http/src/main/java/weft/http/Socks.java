package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.net.Socket;
import weft.http.HttpException.Reason;

/** Asks a SOCKS 5 proxy to pass bytes through to another host (RFC 1928, RFC 1929). */
final class Socks {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final String[] REFUSALS = {
    "",
    "general failure",
    "not allowed",
    "network unreachable",
    "host unreachable",
    "connection refused",
    "time to live expired",
    "command not supported",
    "address type not supported"
  };

  private final HttpProxy.Server proxy;
  private final DataInputStream in;
  private final OutputStream out;

  private Socks(Socket socket, HttpProxy.Server proxy) throws IOException {
    this.proxy = proxy;
    in = new DataInputStream(socket.getInputStream()); // which reads not one byte more than asked
    out = socket.getOutputStream();
  }

  static void open(Socket socket, String host, int port, HttpProxy.Server proxy)
      throws IOException {
    var socks = new Socks(socket, proxy);
    try {
      socks.greet();
      socks.connect(host, port);
    } catch (EOFException e) {
      throw socks.failed("closed the connection", e);
    }
  }

  private void greet() throws IOException {
    int method = proxy.login().isPresent() ? LOGIN : NO_LOGIN;
    out.write(new byte[] {VERSION, 1, (byte) method});
    require(in.readUnsignedByte() == VERSION, "doesn't speak SOCKS 5");
    require(
        in.readUnsignedByte() == method,
        method == LOGIN ? "takes no name and password" : "wants a name and a password");
    if (method == LOGIN) logIn(proxy.login().get());
  }

  private void logIn(HttpProxy.Login login) throws IOException {
    var message = new ByteArrayOutputStream();
    message.write(1);
    put(message, login.name());
    put(message, login.password());
    message.writeTo(out);
    in.readUnsignedByte();
    require(in.readUnsignedByte() == 0, "refused the name or the password");
  }

  private void put(ByteArrayOutputStream message, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    require(bytes.length > 0 && bytes.length < 256, "can't be told what has no or over 255 bytes");
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private void connect(String host, int port) throws IOException {
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {VERSION, 1, 0, 3}); // connect to a name; an address may be one
    put(message, IDN.toASCII(host));
    message.write(port >> 8);
    message.write(port);
    message.writeTo(out);
    require(in.readUnsignedByte() == VERSION, "doesn't speak SOCKS 5");
    int reply = in.readUnsignedByte();
    if (reply != 0) {
      String why = reply < REFUSALS.length ? REFUSALS[reply] : "error " + reply;
      throw failed("let nothing through to " + host + ": " + why, null);
    }
    in.readUnsignedByte();
    int length =
        switch (in.readUnsignedByte()) {
          case 1 -> 4;
          case 3 -> in.readUnsignedByte();
          case 4 -> 16;
          default -> throw failed("gave no usable answer", null);
        };
    in.skipNBytes(length + 2);
  }

  private void require(boolean fine, String otherwise) throws HttpException {
    if (!fine) throw failed(otherwise, null);
  }

  private HttpException failed(String what, @org.jspecify.annotations.Nullable IOException cause) {
    String message = "the proxy " + proxy + " " + what;
    return cause == null
        ? new HttpException(Reason.PROXY, message)
        : new HttpException(Reason.PROXY, message, cause);
  }
}
