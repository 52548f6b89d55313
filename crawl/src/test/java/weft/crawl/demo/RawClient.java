package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** A client that sends a request target as it stands and shows each byte of the answer. */
record RawClient(URI root) {

  /**
   * An answer.
   *
   * @param status 0 if the connection ended before there was any
   * @param headers by name in lower case; of several alike, joined by a line break
   * @param body without chunks, else as sent
   * @param whole whether the body came to its end
   */
  record Response(int status, Map<String, String> headers, byte[] body, boolean whole) {

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    Optional<String> optionalHeader(String name) {
      return Optional.ofNullable(headers.get(name));
    }

    String text() {
      return new String(unpacked(), UTF_8);
    }

    byte[] unpacked() {
      try {
        var packed = new ByteArrayInputStream(body);
        return switch (header("content-encoding").toLowerCase(Locale.ROOT)) {
          case "gzip" -> new GZIPInputStream(packed).readAllBytes();
          case "deflate" -> new InflaterInputStream(packed).readAllBytes();
          default -> body;
        };
      } catch (IOException e) {
        throw new AssertionError("cannot unpack", e);
      }
    }
  }

  Response get(String target) {
    return request("GET", target);
  }

  Response request(String method, String target) {
    // The time limit is a guard against a test that hangs, not something that is measured.
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(60_000);
      String head = "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      byte[] request = head.formatted(method, target, root.getAuthority()).getBytes(UTF_8);
      socket.getOutputStream().write(request);
      return parse(method, socket.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(method + " " + target, e);
    }
  }

  private static Response parse(String method, byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Response(0, Map.of(), new byte[0], false);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(line.indexOf(':') + 1).strip(), (a, b) -> a + "\n" + b);
    }
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    if (method.equals("HEAD")) {
      return new Response(status, headers, rest, rest.length == 0);
    }
    if (headers.containsKey("transfer-encoding")) {
      return chunked(status, headers, rest);
    }
    long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
    return new Response(status, headers, rest, rest.length == length);
  }

  private static Response chunked(int status, Map<String, String> headers, byte[] rest) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    while (at < rest.length) {
      int line = at;
      while (rest[line] != '\r') {
        line++;
      }
      int length = Integer.parseInt(new String(rest, at, line - at, ISO_8859_1), 16);
      if (length == 0) {
        return new Response(status, headers, body.toByteArray(), true);
      }
      body.write(rest, line + 2, length);
      at = line + 2 + length + 2;
    }
    return new Response(status, headers, body.toByteArray(), false);
  }
}
