package weft.crawl.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import weft.crawl.fetch.Exchange;

/**
 * Records of WARC 1.1 (ISO 28500:2017), each a gzip member of its own. They are made where pages
 * are read, by many tasks at once, so that what waits to be stored is small.
 */
public final class Warc {
  private static final byte[] END = {'\r', '\n', '\r', '\n'};

  private Warc() {}

  /** What a file begins with: who has written it, and how. */
  public static byte[] info(String fileName, Instant at) {
    String fields =
        """
        software: Weft\r
        format: WARC File Format 1.1\r
        conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r
        """;
    byte[] block = fields.getBytes(UTF_8);
    var record = new Fields("warcinfo", id(), at).add("WARC-Filename", fileName);
    return Gzip.pack(record.head("application/warc-fields", block.length), block, END);
  }

  /** A request and its response, which name each other. */
  public static byte[] records(String url, Instant at, Exchange exchange) {
    String asked = id();
    String answered = id();
    var out = new ByteArrayOutputStream(exchange.body().length / 3 + 1024);
    var request =
        new Fields("request", asked, at)
            .add("WARC-Target-URI", url)
            .add("WARC-Concurrent-To", answered);
    pack(out, request, exchange.request(), new byte[0]);
    var response =
        new Fields("response", answered, at)
            .add("WARC-Target-URI", url)
            .add("WARC-Concurrent-To", asked)
            .add("WARC-Payload-Digest", "sha256:" + exchange.sha256());
    Optional<String> truncated = exchange.truncated();
    if (truncated.isPresent()) response.add("WARC-Truncated", truncated.get());
    pack(out, response, exchange.response(), exchange.body());
    return out.toByteArray();
  }

  private static void pack(ByteArrayOutputStream out, Fields fields, String http, byte[] body) {
    byte[] head = http.getBytes(ISO_8859_1);
    String type = "application/http;msgtype=" + fields.type;
    Gzip.pack(out, fields.head(type, head.length + body.length), head, body, END);
  }

  private static String id() {
    return "<urn:uuid:" + UUID.randomUUID() + ">";
  }

  /** The fields of a record. */
  private static final class Fields {
    final String type;
    private final StringBuilder lines = new StringBuilder("WARC/1.1\r\n");

    Fields(String type, String id, Instant at) {
      this.type = type;
      Fields _ = add("WARC-Type", type).add("WARC-Record-ID", id).add("WARC-Date", at.toString());
    }

    Fields add(String name, String value) {
      lines.append(name).append(": ").append(value).append("\r\n");
      return this;
    }

    byte[] head(String contentType, long length) {
      return add("Content-Type", contentType)
          .add("Content-Length", Long.toString(length))
          .lines
          .append("\r\n")
          .toString()
          .getBytes(UTF_8);
    }
  }
}
