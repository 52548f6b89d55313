package weft.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of a connection's answers. The library passes over interim ones (1xx) without
 * end, where a server that means well sends one or two, and takes a head that breaks off for whole.
 */
final class Answers extends DefaultHttpResponseParser {
  private static final int MAX_INTERIM = 16;

  private int interim;
  private @Nullable SessionInputBuffer buffer;
  private @Nullable Source source;

  Answers(Http1Config limits) {
    super(limits);
  }

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer from, InputStream in)
      throws IOException, HttpException {
    buffer = from;
    var s = source;
    if (s == null || !s.isOver(in)) source = s = new Source(in);
    var answer = super.parse(from, s);
    if (s.hasEnded()) throw new ConnectionClosedException("the head of the answer is not whole");
    return answer;
  }

  /** Whether there is something to read now, though all that was asked for has been answered. */
  boolean haveMore() throws IOException {
    return buffered() > 0 || (source != null && source.available() > 0);
  }

  /** How many bytes have come that nobody has read. */
  int buffered() {
    return buffer == null ? 0 : buffer.length();
  }

  @Override
  protected ClassicHttpResponse createMessage(CharArrayBuffer line)
      throws IOException, HttpException {
    ClassicHttpResponse answer = super.createMessage(line);
    if (answer.getCode() >= 200) interim = 0;
    else if (++interim > MAX_INTERIM)
      throw new ProtocolException("more than " + MAX_INTERIM + " interim answers");
    return answer;
  }
}
