package weft.http;

import java.io.IOException;
import java.net.ProtocolException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.RequestContent;

/**
 * What goes over a connection for one call: the request, and the head of the answer.
 *
 * @param response the answer, its body unread
 * @param reusable whether another exchange may follow on the connection when the body is read
 * @param whole whether all of the body has come with the head, so that to read it never waits
 */
record Exchange(ClassicHttpResponse response, boolean reusable, boolean whole) {
  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();
  private static final RequestContent CONTENT = new RequestContent();

  /** Sends {@code call} over {@code connection}, and waits for the head of the answer. */
  static Exchange answer(Call call, Connection connection) throws IOException {
    var context = HttpCoreContext.create();
    try {
      CONTENT.process(call, call.getEntity(), context);
      if (!call.containsHeader("Host")) call.addHeader("Host", call.getAuthority());
      if (!call.containsHeader("Connection")) call.addHeader("Connection", "keep-alive");
      ClassicHttpResponse response = EXECUTOR.execute(call, connection, context);
      boolean reusable = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(call, response, context);
      long length = length(response);
      return new Exchange(response, reusable, length >= 0 && length <= connection.buffered());
    } catch (HttpException e) {
      var broken = new ProtocolException(e.getMessage());
      broken.initCause(e);
      throw broken;
    }
  }

  /** How many bytes the body has, as far as the server has said; -1 where it hasn't. */
  long length() {
    return length(response);
  }

  private static long length(ClassicHttpResponse response) {
    return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
  }
}
