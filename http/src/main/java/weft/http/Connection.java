package weft.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * A connection to a server, on which one exchange follows another. Headers can't fill the memory.
 */
final class Connection extends DefaultBHttpClientConnection {
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(64 * 1024).setMaxHeaderCount(256).build();

  private final HttpHost route;
  private final InetAddress address;
  private final Answers answers;
  private final Connector.Line line;
  private long idleSince; // for who has it, and then guarded by the pool

  private Connection(HttpHost route, Connector.Line line, Answers answers) throws IOException {
    super(
        LIMITS,
        null, // takes bytes as Latin-1
        StandardCharsets.ISO_8859_1
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE),
        null,
        null,
        // A server may refuse a long body before it has come, and close.
        MonitoringResponseOutOfOrderStrategy.INSTANCE,
        () -> new Requests(answers),
        _ -> answers);
    this.route = route;
    this.line = line;
    this.address = line.raw().getInetAddress();
    this.answers = answers;
    if (line.socket() instanceof SSLSocket secured) bind(secured, line.raw());
    else bind(line.raw());
  }

  /** A connection over {@code line}. */
  static Connection over(HttpHost route, Connector.Line line) throws IOException {
    return new Connection(route, line, new Answers(LIMITS));
  }

  /**
   * A chunk's end that isn't there is a loss like others where nothing more came, and so is the end
   * of a body of no stated length that TLS was not told of: anybody can cut a connection.
   */
  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream in) {
    var source = new Source(in);
    return new FilterInputStream(super.createContentInputStream(length, buffer, source)) {
      @Override
      public int read(byte[] bytes, int from, int count) throws IOException {
        try {
          int n = in.read(bytes, from, count);
          if (n < 0 && length == ContentLengthStrategy.UNDEFINED && line.isCutOff())
            throw new ConnectionClosedException("TLS has no end");
          return n;
        } catch (MalformedChunkCodingException e) {
          if (!source.hasEnded()) throw e;
          throw new ConnectionClosedException("a chunk of the answer is not whole", e);
        }
      }
    };
  }

  HttpHost route() {
    return route;
  }

  /** Who is at the other end: the server, or a proxy. */
  InetAddress address() {
    return address;
  }

  /** Waits a millisecond for what may come. */
  boolean isClosedByServer() {
    try {
      return isStale();
    } catch (IOException _) {
      return true;
    }
  }

  /** How many bytes have come that nobody has read. */
  int buffered() {
    return answers.buffered();
  }

  long idleSince() {
    return idleSince;
  }

  void idleFrom(long now) {
    idleSince = now;
  }
}
