package weft.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that sends what it is told, byte by byte. */
final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;
  private final InputStream in;

  RawHttp(int port) throws IOException {
    this(new Socket("127.0.0.1", port));
  }

  RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  record Reply(int status, List<String> headers, byte[] body) {
    Optional<String> header(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + text();
    }
  }

  static Reply get(int port, String target, String... headers) throws IOException {
    return call(port, "GET", target, "", headers);
  }

  static Reply call(int port, String method, String target, String body, String... headers)
      throws IOException {
    try (var client = new RawHttp(port)) {
      client.request(method, target, body, headers);
      return client.reply(method.equals("HEAD"));
    }
  }

  void request(String method, String target, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) text.append(header).append("\r\n");
    if (bytes.length > 0) text.append("Content-Length: " + bytes.length + "\r\n");
    var all = new ByteArrayOutputStream();
    all.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(bytes);
    send(all.toByteArray());
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Reply reply() throws IOException {
    return reply(false);
  }

  Reply reply(boolean bodiless) throws IOException {
    Reply head = head();
    if (bodiless || head.status == 204 || head.status == 304 || head.status < 200) return head;
    var length = head.header("Content-Length");
    byte[] body;
    if (length.isPresent()) body = in.readNBytes(Integer.parseInt(length.get()));
    else if (head.header("Transfer-Encoding").isPresent()) body = chunks();
    else body = in.readAllBytes();
    return new Reply(head.status, head.headers, body);
  }

  Reply head() throws IOException {
    String first = line();
    var headers = new ArrayList<String>();
    for (String line = line(); !line.isEmpty(); line = line()) headers.add(line);
    return new Reply(Integer.parseInt(first.split(" ")[1]), headers, new byte[0]);
  }

  private byte[] chunks() throws IOException {
    var all = new ByteArrayOutputStream();
    for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) all.writeBytes(chunk);
    return all.toByteArray();
  }

  private boolean afterChunk; // its end of line need not have come yet

  /** The next chunk; empty at the end. */
  byte[] chunk() throws IOException {
    if (afterChunk) line();
    int size = Integer.parseInt(line(), 16);
    afterChunk = size > 0;
    if (size == 0) line();
    return in.readNBytes(size);
  }

  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new EOFException("after " + line.toString(StandardCharsets.UTF_8));
      if (b != '\r') line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  InputStream in() {
    return in;
  }

  /** Whether the server has ended the connection; waits for it. */
  boolean isEnded() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Closes so that the server gets a reset, and not an end. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
