package weft.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the heads of a connection's answers. The library passes over interim ones (1xx) without
 * end; a server that means well sends one or two.
 */
final class Answers extends DefaultHttpResponseParser {
  private static final int MAX_INTERIM = 16;

  private int interim;

  Answers(Http1Config limits) {
    super(limits);
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
